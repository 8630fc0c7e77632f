package dev.rapport.notification;

import static org.assertj.core.api.Assertions.assertThat;

import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import org.junit.jupiter.api.Test;

class HearingTest {
    private final SimpleMeterRegistry meters = new SimpleMeterRegistry();
    private final Hearing hearing = new Hearing(meters);

    @Test
    void replica_isDeafUntilItsFirstBeaconComesBack() {
        assertThat(hearing.isDeaf()).isTrue();
        assertThat(gauge()).isZero();
        hearing.attached();
        assertThat(hearing.isDeaf()).isTrue();
        assertThat(hearing.heard(hearing.id())).isTrue();
        assertThat(hearing.isDeaf()).isFalse();
        assertThat(gauge()).isEqualTo(1);
        assertThat(hearing.beginnings()).isEqualTo(1);
    }

    @Test
    void beaconsOfOthers_areIgnored() {
        assertThat(hearing.heard(new Hearing(meters).id())).isFalse();
        assertThat(hearing.heard("")).isFalse();
        assertThat(hearing.isDeaf()).isTrue();
    }

    @Test
    void threeMissedBeacons_meanDeaf() {
        hear();
        beats(3);
        assertThat(hearing.isDeaf()).isFalse();
        beats(1);
        assertThat(hearing.isDeaf()).isTrue();
    }

    @Test
    void beaconThatComesBackInTime_startsTheCountAnew() {
        hear();
        for (int i = 0; i < 5; i++) {
            beats(3);
            hear();
        }
        assertThat(hearing.isDeaf()).isFalse();
        assertThat(hearing.beginnings()).isEqualTo(1);
    }

    @Test
    void hearingAgain_isABeginning() {
        hear();
        beats(10);
        hear();
        assertThat(hearing.isDeaf()).isFalse();
        assertThat(hearing.beginnings()).isEqualTo(2);
    }

    @Test
    void newLink_isABeginningAlthoughNoBeaconWasMissed() {
        hear();
        hearing.attached();
        hear();
        assertThat(hearing.isDeaf()).isFalse();
        assertThat(hearing.beginnings()).isEqualTo(2);
    }

    private void hear() {
        hearing.heard(hearing.id());
    }

    private void beats(int count) {
        for (int i = 0; i < count; i++) {
            hearing.beat();
        }
    }

    private double gauge() {
        return meters.get("rapport.broker.attached").gauge().value();
    }
}
