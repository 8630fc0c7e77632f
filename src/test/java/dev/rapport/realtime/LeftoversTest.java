package dev.rapport.realtime;

import static org.assertj.core.api.Assertions.assertThat;

import dev.rapport.testsupport.World;
import io.quarkus.security.identity.SecurityIdentity;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.vertx.http.runtime.filters.Filters;
import io.quarkus.vertx.http.runtime.security.QuarkusHttpUser;
import io.quarkus.websockets.next.OpenConnections;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Inject;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import org.eclipse.microprofile.jwt.JsonWebToken;
import org.junit.jupiter.api.Test;

@QuarkusTest
class LeftoversTest {
    @Inject
    OpenConnections connections;

    @Inject
    Witness witness;

    private final World world = World.ofTestApplication();

    @Test
    void headers_theTokenOfAnOpenSocketIsNotKept() {
        var browser = world.pair().client();
        var program = world.pair().coach();
        try (var one = browser.connectFrom("https://chat.example.org").ready();
                var other = program.connect().ready()) {
            assertThat(one.isOpen() && other.isOpen()).isTrue();
            assertThat(connections.listAll())
                    .hasSizeGreaterThanOrEqualTo(2)
                    .allSatisfy(connection -> assertThat(
                                    connection.handshakeRequest().headers().toString())
                            .doesNotContain(browser.token(), program.token())
                            .doesNotContainIgnoringCase("origin", "user-agent"));
        }
    }

    @Test
    void identity_isThatOfTheTokenWithoutTheToken() {
        var client = world.pair().client();
        try (var socket = client.connect().ready()) {
            assertThat(socket.isOpen()).isTrue();
            assertThat(witness.seen())
                    .filteredOn(identity -> identity.getPrincipal().getName().equals(client.id()))
                    .singleElement()
                    .satisfies(identity -> {
                        assertThat(identity.getPrincipal()).isNotInstanceOf(JsonWebToken.class);
                        assertThat(identity.getCredentials()).isEmpty();
                        assertThat(identity.getAttributes().values()).noneMatch(JsonWebToken.class::isInstance);
                        assertThat(identity.getRoles()).containsExactly("client");
                    });
        }
    }

    /** Sees the identities that the upgrade takes over. */
    @ApplicationScoped
    static class Witness {
        private static final int JUST_BEFORE_THE_UPGRADE = 2;

        private final List<SecurityIdentity> identities = new CopyOnWriteArrayList<>();

        List<SecurityIdentity> seen() {
            return identities;
        }

        void register(@Observes Filters filters) {
            filters.register(
                    context -> {
                        if (context.normalizedPath().equals("/ws") && context.user() instanceof QuarkusHttpUser user) {
                            identities.add(user.getSecurityIdentity());
                        }
                        context.next();
                    },
                    JUST_BEFORE_THE_UPGRADE);
        }
    }
}
