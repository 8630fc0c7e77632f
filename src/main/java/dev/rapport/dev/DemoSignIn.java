package dev.rapport.dev;

import dev.rapport.problem.ProblemException;
import dev.rapport.problem.ProblemResponse;
import dev.rapport.problem.ProblemType;
import io.quarkus.arc.profile.IfBuildProfile;
import io.vertx.core.json.DecodeException;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import io.vertx.ext.web.Router;
import io.vertx.ext.web.RoutingContext;
import io.vertx.ext.web.handler.BodyHandler;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.eclipse.microprofile.config.inject.ConfigProperty;

/**
 * {@code GET /dev/people}: who can sign in to the demo. {@code POST /dev/token} {@code {"userId"}}: a token for whoever
 * is chosen. Routes, because JAX-RS has nothing but the API.
 */
@ApplicationScoped
@IfBuildProfile(anyOf = {"dev", "test"})
class DemoSignIn {
    private static final Duration LIFE = Duration.ofMinutes(15);
    private static final int MAX_BODY_BYTES = 1024;

    private final Optional<String> privateKey;
    private final String issuer;
    private final List<String> audiences;
    private final Clock clock;

    DemoSignIn(
            @ConfigProperty(name = DemoTokens.PRIVATE_KEY) Optional<String> privateKey,
            @ConfigProperty(name = "mp.jwt.verify.issuer") String issuer,
            @ConfigProperty(name = "mp.jwt.verify.audiences") List<String> audiences,
            Clock clock) {
        this.privateKey = privateKey;
        this.issuer = issuer;
        this.audiences = audiences;
        this.clock = clock;
    }

    void register(@Observes Router router) {
        router.get("/dev/people").handler(context -> context.json(people()));
        router.post("/dev/token")
                .handler(BodyHandler.create(false).setBodyLimit(MAX_BODY_BYTES))
                .handler(this::token);
    }

    private static JsonArray people() {
        var people = new JsonArray();
        for (var person : DemoPerson.values()) {
            people.add(new JsonObject()
                    .put("id", person.id)
                    .put("displayName", person.displayName)
                    .put("role", person.role));
        }
        return people;
    }

    private void token(RoutingContext context) {
        var person = chosen(context);
        // Without a key the tokens come from elsewhere: MP_JWT_VERIFY_PUBLICKEY_LOCATION is set.
        if (person.isEmpty() || privateKey.isEmpty()) {
            ProblemResponse.send(context, new ProblemException(ProblemType.NOT_FOUND));
            return;
        }
        var now = clock.instant();
        var end = now.plus(LIFE);
        var claims = DemoTokens.claims(issuer, audiences.getFirst(), person.get().id, person.get().role, now, end);
        context.json(new JsonObject()
                .put("token", DemoTokens.mint(privateKey.get(), claims))
                .put("expiresAt", end.toString()));
    }

    private static Optional<DemoPerson> chosen(RoutingContext context) {
        try {
            return Optional.ofNullable(context.body().asJsonObject())
                    .map(body -> body.getString("userId"))
                    .flatMap(DemoPerson::find);
        } catch (DecodeException | ClassCastException e) {
            return Optional.empty();
        }
    }
}
