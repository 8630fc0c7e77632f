package dev.rapport.faults;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.function.LongSupplier;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** What people tried, were answered, heard and read, in the order in which it happened; times are nanoseconds since the start. */
final class History {
    /** A message as a page showed it. */
    record Message(long seq, long version, String sender, String text) {}

    /** Something that happened. */
    sealed interface Event {
        long at();

        /** A send, the {@code number}th with this key. */
        record Attempt(long at, String key, int number, String sender, String peer, String text) implements Event {}

        /** The answer to a send; {@code seq} when there is a message. */
        record Answered(
                long at,
                String key,
                int number,
                Reply reply,
                @Nullable Long seq) implements Event {}

        /** No answer to a send: it may have been stored or not. */
        record Unknown(long at, String key, int number, String why) implements Event {}

        /** A socket was upgraded. */
        record Opened(long at, String person, int socket, String where) implements Event {}

        /** A frame on a socket. */
        record Frame(long at, String person, int socket, String text) implements Event {}

        /** A socket is over; 1006 when nobody said so. */
        record Closed(long at, String person, int socket, int code) implements Event {}

        /** A page of a reader that follows {@code since}. */
        record Fetched(long at, String person, String peer, long since, List<Message> items, long version)
                implements Event {}

        /** Any other answer that was no success. */
        record Refused(long at, String person, String what, Reply reply) implements Event {}

        /** A call other than a send that got no answer. */
        record Failed(long at, String person, String what, String why) implements Event {}

        /** What the suite did. */
        record Note(long at, String text) implements Event {}
    }

    private final ConcurrentLinkedQueue<Event> events = new ConcurrentLinkedQueue<>();
    private final LongSupplier clock;

    History() {
        var start = System.nanoTime();
        clock = () -> System.nanoTime() - start;
    }

    long now() {
        return clock.getAsLong();
    }

    void add(Event event) {
        events.add(event);
    }

    void note(String text) {
        add(new Event.Note(now(), text));
    }

    <T extends Event> Stream<T> all(Class<T> type) {
        return events.stream().filter(type::isInstance).map(type::cast);
    }

    /** One line an event, after {@code head}. */
    void write(Path file, List<String> head) throws IOException {
        var lines = events.stream()
                .map(event -> String.format(
                        Locale.ROOT,
                        "%9.3f s  %s",
                        event.at() / 1e9,
                        event.toString().replaceFirst("at=\\d+, ", "")));
        Files.createDirectories(file.getParent());
        Files.write(file, Stream.concat(head.stream(), lines).toList());
    }
}
