package dev.rapport.identity;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

import io.quarkus.security.runtime.QuarkusPrincipal;
import io.quarkus.security.runtime.QuarkusSecurityIdentity;
import io.quarkus.test.junit.QuarkusTest;
import java.time.Instant;
import java.util.Optional;
import org.junit.jupiter.api.Test;

@QuarkusTest
class CurrentUserTest {
    private static final UserId ANNA = new UserId("anna");

    private final Revocations revocations;

    CurrentUserTest(Revocations revocations) {
        this.revocations = revocations;
    }

    @Test
    void id_isNotTakenBeforeTheCallHasLookedForARevocation() {
        var now = Instant.now();
        var owed = new OwedLook(revocations, ANNA, now);
        var user = new CurrentUser(QuarkusSecurityIdentity.builder()
                .setPrincipal(new QuarkusPrincipal(ANNA.value()))
                .addAttribute(OwedLook.class.getName(), owed)
                .addAttribute(Caller.attribute(), new Caller(ANNA, Role.CLIENT, now, now.plusSeconds(60)))
                .build());
        assertThat(user.actor().id()).isEqualTo(ANNA);
        assertThatIllegalStateException().isThrownBy(user::id);
        assertThat(owed.isRevoked(Optional.of(now))).isTrue();
        assertThatIllegalStateException().isThrownBy(user::id);
        assertThat(owed.isRevoked(Optional.empty())).isFalse();
        assertThat(user.id()).isEqualTo(ANNA);
    }
}
