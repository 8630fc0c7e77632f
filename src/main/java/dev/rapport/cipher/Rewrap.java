package dev.rapport.cipher;

import java.sql.Connection;
import java.sql.SQLException;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * Wraps every data key anew that another than the primary key wrapped. Needs the owner's role: the application's sees one
 * caller's keys. It may be broken off and run again, while replicas serve.
 */
public final class Rewrap {
    private static final int BATCH = 500;

    private final Connection owner;
    private final Keyset keyset;

    /** Over this connection of the owner's role, which it leaves open. */
    public Rewrap(Connection owner, Keyset keyset) {
        this.owner = owner;
        this.keyset = keyset;
    }

    /** Goes over all data keys and answers how many were wrapped anew. */
    public long run() throws SQLException {
        owner.setAutoCommit(false);
        var last = Long.MIN_VALUE;
        var rewrapped = 0L;
        for (var batch = after(last); !batch.isEmpty(); batch = after(last)) {
            for (var entry : batch.entrySet()) {
                last = entry.getKey();
                if (!keyset.isCurrent(entry.getValue())) {
                    replace(last, keyset.wrap(last, keyset.unwrap(last, entry.getValue())));
                    rewrapped++;
                }
            }
            owner.commit();
        }
        return rewrapped;
    }

    /** Locked: an erasure meanwhile waits, and then destroys the new one. */
    private Map<Long, WrappedKey> after(long conversationId) throws SQLException {
        try (var query = owner.prepareStatement("""
                select conversation_id, wrapped from conversation_key where conversation_id > ?
                order by conversation_id limit ? for update
                """)) {
            query.setLong(1, conversationId);
            query.setInt(2, BATCH);
            var keys = new LinkedHashMap<Long, WrappedKey>();
            try (var rows = query.executeQuery()) {
                while (rows.next()) {
                    keys.put(rows.getLong(1), new WrappedKey(rows.getBytes(2)));
                }
            }
            return keys;
        }
    }

    private void replace(long conversationId, WrappedKey wrapped) throws SQLException {
        try (var update = owner.prepareStatement("update conversation_key set wrapped = ? where conversation_id = ?")) {
            update.setBytes(1, wrapped.bytes());
            update.setLong(2, conversationId);
            update.executeUpdate();
        }
    }
}
