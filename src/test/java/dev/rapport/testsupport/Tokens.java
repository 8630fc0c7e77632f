package dev.rapport.testsupport;

import dev.rapport.dev.DemoTokens;
import java.time.Duration;
import java.time.Instant;
import java.util.function.Consumer;
import org.eclipse.microprofile.config.ConfigProvider;
import org.jose4j.jwt.JwtClaims;

/** Mints tokens as an issuer would. */
public record Tokens(String issuer, String audience, String privateKey) {
    /** The issuer that the application under test trusts. */
    public static Tokens ofTestApplication() {
        var config = ConfigProvider.getConfig();
        return new Tokens(
                config.getValue("mp.jwt.verify.issuer", String.class),
                config.getValue("mp.jwt.verify.audiences", String.class),
                config.getValue(DemoTokens.PRIVATE_KEY, String.class));
    }

    /** A token for ten minutes. */
    public String of(String userId, String role) {
        return of(userId, role, Duration.ofMinutes(10));
    }

    /** A token that ends after {@code life}. */
    public String of(String userId, String role, Duration life) {
        var now = Instant.now();
        return DemoTokens.mint(privateKey, DemoTokens.claims(issuer, audience, userId, role, now, now.plus(life)));
    }

    /** A token whose claims were tampered with before signing. */
    public String with(String userId, String role, Consumer<JwtClaims> change) {
        var now = Instant.now();
        var claims = DemoTokens.claims(issuer, audience, userId, role, now, now.plusSeconds(600));
        change.accept(claims);
        return DemoTokens.mint(privateKey, claims);
    }
}
