package dev.rapport.audit;

import dev.rapport.identity.SessionsRevoked;
import dev.rapport.identity.UserId;
import dev.rapport.problem.ProblemException;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import jakarta.transaction.Transactional;
import org.jspecify.annotations.Nullable;

/** The append-only record of what was done to people's rights. Written and read inside the caller's transaction. */
@ApplicationScoped
@Transactional(Transactional.TxType.MANDATORY)
public class Audit {
    /** Who acts when a date or an operator does. A user id has no parentheses, so it is nobody's. */
    public static final String THE_SERVICE = "(rapport)";

    private final AuditStore store;

    Audit(AuditStore store) {
        this.store = store;
    }

    /** {@code actor} did this to the right of two people to talk. */
    public void ofPair(UserId actor, AuditAction action, UserId one, UserId other) {
        appendOfPair(actor.value(), action, one, other);
    }

    /** A date did this to the right of two people to talk. */
    public void ofPairByDate(AuditAction action, UserId one, UserId other) {
        appendOfPair(THE_SERVICE, action, one, other);
    }

    /** {@code actor} did this to one person. */
    public void ofPerson(UserId actor, AuditAction action, UserId person) {
        store.append(actor.value(), action, person, null);
    }

    void sessionsRevoked(@Observes SessionsRevoked revoked) {
        var themselves = revoked.by().equals(revoked.user());
        var action = themselves ? AuditAction.SIGNED_OUT_EVERYWHERE : AuditAction.TOKENS_REVOKED;
        ofPerson(revoked.by(), action, revoked.user());
    }

    /**
     * What was done to the right of {@code reader} and {@code peer} to talk, and to {@code reader} alone; the newest
     * first. Who may ask is for the caller to know.
     *
     * @throws ProblemException {@code invalid-parameter} for a {@code cursor} that no page gave
     */
    public AuditPage page(UserId reader, UserId peer, int limit, @Nullable String cursor) {
        var after = cursor == null ? null : AuditCursor.parse(cursor);
        var inOrder = reader.compareTo(peer) < 0;
        var found = store.list(reader, inOrder ? reader : peer, inOrder ? peer : reader, after, limit + 1);
        if (found.size() <= limit) {
            return new AuditPage(found, null);
        }
        var items = found.subList(0, limit);
        return new AuditPage(items, AuditCursor.after(after, items).encode());
    }

    private void appendOfPair(String actor, AuditAction action, UserId one, UserId other) {
        var inOrder = one.compareTo(other) < 0;
        store.append(actor, action, inOrder ? one : other, inOrder ? other : one);
    }
}
