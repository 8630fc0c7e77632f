package dev.rapport.testsupport;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/** The table of {@code docs/authorisation.md}: its head, and a row for each operation. */
public record AuthorisationTable(List<String> callers, List<List<String>> rows) {
    private static final Path DOCUMENT = Path.of("docs", "authorisation.md");

    public AuthorisationTable {
        for (var row : rows) {
            if (row.size() != callers.size() + 1) {
                throw new AssertionError("a row has a cell for each caller: " + row);
            }
        }
    }

    /** What one caller is answered: a status, or the slug of a problem. */
    public record Cell(String operation, String caller, String expected) {
        public boolean isSuccess() {
            return expected.matches("2\\d\\d");
        }

        public int status() {
            return Integer.parseInt(expected);
        }

        @Override
        public String toString() {
            return operation + " by " + caller + " is " + expected;
        }
    }

    /** Reads it from the working folder, which is the project's. */
    public static AuthorisationTable read() {
        try (var lines = Files.lines(DOCUMENT)) {
            var table = lines.filter(line -> line.startsWith("| ") && !line.startsWith("| ---"))
                    .map(AuthorisationTable::cellsOf)
                    .toList();
            return new AuthorisationTable(
                    table.getFirst().subList(1, table.getFirst().size()), table.subList(1, table.size()));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static List<String> cellsOf(String line) {
        return Stream.of(line.substring(1).split("\\|"))
                .map(cell -> cell.replace("`", "").strip())
                .toList();
    }

    public List<String> operations() {
        return rows.stream().map(List::getFirst).toList();
    }

    public Stream<Cell> cells() {
        return rows.stream()
                .flatMap(row -> IntStream.range(0, callers.size())
                        .mapToObj(i -> new Cell(row.getFirst(), callers.get(i), row.get(i + 1))));
    }
}
