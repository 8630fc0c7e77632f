package dev.rapport.bench;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;

class MemoryTest {
    /** Runs until its input ends. */
    static final class Waiting {
        public static void main(String[] args) throws IOException {
            System.out.println("ready");
            System.in.read();
        }
    }

    @Test
    void live_theObjectsOfARunningJvmAreCounted() throws Exception {
        var java = Path.of(System.getProperty("java.home"), "bin", "java").toString();
        var classes = Path.of(Waiting.class
                .getProtectionDomain()
                .getCodeSource()
                .getLocation()
                .toURI());
        var process = new ProcessBuilder(java, "-cp", classes.toString(), Waiting.class.getName()).start();
        try {
            assertThat(process.inputReader().readLine()).isEqualTo("ready");

            var live = Memory.live(process.pid());

            assertThat(live.get("java.lang.String").number()).isGreaterThan(1000);
            assertThat(Memory.bytes(live)).isGreaterThan(100_000);
            assertThat(Memory.residentKilobytes(process.pid())).isGreaterThan(10_000);
        } finally {
            process.destroyForcibly();
        }
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
