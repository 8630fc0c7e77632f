package dev.rapport;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** {@code attacks.csv} lists every attack that Rapport has to answer; none loses its test unseen. */
class AttackLedgerTest {
    private static final Path LEDGER = Path.of("src", "test", "resources", "attacks.csv");
    private static final List<Path> TESTS =
            List.of(Path.of("src", "test", "java"), Path.of("src", "main", "webui", "e2e"));
    private static final int ROWS = 66;

    /** A test is named by the rows that it is of, at the beginning of its name. */
    private static final Pattern NAME = Pattern.compile("[\"'`]((?:A[1-9]\\d?,? )+)");

    private static final Set<String> NAMED = named();

    /** One attack: {@code tested}, {@code absent} (what it attacks does not exist) or {@code due} (not tested yet). */
    record Row(String id, String attack, String state, String note) {
        static Row of(String line) {
            var cells = line.split(";", -1);
            return new Row(cells[0], cells[1], cells[2], cells[3]);
        }

        @Override
        public String toString() {
            return id + " " + attack;
        }
    }

    static List<Row> rows() {
        return lines(LEDGER).skip(1).map(Row::of).toList();
    }

    @Test
    void ledger_hasEveryRowOnce() {
        assertThat(rows())
                .extracting(Row::id)
                .containsExactlyElementsOf(
                        IntStream.rangeClosed(1, ROWS).mapToObj(i -> "A" + i).toList());
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("rows")
    void attack_isNamedByATestIfItIsTested(Row row) {
        assertThat(row.attack()).isNotBlank();
        switch (row.state()) {
            case "tested" ->
                assertThat(NAMED)
                        .as("a test whose name begins with %s", row.id())
                        .contains(row.id());
            case "absent" ->
                assertThat(row.note())
                        .as("why %s does not concern us", row.id())
                        .isNotBlank();
            case "due" ->
                assertThat(NAMED)
                        .as("%s has a test now: call it tested in %s", row.id(), LEDGER)
                        .doesNotContain(row.id());
            default -> throw new AssertionError("an attack is tested, absent or due, not " + row.state());
        }
    }

    private static Set<String> named() {
        var named = new TreeSet<String>();
        for (var folder : TESTS) {
            try (var files = Files.walk(folder)) {
                files.filter(Files::isRegularFile)
                        .flatMap(AttackLedgerTest::lines)
                        .flatMap(line -> NAME.matcher(line).results())
                        .forEach(name ->
                                named.addAll(List.of(name.group(1).strip().split(",? "))));
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }
        return named;
    }

    private static Stream<String> lines(Path file) {
        try {
            return Files.readAllLines(file).stream();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
