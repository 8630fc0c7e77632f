package dev.rapport.ops;

import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;

/**
 * What a migration may do while the version before it serves: add tables, and columns that it need not know. Whatever is
 * not on this list is taken for a change that breaks the version before, or that holds it up. And it may lock one table in
 * use: with two it deadlocks sooner or later with those who lock them in another order.
 */
final class ExpandOnly {
    private static final Pattern STATEMENT =
            Pattern.compile("(?:[^;'$]+|'[^']*'|\\$\\$.*?\\$\\$|\\$)+", Pattern.DOTALL);

    private static final Pattern TABLE = Pattern.compile("create table (\\w+) .*");

    /** Harmless whatever they are about. */
    private static final Pattern ANYWHERE =
            Pattern.compile("(create table|create view|create function|comment on|grant) .*");

    /** Its columns may be missing in what the version before inserts; a call in a default would rewrite the table. */
    private static final Pattern NEW_COLUMN =
            Pattern.compile("alter table \\w+ add column (?!.* (unique|primary key|check|references|generated)\\b)"
                    + "([^,()]* default [^,()]+|(?!.* not null)[^,()]+)");

    /** Harmless to a table that only this migration has made. */
    private static final Pattern OF_A_TABLE = Pattern.compile(
            "(?:alter table|create (?:unique )?index \\w+ on|create policy \\w+ on|create trigger .* on) (\\w+)\\b.*");

    private static final Pattern LOCKED = Pattern.compile("\\b(?:alter table|references) (\\w+)");

    private ExpandOnly() {}

    /** The statements of a migration that the version before may not survive. */
    static List<String> breaking(String migration) {
        var statements = statements(migration);
        var made = new HashSet<String>();
        return statements.stream()
                .filter(statement -> !isHarmless(statement, made))
                .toList();
    }

    /** The tables in use that a migration locks until it is through. */
    static Set<String> locked(String migration) {
        var locked = new TreeSet<String>();
        var made = new HashSet<String>();
        for (var statement : statements(migration)) {
            var table = TABLE.matcher(statement);
            if (table.matches()) {
                made.add(table.group(1));
            }
            LOCKED.matcher(statement).results().map(found -> found.group(1)).forEach(locked::add);
        }
        locked.removeAll(made);
        return locked;
    }

    private static List<String> statements(String migration) {
        return STATEMENT
                .matcher(migration.replaceAll("--[^\n]*", ""))
                .results()
                .map(MatchResult::group)
                .map(text -> text.strip().replaceAll("\\s+", " ").toLowerCase(Locale.ROOT))
                .filter(text -> !text.isEmpty())
                .toList();
    }

    private static boolean isHarmless(String statement, Set<String> made) {
        var table = TABLE.matcher(statement);
        if (table.matches()) {
            made.add(table.group(1));
        }
        var about = OF_A_TABLE.matcher(statement);
        return ANYWHERE.matcher(statement).matches()
                || NEW_COLUMN.matcher(statement).matches()
                || (about.matches() && made.contains(about.group(1)));
    }
}
