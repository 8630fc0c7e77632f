package dev.rapport.bench;

import static org.assertj.core.api.Assertions.assertThat;

import dev.rapport.bench.Hiccups.Look;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class HiccupsTest {
    private static long millis(int millis) {
        return TimeUnit.MILLISECONDS.toNanos(millis);
    }

    /** A look each ten milliseconds of a second; slow from 500 to 540. */
    private static final List<Look> LOOKS = IntStream.range(0, 100)
            .mapToObj(number -> new Look(millis(number * 10), number >= 50 && number <= 54 ? 170 : 100 + number % 7))
            .toList();

    @Test
    void part_countsTheLooksThatCostHalfAsMuchAgainAsTheMedian() {
        assertThat(new Hiccups(LOOKS).part()).isEqualTo(0.05);
        assertThat(new Hiccups(List.of()).part()).isZero();
    }

    @Test
    void isNear_aHiccupFromALittleBeforeItUntilItsBacklogIsGone() {
        var hiccups = new Hiccups(LOOKS);
        assertThat(hiccups.isNear(millis(479))).isFalse();
        assertThat(hiccups.isNear(millis(480))).isTrue();
        assertThat(hiccups.isNear(millis(520))).isTrue();
        assertThat(hiccups.isNear(millis(740))).isTrue();
        assertThat(hiccups.isNear(millis(741))).isFalse();
        assertThat(new Hiccups(List.of()).isNear(0)).isFalse();
    }

    @Test
    void without_asksWhenAMessageWasDueAndNotHowLongItTook() {
        var quick = message(100, 103);
        var late = message(300, 900);
        var met = message(510, 513);
        var results = new Results(List.of(quick, late, met), 0).without(new Hiccups(LOOKS));
        assertThat(results.messages()).containsExactly(quick, late);
        assertThat(results.inHand().max()).isEqualTo(600);
    }

    private static Sent message(int due, int inHand) {
        var message = new Sent(millis(due), true);
        message.inHand = millis(inHand);
        return message;
    }

    @Test
    void watch_hasLookedWhenItIsAsked() throws Exception {
        try (var watch = new HiccupWatch()) {
            assertThat(watch.seen().looks()).isPositive();
        }
    }
}
