package dev.rapport.faults;

import dev.rapport.faults.History.Event;
import dev.rapport.faults.History.Message;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/** Holds a history against what the conversations were in the end; each violated rule is a sentence that begins with its letter. */
final class Checker {
    private static final Pattern NOTIFICATION = Pattern.compile(
            "\\{\"user-id\":\"([A-Za-z0-9._:@-]{1,64})\",\"sender\":\"([A-Za-z0-9._:@-]{1,64})\",\"content\":\""
                    + "(?:new-message|own-message|message-changed|read|assignment|typing|presence|session-revoked)\"}");
    private static final String READY = "{\"content\":\"ready\"}";
    private static final String RESYNC = "{\"content\":\"resync\"}";

    /** Everything between two people, read after the fault was healed and all was quiet. */
    record Final(String one, String other, List<Message> messages) {
        boolean isOf(String person, String peer) {
            return (one.equals(person) && other.equals(peer)) || (one.equals(peer) && other.equals(person));
        }
    }

    /** When the fault was over, and how soon after that a message must have been told. */
    record Deadline(long healedAt, Duration patience) {}

    private final History history;
    private final List<Final> finals;
    private final List<String> violations = new ArrayList<>();

    private Checker(History history, List<Final> finals) {
        this.history = history;
        this.finals = finals;
    }

    /** {@code places} must not hold {@code canary}, a word of every text. */
    static List<String> violations(
            History history, List<Final> finals, Map<String, String> places, String canary, Deadline deadline) {
        var checker = new Checker(history, finals);
        checker.everyAnswerIsTrue();
        checker.nothingElseIsThere();
        checker.numbersHaveNoHoles();
        checker.readersSawPrefixes();
        checker.framesAreForTheirPerson();
        checker.noPlaceHoldsText(places, canary);
        checker.openSocketsWereTold();
        checker.noRefusalIsAFault();
        checker.messagesWereInTime(deadline);
        return checker.violations;
    }

    /** Whether each socket that is open was told of the last message to its person: a reader may have it before. */
    static boolean isEverySocketTold(History history, List<Final> finals) {
        var checker = new Checker(history, finals);
        checker.openSocketsWereTold();
        return checker.violations.isEmpty();
    }

    private void violated(String format, Object... values) {
        violations.add(String.format(Locale.ROOT, format, values));
    }

    private Map<String, Event.Attempt> firstAttempts() {
        var first = new TreeMap<String, Event.Attempt>();
        history.all(Event.Attempt.class).forEach(attempt -> first.putIfAbsent(attempt.key(), attempt));
        return first;
    }

    /** (a) A 2xx is there exactly once, under the number that it said; (b) what is unknown is there once or not at all. */
    private void everyAnswerIsTrue() {
        var successes = history.all(Event.Answered.class)
                .filter(answer -> answer.reply().isSuccess())
                .collect(Collectors.groupingBy(Event.Answered::key));
        firstAttempts().forEach((key, attempt) -> {
            var found = between(attempt.sender(), attempt.peer()).stream()
                    .filter(message -> message.text().equals(attempt.text()))
                    .toList();
            var answers = successes.getOrDefault(key, List.of());
            if (answers.isEmpty()) {
                if (found.size() > 1) {
                    violated("(b) %s was never answered and is there %d times", attempt, found.size());
                }
                return;
            }
            if (found.size() != 1) {
                violated("(a) %s was answered %s and is there %d times", attempt, answers, found.size());
            }
            for (var answer : answers) {
                if (found.stream().noneMatch(message -> answer.seq() != null && message.seq() == answer.seq())) {
                    violated("(a) %s was answered %s and is there as %s", attempt, answer, found);
                }
            }
        });
    }

    private List<Message> between(String person, String peer) {
        return finals.stream()
                .filter(end -> end.isOf(person, peer))
                .findFirst()
                .map(Final::messages)
                .orElse(List.of());
    }

    /** (c) */
    private void nothingElseIsThere() {
        var attempted = history.all(Event.Attempt.class)
                .map(attempt -> attempt.sender() + " " + attempt.text())
                .collect(Collectors.toSet());
        for (var end : finals) {
            end.messages().stream()
                    .filter(message -> !attempted.contains(message.sender() + " " + message.text()))
                    .forEach(message -> violated("(c) nobody sent %s", message));
        }
    }

    /** (d) */
    private void numbersHaveNoHoles() {
        for (var end : finals) {
            var version = 0L;
            for (var i = 0; i < end.messages().size(); i++) {
                var message = end.messages().get(i);
                if (message.seq() != i + 1 || message.version() <= version) {
                    violated("(d) place %d after version %d holds %s", i + 1, version, message);
                }
                version = message.version();
            }
        }
    }

