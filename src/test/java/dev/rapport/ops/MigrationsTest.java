package dev.rapport.ops;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Migrations run while the version before them serves, and that version may have to come back. */
class MigrationsTest {
    private static final Path FOLDER = Path.of("src", "main", "resources", "db", "migration");

    static Stream<Path> migrations() throws IOException {
        try (var files = Files.list(FOLDER)) {
            return files.toList().stream();
        }
    }

    @ParameterizedTest
    @MethodSource("migrations")
    void migration_leavesTheVersionBeforeWhatItNeeds(Path file) throws IOException {
        assertThat(ExpandOnly.breaking(Files.readString(file))).isEmpty();
        assertThat(ExpandOnly.locked(Files.readString(file))).hasSizeLessThan(2);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "alter table message drop column edited_at",
                "alter table message rename column edited_at to changed_at",
                "alter table message rename to entry",
                "alter table message alter column seq type integer",
                "alter table message alter column edited_at set not null",
                "alter table message add column a text not null",
                "alter table message add column a text unique",
                "alter table message add column a text default '' check (a <> 'b')",
                "alter table message add column a bigint references conversation",
                "alter table message add column a uuid default gen_random_uuid()",
                "alter table message add column a text, drop column seq",
                "alter table message add constraint a check (seq < 5)",
                "alter table message disable row level security",
                "create index a on message (sent_at)",
                "create unique index a on message (sent_at)",
                "create policy a on message using (true)",
                "create trigger a before insert on message execute function audit_is_append_only()",
                "create or replace view online with (security_invoker = true) as select 1",
                "create or replace function a() returns trigger language plpgsql as $$ begin; end $$",
                "drop table outbox",
                "drop view online",
                "truncate outbox",
                "update message set body = null",
                "revoke select on message from rapport",
                "do $$ begin drop table outbox; end $$",
            })
    void change_thatTheVersionBeforeMayNotSurviveIsFound(String statement) {
        assertThat(ExpandOnly.breaking("create table harmless (id bigint); " + statement + ";"))
                .hasSize(1);
    }

    @Test
    void changes_areFoundBehindCommentsAndStrings() {
        assertThat(ExpandOnly.breaking("""
                        -- drop table a;
                        comment on table message is 'drop table b; and so on';
                        create function c() returns trigger language plpgsql as $$ begin drop table d; end $$;
                        DROP   TABLE
                          e -- the only one
                        ;
                        """)).isEqualTo(List.of("drop table e"));
    }

    @Test
    void tables_thatAreLockedAreFound() {
        assertThat(ExpandOnly.locked("""
                        create table a (id bigint primary key);
                        create table b (id bigint references a, c bigint references c (id));
                        alter table a add column x text;
                        alter table d add column x text;
                        """)).containsExactly("c", "d");
    }

    /** A replica waits for the schema that it needs, and for no other. */
    @Test
    void version_isThatOfTheNewestMigration() throws IOException {
        var newest = migrations()
                .map(file -> file.getFileName().toString())
                .filter(name -> name.startsWith("V"))
                .mapToInt(name -> Integer.parseInt(name.substring(1, name.indexOf("__"))))
                .max();
        assertThat(newest).hasValue(Schema.VERSION);
    }
}
