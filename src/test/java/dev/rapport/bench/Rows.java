package dev.rapport.bench;

import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;

/** Messages that nobody wrote, in the order in which people would have: a little in every conversation, again and again. */
final class Rows {
    /** What a text of 200 bytes takes when it is sealed; it does not open. */
    private static final String SEALED = "decode(repeat('5a', 229), 'hex')";

    private static final String CONVERSATIONS = """
            insert into conversation (user_a, user_b)
            select 'row-a-' || n, 'row-b-' || n
            from generate_series(1, ? - (select count(*) from conversation)) n
            """;

    private static final String MESSAGES = """
            insert into message (conversation_id, seq, version, sender_id, recipient_id, body, idempotency_key,
                idempotency_digest, sent_at)
            select id, last_seq + ?, version + ?, user_a, user_b, %s, uuidv7(), decode(repeat('5a', 32), 'hex'), clock_timestamp()
            from conversation
            """.formatted(SEALED);

    private static final String COUNTERS =
            "update conversation set last_seq = last_seq + ?, version = version + ?, last_message_at = now()";

    /** Unique constraints and indexes of the messages: how to drop each, and how to make it again. */
    private static final String INDEXES = """
            select format('alter table message drop constraint %I', conname),
                   format('alter table message add constraint %I %s', conname, pg_get_constraintdef(oid))
            from pg_constraint where conrelid = 'message'::regclass and contype in ('p', 'u')
            union all
            select format('drop index %s', indexrelid::regclass), pg_get_indexdef(indexrelid)
            from pg_index i where indrelid = 'message'::regclass
                and not exists (select from pg_constraint c where c.conindid = i.indexrelid)
            """;

    private Rows() {}

    /** Fills up to so many conversations, gives each of them its share of so many messages, and answers how many that is. */
    static int fill(Connection superuser, int messages, int conversations) throws SQLException {
        try (var statement = superuser.createStatement()) {
            var drop = new ArrayList<String>();
            var make = new ArrayList<String>();
            try (var rows = statement.executeQuery(INDEXES)) {
                while (rows.next()) {
                    drop.add(rows.getString(1));
                    make.add(rows.getString(2));
                }
            }
            // Looking for the conversation of each row would take longer than the rows.
            statement.execute("set session_replication_role = replica");
            statement.execute("set maintenance_work_mem = '1GB'");
            statement.execute("set synchronous_commit = off");
            run(superuser, CONVERSATIONS, conversations);
            for (var sql : drop) {
                statement.execute(sql);
            }
            var share = messages / conversations;
            for (var seq = 1; seq <= share; seq++) {
                run(superuser, MESSAGES, seq, seq);
            }
            run(superuser, COUNTERS, share, share);
            for (var sql : make) {
                statement.execute(sql);
            }
            // What the database would do later by itself, in the middle of the measurement.
            statement.execute("vacuum (analyze) message, conversation");
            statement.execute("checkpoint");
            return share;
        }
    }

    private static void run(Connection superuser, String sql, int... parameters) throws SQLException {
        try (var query = superuser.prepareStatement(sql)) {
            for (var i = 0; i < parameters.length; i++) {
                query.setInt(i + 1, parameters[i]);
            }
            query.executeUpdate();
        }
    }
}
