package dev.rapport.identity;

import dev.rapport.problem.PriorRefusal;
import dev.rapport.problem.ProblemException;
import dev.rapport.problem.ProblemType;
import io.vertx.core.Future;
import io.vertx.core.http.HttpMethod;
import io.vertx.ext.web.RoutingContext;
import java.time.Instant;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * Of one call, whose token nobody has looked for among the revocations: the call does so itself, with the first thing that it
 * asks the database, and tells nothing before. When it is refused earlier, the look comes before the refusal. Safe on any
 * thread.
 */
final class OwedLook implements PriorRefusal {
    private static final String SOCKET = "/ws";
    private static final Pattern MESSAGES = Pattern.compile("/api/v1/conversations/[^/]+/messages");

    private final Revocations revocations;
    private final UserId user;
    private final Instant issuedAt;
    private volatile boolean isPassed;

    OwedLook(Revocations revocations, UserId user, Instant issuedAt) {
        this.revocations = revocations;
        this.user = user;
        this.issuedAt = issuedAt;
    }

    /** Whether this call looks itself: sending, fetching and the handshake, which are most of all calls. */
    static boolean isLeftTo(RoutingContext call) {
        var path = call.normalizedPath();
        var method = call.request().method();
        return path.equals(SOCKET)
                || ((method.equals(HttpMethod.GET) || method.equals(HttpMethod.POST))
                        && MESSAGES.matcher(path).matches());
    }

    UserId user() {
        return user;
    }

    Instant issuedAt() {
        return issuedAt;
    }

    /** The look was taken elsewhere, and found nothing. */
    void passed() {
        isPassed = true;
    }

    /** Whether the look was taken, and found nothing. */
    boolean isPassed() {
        return isPassed;
    }

    /** Whether the token was revoked, given what the database says now of its owner. */
    boolean isRevoked(Optional<Instant> revokedAt) {
        revokedAt.ifPresent(at -> revocations.remember(user, at));
        var isRevoked = revokedAt.filter(at -> Revocations.covers(at, issuedAt)).isPresent();
        isPassed = !isRevoked;
        return isRevoked;
    }

    @Override
    public Future<Optional<ProblemException>> find() {
        return isPassed
                ? Future.succeededFuture(Optional.empty())
                : revocations
                        .isRevoked(user, issuedAt)
                        .map(isRevoked -> isRevoked
                                ? Optional.of(new ProblemException(ProblemType.UNAUTHENTICATED))
                                : Optional.empty());
    }
}
