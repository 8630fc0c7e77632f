package dev.rapport.faults;

import static org.assertj.core.api.Assertions.assertThat;

import dev.rapport.faults.Checker.Deadline;
import dev.rapport.faults.Checker.Final;
import dev.rapport.faults.History.Event.Answered;
import dev.rapport.faults.History.Event.Attempt;
import dev.rapport.faults.History.Event.Closed;
import dev.rapport.faults.History.Event.Fetched;
import dev.rapport.faults.History.Event.Frame;
import dev.rapport.faults.History.Event.Opened;
import dev.rapport.faults.History.Event.Refused;
import dev.rapport.faults.History.Event.Unknown;
import dev.rapport.faults.History.Message;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

/** Each rule is shown a history that breaks it, and one that keeps it. */
class CheckerTest {
    private static final String READY = "{\"content\":\"ready\"}";
    private static final String TOLD = "{\"user-id\":\"coach\",\"sender\":\"client\",\"content\":\"new-message\"}";
    private static final Message FIRST = new Message(1, 1, "client", "canary one");
    private static final Message SECOND = new Message(2, 3, "client", "canary two");

    private final History history = new History();
    private final List<Message> end = new ArrayList<>(List.of(FIRST, SECOND));
    private String log = "nothing to see";

    private static long seconds(long seconds) {
        return TimeUnit.SECONDS.toNanos(seconds);
    }

    private void sent(int second, String key, String text) {
        history.add(new Attempt(seconds(second), key, 1, "client", "coach", text));
    }

    private void answered(int second, String key, int status, long seq) {
        history.add(new Answered(seconds(second), key, 1, new Reply(status, "{}", ""), seq));
    }

    private void frame(int second, String text) {
        history.add(new Frame(seconds(second), "coach", 1, text));
    }

    private void fetched(int second, long since, long version, Message... items) {
        history.add(new Fetched(seconds(second), "coach", "client", since, List.of(items), version));
    }

    private void twoSends() {
        history.add(new Opened(0, "coach", 1, "a"));
        frame(0, READY);
        sent(1, "k1", "canary one");
        answered(1, "k1", 201, 1);
        sent(2, "k2", "canary two");
        answered(2, "k2", 200, 2);
        frame(2, TOLD);
    }

    private void goodHistory() {
        twoSends();
        fetched(2, 0, 1, FIRST);
        fetched(3, 1, 3, SECOND);
    }

    private List<String> violations() {
        return Checker.violations(
                history,
                List.of(new Final("client", "coach", end)),
                Map.of("a log", log),
                "canary",
                new Deadline(0, Duration.ofSeconds(10)));
    }

    private void assertOnly(String rule) {
        assertThat(violations()).isNotEmpty().allMatch(violation -> violation.startsWith(rule), rule);
    }

    @Test
    void goodHistory_breaksNoRule() {
        goodHistory();
        assertThat(violations()).isEmpty();
    }

    @Test
    void answered_butNotThere() {
        goodHistory();
        sent(4, "k3", "canary three");
        answered(4, "k3", 201, 3);
        assertOnly("(a)");
    }

    @Test
    void answered_underAnotherNumber() {
        goodHistory();
        answered(5, "k1", 200, 2);
        assertOnly("(a)");
    }

    @Test
    void answered_andThereTwice() {
        goodHistory();
        var twice = new Message(3, 4, "client", "canary two");
        end.add(twice);
        fetched(4, 3, 4, twice);
        assertOnly("(a)");
    }

    @Test
    void unknown_mayBeThereOnceOrNot() {
        goodHistory();
        sent(4, "k3", "canary three");
        history.add(new Unknown(seconds(4), "k3", 1, "reset"));
        sent(4, "k4", "canary four");
        history.add(new Unknown(seconds(4), "k4", 1, "reset"));
        var third = new Message(3, 4, "client", "canary three");
        end.add(third);
        fetched(5, 3, 4, third);
        frame(5, TOLD);
        assertThat(violations()).isEmpty();
    }

    @Test
    void unknown_andThereTwice() {
        goodHistory();
        sent(4, "k3", "canary three");
        for (var seq = 3; seq <= 4; seq++) {
            var message = new Message(seq, seq + 1, "client", "canary three");
            end.add(message);
            fetched(5, seq, seq + 1, message);
        }
        frame(5, TOLD);
        assertOnly("(b)");
    }

