package dev.rapport.dev;

import dev.rapport.problem.ProblemException;
import dev.rapport.problem.ProblemType;
import io.quarkus.arc.profile.IfBuildProfile;
import jakarta.annotation.security.PermitAll;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.MediaType;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import org.eclipse.microprofile.config.inject.ConfigProperty;

/** Who can sign in to the demo, and a token for whoever is chosen. */
@Path("/dev")
@Produces(MediaType.APPLICATION_JSON)
@PermitAll
@IfBuildProfile(anyOf = {"dev", "test"})
class DemoResource {
    private static final Duration LIFE = Duration.ofMinutes(15);

    private final Optional<String> privateKey;
    private final String issuer;
    private final List<String> audiences;
    private final Clock clock;

    DemoResource(
            @ConfigProperty(name = DemoTokens.PRIVATE_KEY) Optional<String> privateKey,
            @ConfigProperty(name = "mp.jwt.verify.issuer") String issuer,
            @ConfigProperty(name = "mp.jwt.verify.audiences") List<String> audiences,
            Clock clock) {
        this.privateKey = privateKey;
        this.issuer = issuer;
        this.audiences = audiences;
        this.clock = clock;
    }

    /** A person to choose. */
    record PersonView(String id, String displayName, String role) {}

    /** Whose token is wanted. */
    record TokenRequest(String userId) {}

    /** A token, and when it ends. */
    record TokenView(String token, Instant expiresAt) {}

    @GET
    @Path("/people")
    public List<PersonView> people() {
        return Arrays.stream(DemoPerson.values())
                .map(person -> new PersonView(person.id, person.displayName, person.role))
                .toList();
    }

    @POST
    @Path("/token")
    @Consumes(MediaType.APPLICATION_JSON)
    public TokenView token(TokenRequest request) {
        var person = DemoPerson.find(request.userId()).orElseThrow(DemoResource::notFound);
        var now = clock.instant();
        var end = now.plus(LIFE);
        // Without a key the tokens come from elsewhere: MP_JWT_VERIFY_PUBLICKEY_LOCATION is set.
        var token = DemoTokens.mint(
                privateKey.orElseThrow(DemoResource::notFound),
                DemoTokens.claims(issuer, audiences.getFirst(), person.id, person.role, now, end));
        return new TokenView(token, end);
    }

    private static ProblemException notFound() {
        return new ProblemException(ProblemType.NOT_FOUND);
    }
}
