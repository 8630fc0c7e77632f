package dev.rapport.problem;

import io.vertx.core.Future;
import io.vertx.ext.web.RoutingContext;
import java.util.Optional;
import java.util.Set;

/** A refusal that comes before every other of a call, and that is asked for only when there is another. */
@FunctionalInterface
public interface PriorRefusal {
    /** The refusal, or empty when there is none; asked for on any thread. */
    Future<Optional<ProblemException>> find();

    Set<ProblemType> STAND = Set.of(ProblemType.UNAUTHENTICATED, ProblemType.UNAVAILABLE);

    /** Has {@code prior} asked before {@code call} is refused. */
    static void before(RoutingContext call, PriorRefusal prior) {
        call.put(PriorRefusal.class.getName(), prior);
    }

    /** {@code call} has been found to have none. */
    static void settle(RoutingContext call) {
        call.remove(PriorRefusal.class.getName());
    }

    /**
     * What {@code call} is refused with in the end; when that cannot be found out, then with that failure. Who is unauthenticated
     * already is so, and a service that cannot answer now is not asked again.
     */
    static Future<ProblemException> orElse(RoutingContext call, ProblemException refusal) {
        return !STAND.contains(refusal.type()) && call.get(PriorRefusal.class.getName()) instanceof PriorRefusal prior
                ? prior.find()
                        .map(found -> found.orElse(refusal))
                        .otherwise(failure -> Problems.refusalOf(failure, call))
                : Future.succeededFuture(refusal);
    }
}
