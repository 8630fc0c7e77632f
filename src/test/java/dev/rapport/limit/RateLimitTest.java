package dev.rapport.limit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.catchThrowable;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.rapport.identity.UserId;
import dev.rapport.problem.ProblemException;
import dev.rapport.problem.ProblemType;
import io.smallrye.config.EnvConfigSource;
import io.smallrye.config.SmallRyeConfigBuilder;
import java.time.Duration;
import java.util.Collections;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class RateLimitTest {
    /** Anything: the time of a Java machine has no beginning, and may be negative. */
    private final AtomicLong nanos = new AtomicLong(-3_000_000_000L);

    private final RateLimit<String> limit = new RateLimit<>(120, nanos::get);

    @Test
    void take_refusesTheOneAfterTheMinutesLast() {
        assertThat(taken(limit, "anna", 200)).isEqualTo(120);
        assertThat(refusal(limit, "anna").type()).isEqualTo(ProblemType.TOO_MANY_REQUESTS);
        // Another's is untouched.
        assertThat(taken(limit, "marieke", 200)).isEqualTo(120);
    }

    @Test
    void tokens_comeBackEvenlyAndNeverMoreThanAMinutes() {
        taken(limit, "anna", 120);
        pass(Duration.ofMillis(499));
        assertThat(taken(limit, "anna", 200)).isZero();
        pass(Duration.ofMillis(1));
        assertThat(taken(limit, "anna", 200)).isEqualTo(1);
        pass(Duration.ofSeconds(10));
        assertThat(taken(limit, "anna", 200)).isEqualTo(20);
        pass(Duration.ofHours(5));
        assertThat(taken(limit, "anna", 200)).isEqualTo(120);
    }

    @ParameterizedTest
    @CsvSource({"1, 60", "2, 30", "7, 9", "59, 2", "60, 1", "120, 1", "1200, 1"})
    void retryAfter_isTheWholeSecondsAfterWhichATokenIsThere(int perMinute, int seconds) {
        var small = new RateLimit<String>(perMinute, nanos::get);
        taken(small, "anna", perMinute);
        assertThat(refusal(small, "anna").retryAfterSeconds()).isEqualTo(seconds);
        pass(Duration.ofSeconds(seconds));
        assertThatCode(() -> small.take("anna")).doesNotThrowAnyException();
    }

    @Test
    void retryAfter_countsWhatHasPassed() {
        var small = new RateLimit<String>(1, nanos::get);
        small.take("anna");
        pass(Duration.ofMillis(30_500));
        assertThat(refusal(small, "anna").retryAfterSeconds()).isEqualTo(30);
        // Asking again does not put it off.
        pass(Duration.ofMillis(29_499));
        assertThat(refusal(small, "anna").retryAfterSeconds()).isEqualTo(1);
        pass(Duration.ofMillis(1));
        assertThatCode(() -> small.take("anna")).doesNotThrowAnyException();
    }

    @Test
    void giveBack_isOneAndNeverMoreThanAMinutes() {
        limit.giveBack("anna");
        assertThat(taken(limit, "anna", 200)).isEqualTo(120);
        limit.giveBack("anna");
        assertThat(taken(limit, "anna", 200)).isEqualTo(1);
    }

    @Test
    void zero_isOff() {
        assertThat(taken(new RateLimit<>(0, nanos::get), "anna", 10_000)).isEqualTo(10_000);
    }

    @Test
    void negative_isNoLimit() {
        assertThatIllegalArgumentException().isThrownBy(() -> new RateLimit<String>(-1, nanos::get));
    }

    @Test
    void manyThreads_takeNoMoreThanThereIs() throws InterruptedException {
        Callable<Integer> hundred = () -> taken(limit, "anna", 100);
        try (var threads = Executors.newFixedThreadPool(8)) {
            var sums = threads.invokeAll(Collections.nCopies(8, hundred));
            assertThat(sums.stream().mapToInt(Future::resultNow).sum()).isEqualTo(120);
        }
    }

    @Test
    void bucket_thatNobodyTouchesForAMinuteIsForgottenAndOneInUseIsNot() {
        taken(limit, "anna", 120);
        taken(limit, "marieke", 120);
        for (int i = 0; i < 4; i++) {
            pass(Duration.ofSeconds(20));
            assertThat(taken(limit, "anna", 200)).isEqualTo(40);
        }
        assertThat(limit.size()).isEqualTo(1);
        assertThat(taken(limit, "anna", 1)).isZero();
    }

    @Test
    void manyKeys_areBounded() {
        var small = new RateLimit<String>(120, nanos::get, 1_000);
        for (int i = 0; i < 5_000; i++) {
            small.take("made up " + i);
        }
        assertThat(small.size()).isLessThanOrEqualTo(1_000);
    }

    @Test
    void madeUpPeers_makeNoMoreBucketsThanOneMaySendMessages() {
        var messages = new MessageLimit(configOf(Map.of()));
        var sender = new UserId("anna");
        var refused = IntStream.range(0, 5_000)
                .filter(i -> catchThrowable(() -> messages.take(sender, "made-up-" + i)) != null)
                .count();
        assertThat(messages.conversations()).isBetween(120L, 200L);
        assertThat(refused).isEqualTo(5_000 - messages.conversations());
    }

    @Test
    void config_hasTheDefaultsOfTheContractAndItsVariables() {
        var defaults = configOf(Map.of());
        assertThat(defaults.requestsPerMinute()).isEqualTo(1200);
        assertThat(defaults.messagesPerMinute()).isEqualTo(120);
        assertThat(defaults.conversationMessagesPerMinute()).isEqualTo(120);
        var set = configOf(Map.of(
                "RAPPORT_LIMIT_REQUESTS_PER_MINUTE", "1",
                "RAPPORT_LIMIT_MESSAGES_PER_MINUTE", "2",
                "RAPPORT_LIMIT_CONVERSATION_MESSAGES_PER_MINUTE", "3"));
        assertThat(set.requestsPerMinute()).isEqualTo(1);
        assertThat(set.messagesPerMinute()).isEqualTo(2);
        assertThat(set.conversationMessagesPerMinute()).isEqualTo(3);
    }

    @Test
    void oneEach_passesOnceAPeriodHoweverOftenItIsAsked() {
        var typing = RateLimit.<String>oneEach(Duration.ofSeconds(3), nanos::get);
        assertThat(typing.passes("anna")).isTrue();
        for (int i = 0; i < 29; i++) {
            pass(Duration.ofMillis(100));
            assertThat(typing.passes("anna")).isFalse();
        }
        assertThat(typing.passes("marieke")).isTrue();
        pass(Duration.ofMillis(100));
        assertThat(typing.passes("anna")).isTrue();
        pass(Duration.ofHours(1));
        assertThat(typing.passes("anna")).isTrue();
        assertThat(typing.passes("anna")).isFalse();
        assertThat(typing.size()).isEqualTo(1);
    }

    private static LimitConfig configOf(Map<String, String> environment) {
        return new SmallRyeConfigBuilder()
                .withMapping(LimitConfig.class)
                .withSources(new EnvConfigSource(environment, 300))
                .build()
                .getConfigMapping(LimitConfig.class);
    }

    private static ProblemException refusal(RateLimit<String> limit, String key) {
        return catchThrowableOfType(ProblemException.class, () -> limit.take(key));
    }

    private void pass(Duration time) {
        nanos.addAndGet(time.toNanos());
    }

    /** How many of {@code tries} were let through. */
    private static int taken(RateLimit<String> limit, String key, int tries) {
        int taken = 0;
        for (int i = 0; i < tries; i++) {
            try {
                limit.take(key);
                taken++;
            } catch (ProblemException refusal) {
                assertThat(refusal.type()).isEqualTo(ProblemType.TOO_MANY_REQUESTS);
            }
        }
        return taken;
    }
}