    /** (e) What a reader has is the beginning of the end at all times, each once, and all of it at last. */
    private void readersSawPrefixes() {
        var pages = history.all(Event.Fetched.class)
                .collect(Collectors.groupingBy(page -> List.of(page.person(), page.peer())));
        pages.forEach((reader, all) -> {
            var end = between(reader.getFirst(), reader.getLast());
            var cursor = 0L;
            var count = 0;
            for (var page : all) {
                if (page.since() != cursor || page.version() < cursor) {
                    violated("(e) the cursor %d met %s", cursor, page);
                }
                for (var item : page.items()) {
                    if (count >= end.size() || !end.get(count).equals(item)) {
                        violated("(e) place %d of %s's reading is %s", count + 1, reader.getFirst(), item);
                    }
                    count++;
                }
                cursor = page.version();
            }
            if (count != end.size()) {
                violated("(e) %s read %d of %d messages", reader.getFirst(), count, end.size());
            }
        });
    }

    /** (f) */
    private void framesAreForTheirPerson() {
        Set<String> begun = new HashSet<>();
        history.all(Event.Frame.class).forEach(frame -> {
            if (begun.add(frame.person() + " " + frame.socket())) {
                if (!frame.text().equals(READY)) {
                    violated("(f) the first frame is no ready: %s", frame);
                }
            } else if (!frame.text().equals(RESYNC)) {
                var notification = NOTIFICATION.matcher(frame.text());
                if (!notification.matches() || !notification.group(1).equals(frame.person())) {
                    violated("(f) not for this socket: %s", frame);
                }
            }
        });
    }

    /** (g) */
    private void noPlaceHoldsText(Map<String, String> places, String canary) {
        places.forEach((name, content) -> {
            if (content.contains(canary)) {
                violated("(g) text in %s", name);
            }
        });
        history.all(Event.Frame.class)
                .filter(frame -> frame.text().contains(canary))
                .forEach(frame -> violated("(g) text in %s", frame));
    }

    /** (h) A socket that was open at the end was told something after the last message, or was opened after it. */
    private void openSocketsWereTold() {
        var open = new HashMap<String, Event.Opened>();
        history.all(Event.Opened.class).forEach(opened -> open.put(opened.person() + " " + opened.socket(), opened));
        history.all(Event.Closed.class).forEach(closed -> open.remove(closed.person() + " " + closed.socket()));
        for (var socket : open.values()) {
            var last = history
                    .all(Event.Attempt.class)
                    .filter(attempt -> attempt.peer().equals(socket.person()))
                    .filter(attempt -> between(attempt.sender(), attempt.peer()).stream()
                            .anyMatch(message -> message.text().equals(attempt.text())))
                    .collect(Collectors.toMap(Event.Attempt::key, attempt -> attempt, (one, again) -> one))
                    .values()
                    .stream()
                    .max(Comparator.comparingLong(Event.Attempt::at));
            var told = last.isEmpty()
                    || history.all(Event.Frame.class)
                            .filter(frame ->
                                    frame.person().equals(socket.person()) && frame.socket() == socket.socket())
                            .filter(frame -> frame.at() >= last.orElseThrow().at())
                            .anyMatch(frame -> !frame.text().contains("\"own-message\""));
            if (!told) {
                violated("(h) %s was not told of %s", socket, last.orElseThrow());
            }
        }
    }

    /** (i) */
    private void noRefusalIsAFault() {
        history.all(Event.Answered.class)
                .forEach(answer -> answer.reply().fault().ifPresent(why -> violated("(i) %s %s", answer, why)));
        history.all(Event.Refused.class)
                .forEach(refused -> refused.reply().fault().ifPresent(why -> violated("(i) %s %s", refused, why)));
    }

    /** (P4) No message was read later than this after it was sent for good, or after the fault was over. */
    private void messagesWereInTime(Deadline deadline) {
        var readAt = new HashMap<String, Long>();
        history.all(Event.Fetched.class)
                .forEach(page ->
                        page.items().forEach(item -> readAt.putIfAbsent(page.person() + " " + item.text(), page.at())));
        var sentAt = new HashMap<String, Long>();
        history.all(Event.Attempt.class).forEach(attempt -> sentAt.merge(attempt.key(), attempt.at(), Math::max));
        history.all(Event.Answered.class)
                .filter(answer -> answer.reply().isSuccess())
                .forEach(answer -> sentAt.merge(answer.key(), answer.at(), Math::max));
        firstAttempts().forEach((key, attempt) -> {
            var read = readAt.get(attempt.peer() + " " + attempt.text());
            var due = Math.max(sentAt.getOrDefault(key, attempt.at()), deadline.healedAt())
                    + deadline.patience().toNanos();
            if (read != null && read > due) {
                violated("(P4) %s was read %.1f s too late", attempt, (read - due) / 1e9);
            }
        });
    }
}
