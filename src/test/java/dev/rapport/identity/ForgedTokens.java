package dev.rapport.identity;

import dev.rapport.dev.DemoTokens;
import dev.rapport.testsupport.Tokens;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.PrivateKey;
import java.security.spec.PKCS8EncodedKeySpec;
import java.time.Instant;
import java.util.Arrays;
import java.util.Base64;
import java.util.Map;
import java.util.stream.Stream;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;
import org.eclipse.microprofile.config.ConfigProvider;
import org.jose4j.jws.JsonWebSignature;
import org.jose4j.jwt.JwtClaims;
import org.jose4j.lang.JoseException;

/** Tokens that an attacker would try, for a person who exists. */
record ForgedTokens(Tokens tokens, String userId) {
    private static final Base64.Encoder BASE64URL = Base64.getUrlEncoder().withoutPadding();

    String unsigned(String algorithm) {
        return unsignedPart("{\"typ\":\"JWT\",\"alg\":\"" + algorithm + "\"}") + ".";
    }

    String withoutAlgorithm() {
        return unsignedPart("{\"typ\":\"JWT\"}") + ".";
    }

    /** Signed with the public key as the secret, in each form in which someone may hold it. */
    Stream<String> hmacByPublicKey() {
        var base64 = ConfigProvider.getConfig().getValue("mp.jwt.verify.publickey", String.class);
        var pem = "-----BEGIN PUBLIC KEY-----\n" + base64 + "\n-----END PUBLIC KEY-----\n";
        return Stream.of(
                        Base64.getDecoder().decode(base64),
                        base64.getBytes(StandardCharsets.US_ASCII),
                        pem.getBytes(StandardCharsets.US_ASCII))
                .map(this::hmac);
    }

    private String hmac(byte[] secret) {
        var signed = unsignedPart("{\"alg\":\"HS256\",\"typ\":\"JWT\"}");
        try {
            var mac = Mac.getInstance("HmacSHA256");
            mac.init(new SecretKeySpec(secret, "HmacSHA256"));
            return signed + "." + BASE64URL.encodeToString(mac.doFinal(signed.getBytes(StandardCharsets.US_ASCII)));
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException(e);
        }
    }

    String byAnotherKey() {
        return new Tokens(tokens.issuer(), tokens.audience(), anotherKey()).of(userId, "client");
    }

    /** The right signature, by an algorithm that is not the configured one. */
    String byAnotherAlgorithm(String algorithm) {
        return signed(claims(), tokens.privateKey(), algorithm, Map.of());
    }

    /** Signed by the trusted key when {@code trusted}, with these header fields added. */
    String withHeaders(Map<String, Object> headers, boolean trusted) {
        return signed(claims(), trusted ? tokens.privateKey() : anotherKey(), "RS256", headers);
    }

    /** Signed by the trusted key, with these header fields and claims added. */
    String with(Map<String, Object> headers, Map<String, Object> claims) {
        var all = claims();
        claims.forEach(all::setClaim);
        return signed(all, tokens.privateKey(), "RS256", headers);
    }

    String withSignature(String signature) {
        var valid = tokens.of(userId, "client");
        return valid.substring(0, valid.lastIndexOf('.') + 1) + signature;
    }

    String withTruncatedSignature() {
        var valid = tokens.of(userId, "client");
        return valid.substring(0, valid.length() - 8);
    }

    /** The signature of this token over another subject. */
    String withSwappedPayload() {
        var mine = tokens.of(userId, "client").split("\\.");
        var other = tokens.of("platform-1", "platform").split("\\.");
        return mine[0] + "." + other[1] + "." + mine[2];
    }

    String withZeroEllipticSignature() {
        return unsignedPart("{\"alg\":\"ES256\"}") + "." + BASE64URL.encodeToString(new byte[64]);
    }

    /** Forged, and of at least this many characters. */
    String ofLength(int length) {
        var padding = new char[length * 3 / 4 - 400];
        Arrays.fill(padding, 'x');
        var claims = claims();
        claims.setStringClaim("padding", new String(padding));
        return signed(claims, anotherKey(), "RS256", Map.of());
    }

    private String unsignedPart(String header) {
        return BASE64URL.encodeToString(header.getBytes(StandardCharsets.UTF_8)) + "."
                + BASE64URL.encodeToString(claims().toJson().getBytes(StandardCharsets.UTF_8));
    }

    private JwtClaims claims() {
        var now = Instant.now();
        return DemoTokens.claims(tokens.issuer(), tokens.audience(), userId, "client", now, now.plusSeconds(600));
    }

    private static String signed(JwtClaims claims, String key, String algorithm, Map<String, Object> headers) {
        try {
            var signature = new JsonWebSignature();
            signature.setAlgorithmHeaderValue(algorithm);
            headers.forEach(signature.getHeaders()::setObjectHeaderValue);
            signature.setKey(privateKey(key));
            signature.setPayload(claims.toJson());
            return signature.getCompactSerialization();
        } catch (JoseException | GeneralSecurityException e) {
            throw new IllegalStateException(e);
        }
    }

    private static PrivateKey privateKey(String encoded) throws GeneralSecurityException {
        return KeyFactory.getInstance("RSA")
                .generatePrivate(new PKCS8EncodedKeySpec(Base64.getDecoder().decode(encoded)));
    }

    private static String anotherKey() {
        try {
            return DemoTokens.privateKey(DemoTokens.newKeys());
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException(e);
        }
    }
}
