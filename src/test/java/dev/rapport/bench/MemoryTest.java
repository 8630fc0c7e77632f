package dev.rapport.bench;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import org.junit.jupiter.api.Test;

class MemoryTest {
    @Test
    void live_theObjectsOfARunningJvmAreCounted() throws Exception {
        var mine = ProcessHandle.current().pid();

        var live = Memory.live(mine);

        assertThat(live.get("java.lang.String").number()).isGreaterThan(1000);
        assertThat(Memory.bytes(live)).isGreaterThan(1_000_000);
        assertThat(Memory.residentKilobytes(mine)).isGreaterThan(10_000);
    }

    @Test
    void parse_equallyNamedClassesAreOneAndFillersNone() throws Exception {
        var live = Memory.parse("""
                 num     #instances         #bytes  class name (module)
                   1:            10            240  java.lang.String (java.base@25)
                   2:             2             64  a.Proxy
                   3:             1             32  a.Proxy
                   4:             9            900  [Ljdk.internal.vm.FillerElement; (java.base@25)
                Total            22           1236
                """);

        assertThat(live).containsEntry("a.Proxy", new Memory.Objects(3, 96)).hasSize(2);
    }

    @Test
    void parse_aRefusalIsTold() {
        assertThatThrownBy(() -> Memory.parse("1: AttachNotSupportedException"))
                .isInstanceOf(IOException.class)
                .hasMessageContaining("AttachNotSupportedException");
    }
}
