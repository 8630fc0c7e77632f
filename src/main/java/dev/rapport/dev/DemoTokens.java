package dev.rapport.dev;

import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.KeyPairGenerator;
import java.security.PrivateKey;
import java.security.spec.PKCS8EncodedKeySpec;
import java.time.Instant;
import java.util.Base64;
import java.util.List;
import org.jose4j.jws.AlgorithmIdentifiers;
import org.jose4j.jws.JsonWebSignature;
import org.jose4j.jwt.JwtClaims;
import org.jose4j.jwt.NumericDate;
import org.jose4j.lang.JoseException;

/** Mints tokens with a key pair that lives as long as the JVM. */
public final class DemoTokens {
    /** Where development and tests find the signing key. */
    public static final String PRIVATE_KEY = "rapport.dev.private-key";

    private DemoTokens() {}

    /** A new RSA key pair, both halves in one line. */
    public static String newKeys() throws GeneralSecurityException {
        var generator = KeyPairGenerator.getInstance("RSA");
        generator.initialize(2048);
        var pair = generator.generateKeyPair();
        var encoder = Base64.getEncoder();
        return encoder.encodeToString(pair.getPublic().getEncoded()) + "|"
                + encoder.encodeToString(pair.getPrivate().getEncoded());
    }

    /** The public half: X.509, Base64. */
    public static String publicKey(String keys) {
        return keys.substring(0, keys.indexOf('|'));
    }

    /** The private half: PKCS #8, Base64. */
    public static String privateKey(String keys) {
        return keys.substring(keys.indexOf('|') + 1);
    }

    /** A token with these claims, signed. */
    public static String mint(String privateKey, JwtClaims claims) {
        try {
            var signature = new JsonWebSignature();
            signature.setAlgorithmHeaderValue(AlgorithmIdentifiers.RSA_USING_SHA256);
            signature.setKey(key(privateKey));
            signature.setPayload(claims.toJson());
            return signature.getCompactSerialization();
        } catch (JoseException | GeneralSecurityException e) {
            throw new IllegalStateException("a demo token could not be signed", e);
        }
    }

    /** The claims of a plain token. */
    public static JwtClaims claims(
            String issuer, String audience, String userId, String role, Instant from, Instant to) {
        var claims = new JwtClaims();
        claims.setIssuer(issuer);
        claims.setAudience(audience);
        claims.setSubject(userId);
        claims.setStringListClaim("groups", List.of(role));
        claims.setIssuedAt(NumericDate.fromSeconds(from.getEpochSecond()));
        claims.setExpirationTime(NumericDate.fromSeconds(to.getEpochSecond()));
        claims.setGeneratedJwtId();
        return claims;
    }

    private static PrivateKey key(String encoded) throws GeneralSecurityException {
        return KeyFactory.getInstance("RSA")
                .generatePrivate(new PKCS8EncodedKeySpec(Base64.getDecoder().decode(encoded)));
    }
}
