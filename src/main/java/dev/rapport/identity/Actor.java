package dev.rapport.identity;

import dev.rapport.database.Pipeline;
import dev.rapport.problem.ProblemException;
import dev.rapport.problem.ProblemType;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.Optional;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** In whose name a transaction asks and writes. For one thread. */
public final class Actor {
    /** Row-level security shows the rest of the transaction what this person may see; without it, nothing. */
    public static final String ACT_AS = "select set_config('rapport.user', ?, true)";

    private static final String ACT_AS_AND_LOOK = """
            select set_config('rapport.user', ?, true), (select revoked_at from revocation where user_id = ?)
            """;

    private final UserId id;
    private final @Nullable OwedLook owed;

    private Actor(UserId id, @Nullable OwedLook owed) {
        this.id = id;
        this.owed = owed;
    }

    /** Somebody whose token was looked at, or who needs none. */
    public static Actor of(UserId id) {
        return new Actor(id, null);
    }

    /** Somebody of whose token nobody has asked yet whether it was revoked. */
    static Actor owing(OwedLook look) {
        return new Actor(look.user(), look);
    }

    /** Their id. */
    public UserId id() {
        return id;
    }

    /**
     * What {@code statements} asks and writes after this, in the same transaction, is in the actor's name. Whoever runs them calls
     * what this returns before they use what was found: {@code unauthenticated} when the token has been revoked.
     */
    public Runnable actIn(Pipeline statements) {
        var look = owed;
        if (look == null) {
            statements.add(ACT_AS, id.value());
            return () -> {};
        }
        Supplier<Optional<Instant>> revokedAt =
                statements.ask(ACT_AS_AND_LOOK, Actor::revokedAt, id.value(), id.value());
        return () -> {
            if (look.isRevoked(revokedAt.get())) {
                throw new ProblemException(ProblemType.UNAUTHENTICATED);
            }
        };
    }

    /**
     * When the token was issued, where nobody has looked yet whether it was revoked: a statement that looks itself refuses a
     * revocation at that moment or later, and whoever runs it calls {@link #passed} when it was not refused.
     */
    public @Nullable Instant owedSince() {
        return owed == null ? null : owed.issuedAt();
    }

    /** The look was taken, and found nothing. */
    public void passed() {
        if (owed != null) {
            owed.passed();
        }
    }

    private static Optional<Instant> revokedAt(ResultSet row) throws SQLException {
        row.next();
        return Optional.ofNullable(row.getObject(2, OffsetDateTime.class)).map(OffsetDateTime::toInstant);
    }
}