    @Test
    void message_thatNobodySent() {
        goodHistory();
        var foreign = new Message(3, 4, "client", "canary of a stranger");
        end.add(foreign);
        fetched(4, 3, 4, foreign);
        assertOnly("(c)");
    }

    @Test
    void message_ofAnotherSender() {
        goodHistory();
        end.set(0, new Message(1, 1, "coach", "canary one"));
        assertThat(violations()).anyMatch(violation -> violation.startsWith("(c)"));
    }

    @Test
    void numbers_withAHole() {
        end.set(1, new Message(3, 3, "client", "canary two"));
        assertThat(violations()).anyMatch(violation -> violation.startsWith("(d)"));
    }

    @Test
    void versions_outOfOrder() {
        end.set(1, new Message(2, 1, "client", "canary two"));
        assertThat(violations()).anyMatch(violation -> violation.startsWith("(d)"));
    }

    @Test
    void reader_thatSkippedAMessage() {
        twoSends();
        fetched(3, 0, 3, SECOND);
        assertOnly("(e)");
    }

    @Test
    void reader_thatSawAMessageTwice() {
        goodHistory();
        fetched(4, 3, 3, SECOND);
        assertOnly("(e)");
    }

    @Test
    void reader_thatNeverSawTheLast() {
        twoSends();
        fetched(2, 0, 1, FIRST);
        assertOnly("(e)");
    }

    @Test
    void reader_whoseCursorWentBack() {
        goodHistory();
        fetched(4, 3, 2);
        assertOnly("(e)");
    }

    @Test
    void frame_forSomebodyElse() {
        goodHistory();
        frame(4, TOLD.replace("coach", "stranger"));
        assertOnly("(f)");
    }

    @Test
    void frame_ofAnotherForm() {
        goodHistory();
        frame(4, TOLD.replace("}", ",\"text\":\"hello\"}"));
        assertOnly("(f)");
    }

    @Test
    void frame_beforeReady() {
        goodHistory();
        history.add(new Frame(seconds(4), "coach", 2, TOLD));
        assertOnly("(f)");
    }

    @Test
    void text_inALog() {
        goodHistory();
        log = "WARN could not store canary one";
        assertOnly("(g)");
    }

    @Test
    void text_inAFrame() {
        goodHistory();
        frame(4, "{\"content\":\"canary one\"}");
        assertThat(violations()).anyMatch(violation -> violation.startsWith("(g)"));
    }

    @Test
    void socket_thatWasNotTold() {
        goodHistory();
        history.add(new Opened(0, "coach", 2, "b"));
        history.add(new Frame(0, "coach", 2, READY));
        assertOnly("(h)");
    }

    @Test
    void socket_thatWasOpenedAfterwardsOrIsClosed() {
        goodHistory();
        history.add(new Opened(0, "coach", 2, "b"));
        history.add(new Frame(0, "coach", 2, READY));
        history.add(new Closed(seconds(1), "coach", 2, 1006));
        history.add(new Opened(seconds(3), "coach", 3, "b"));
        history.add(new Frame(seconds(3), "coach", 3, READY));
        assertThat(violations()).isEmpty();
    }

    @Test
    void answer_thatIsAFault() {
        goodHistory();
        var problem = "{\"type\":\"urn:rapport:problem:unavailable\",\"status\":503}";
        history.add(new Refused(1, "coach", "fetch", new Reply(503, problem, "1")));
        assertThat(violations()).isEmpty();
        for (var reply : List.of(
                new Reply(500, "{\"type\":\"urn:rapport:problem:internal\"}", ""),
                new Reply(503, problem, ""),
                new Reply(503, "", "1"),
                new Reply(404, "{\"type\":\"urn:rapport:problem:not-found\"}", ""),
                new Reply(503, problem.replace("}", ",\"detail\":\"PSQLException\"}"), "1"))) {
            history.add(new Refused(1, "coach", "fetch", reply));
        }
        assertOnly("(i)");
        assertThat(violations()).hasSize(5);
    }

    @Test
    void message_thatWasReadTooLate() {
        twoSends();
        fetched(2, 0, 1, FIRST);
        fetched(13, 1, 3, SECOND);
        assertOnly("(P4)");
    }
}
