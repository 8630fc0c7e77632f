package dev.rapport.bench;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ArgumentsTest {
    private static final Map<String, String> DEFAULTS = Map.of("number", "10", "seconds", "30", "key", "");

    @Test
    void parse_theFirstNeedsNoName() {
        var arguments = Arguments.parse(DEFAULTS, "5,5000", "--seconds", "3");

        assertThat(arguments.wholes("number", 1)).containsExactly(5, 5000);
        assertThat(arguments.seconds("seconds")).isEqualTo(Duration.ofSeconds(3));
        assertThat(arguments.given("key")).isEmpty();
    }

    @ParameterizedTest
    @CsvSource({
        "--second 3,     --second",
        "--seconds,      --seconds lacks",
        "--help,         --help",
        "--seconds 3 9,  '9'",
    })
    void parse_whatIsNotUnderstoodIsNamed(String line, String named) {
        assertThatThrownBy(() -> Arguments.parse(DEFAULTS, line.split(" ")))
                .isInstanceOf(Misuse.class)
                .hasMessageContaining(named);
    }

    @ParameterizedTest
    @CsvSource({"--number 0", "--number many", "--number 1.5"})
    void whole_whatIsNoneIsNamed(String line) {
        var arguments = Arguments.parse(DEFAULTS, line.split(" "));

        assertThatThrownBy(() -> arguments.whole("number", 1))
                .isInstanceOf(Misuse.class)
                .hasMessageContaining("--number");
    }

    @Test
    void text_whatIsMissingIsNamed() {
        var arguments = Arguments.parse(DEFAULTS);

        assertThatThrownBy(() -> arguments.text("key"))
                .isInstanceOf(Misuse.class)
                .hasMessageContaining("--key");
    }
}
