package dev.rapport.problem;

import io.quarkus.security.AuthenticationFailedException;
import io.quarkus.security.ForbiddenException;
import io.quarkus.security.UnauthorizedException;
import io.vertx.ext.web.RoutingContext;
import jakarta.ws.rs.WebApplicationException;
import org.jboss.logging.Logger;
import org.jspecify.annotations.Nullable;

/** Tells expected failures of the frameworks from bugs. */
final class Problems {
    private static final Logger LOG = Logger.getLogger(Problems.class);

    private Problems() {}

    /** The refusal that {@code failure} stands for; a bug is logged and becomes {@link ProblemType#INTERNAL}. */
    static ProblemException refusalOf(Throwable failure, RoutingContext context) {
        for (Throwable cause = failure; cause != null; cause = cause.getCause()) {
            if (cause instanceof ProblemException refusal) {
                return refusal;
            }
            var type = typeOf(cause);
            if (type != null) {
                return new ProblemException(type);
            }
        }
        if (DatabaseFailure.passes(failure)) {
            return new ProblemException(ProblemType.UNAVAILABLE);
        }
        LOG.errorf(failure, "Request %s failed", RequestId.of(context));
        return new ProblemException(ProblemType.INTERNAL);
    }

    private static @Nullable ProblemType typeOf(Throwable cause) {
        return switch (cause) {
            case AuthenticationFailedException e -> ProblemType.UNAUTHENTICATED;
            case UnauthorizedException e -> ProblemType.UNAUTHENTICATED;
            case ForbiddenException e -> ProblemType.FORBIDDEN;
            case WebApplicationException web -> ofStatus(web.getResponse().getStatus());
            default -> null;
        };
    }

    private static @Nullable ProblemType ofStatus(int status) {
        return switch (status) {
            case 400 -> ProblemType.INVALID_PARAMETER;
            case 401 -> ProblemType.UNAUTHENTICATED;
            case 403 -> ProblemType.FORBIDDEN;
            case 404 -> ProblemType.NOT_FOUND;
            case 405 -> ProblemType.METHOD_NOT_ALLOWED;
            case 406 -> ProblemType.NOT_ACCEPTABLE;
            case 413 -> ProblemType.TOO_LARGE;
            case 415 -> ProblemType.UNSUPPORTED_MEDIA_TYPE;
            default -> null;
        };
    }
}
