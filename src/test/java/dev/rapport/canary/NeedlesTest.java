package dev.rapport.canary;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_16BE;
import static java.nio.charset.StandardCharsets.UTF_16LE;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.tuple;

import dev.rapport.canary.Secret.Kind;
import java.net.URLEncoder;
import java.security.SecureRandom;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Base64;
import java.util.HashSet;
import java.util.HexFormat;
import java.util.List;
import java.util.Locale;
import java.util.Random;
import java.util.Set;
import java.util.UUID;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Each form in which a secret could leak is recognised, wherever it begins; nothing else is. */
class NeedlesTest {
    private static final Random RANDOM = new Random(42);
    private static final String ASCII = Probe.word(new SecureRandom(), "canary-text");
    private static final String NAME =
            "Zo\u00eb \u0106wik\u0142a \ud83d\udc24 & " + Probe.word(new SecureRandom(), "name");

    record Leak(String how, String secret, byte[] bytes) {
        Leak(String how, String secret, String text) {
            this(how, secret, text.getBytes(UTF_8));
        }

        @Override
        public String toString() {
            return how;
        }
    }

    static List<Leak> leaks() {
        var leaks = new ArrayList<Leak>();
        for (var secret : List.of(ASCII, NAME)) {
            var utf8 = secret.getBytes(UTF_8);
            leaks.add(new Leak("plain", secret, secret));
            leaks.add(new Leak("upper case", secret, secret.toUpperCase(Locale.ROOT)));
            leaks.add(new Leak("UTF-16LE", secret, secret.getBytes(UTF_16LE)));
            leaks.add(new Leak("UTF-16BE", secret, secret.getBytes(UTF_16BE)));
            leaks.add(new Leak("hex", secret, HexFormat.of().formatHex(utf8)));
            leaks.add(new Leak("HEX", secret, HexFormat.of().withUpperCase().formatHex(utf8)));
            leaks.add(new Leak("bytea", secret, "\\x00" + HexFormat.of().formatHex(utf8) + "00"));
            leaks.add(new Leak("printed", secret, Arrays.toString(utf8)));
            leaks.add(new Leak("URL", secret, URLEncoder.encode(secret, UTF_8)));
            leaks.add(new Leak("path", secret, URLEncoder.encode(secret, UTF_8).replace("+", "%20")));
            leaks.add(new Leak("url", secret, "x=" + lowerHex(URLEncoder.encode(secret, UTF_8))));
            for (int before = 0; before < 7; before++) {
                var larger =
                        ("x".repeat(before) + secret + "\u00ff and what follows".substring(before)).getBytes(UTF_8);
                leaks.add(
                        new Leak("base64 " + before, secret, Base64.getEncoder().encodeToString(larger)));
                leaks.add(new Leak(
                        "base64url " + before, secret, Base64.getUrlEncoder().encodeToString(larger)));
            }
        }
        leaks.add(new Leak("JSON", NAME, json("\\u%04x")));
        leaks.add(new Leak("JSON, upper case", NAME, json("\\u%04X")));
        leaks.add(new Leak("UTF-8 twice", NAME, new String(NAME.getBytes(UTF_8), ISO_8859_1)));
        leaks.add(new Leak("question marks", NAME, NAME.getBytes(ISO_8859_1)));
        return leaks;
    }

    private static String json(String escape) {
        return NAME.chars()
                .mapToObj(letter -> letter < 0x80 ? Character.toString(letter) : escape.formatted(letter))
                .collect(Collectors.joining());
    }

    private static String lowerHex(String encoded) {
        return Pattern.compile("%..")
                .matcher(encoded)
                .replaceAll(escape -> escape.group().toLowerCase(Locale.ROOT));
    }

    @ParameterizedTest
    @MethodSource("leaks")
    void find_knowsEachFormAtAnyPlace(Leak leak) {
        var needles = new Needles(Secret.withAsciiPart(Kind.TEXT, leak.secret));
        for (int before = 0; before < 40; before++) {
            var hay = noise(before + leak.bytes.length + 20);
            System.arraycopy(leak.bytes, 0, hay, before, leak.bytes.length);
            var place = new Search(needles).in("hay", hay);
            assertThat(place.hits()).as("after %d bytes", before).isNotEmpty();
            assertThat(place.toString()).doesNotContain(leak.secret);
        }
    }

    @Test
    void find_tellsOneSecretOfManyAndCountsIt() {
        var secrets = IntStream.range(0, 50)
                .mapToObj(i -> new Secret(Kind.TEXT, Probe.word(new SecureRandom(), "many-" + i)))
                .toList();
        var searched = new HashSet<Secret>();
        for (var secret : secrets) {
            var hay = ("..." + secret.value() + secret.value() + " and " + secret.value()).getBytes(UTF_8);
            var hits = new ArrayList<Needles.Needle>();
            new Needles(secrets).find(hay, 0, hay.length, hay.length, (needle, at) -> hits.add(needle));
            assertThat(hits).hasSize(3).allMatch(needle -> needle.secret().equals(secret));
            searched.add(secret);
        }
        assertThat(searched).hasSize(50);
    }

    @Test
    void key_isFoundAsTheDatabaseStoresIt() {
        var key = UUID.randomUUID();
        var hay = HexFormat.of().parseHex("0001" + key.toString().replace("-", "") + "ff");
        var needles = new Needles(List.of(new Secret(Kind.KEY, key.toString())));
        assertThat(new Search(needles).in("page", hay).hits())
                .extracting(Place.Hit::form, Place.Hit::offset)
                .containsExactly(tuple("binary", 2L));
    }

    @Test
    void token_isKnownByItsClaimsAndByTheBeginningOfItsSignature() {
        var token = "eyJhbGciOiJSUzI1NiJ9.eyJzdWIiOiI0MiIsImlhdCI6MX0." + "Ab-_".repeat(80);
        var needles = new Needles(Secret.ofToken(token));
        for (var leaked : List.of("Bearer " + token, "eyJzdWIiOiI0MiIsImlhdCI6MX0", "Ab-_".repeat(8))) {
            assertThat(new Search(needles).in("log", leaked.getBytes(UTF_8)).has(Kind.TOKEN))
                    .isTrue();
        }
        var header = "eyJhbGciOiJSUzI1NiJ9.".getBytes(UTF_8);
        assertThat(new Search(needles).in("log", header).hits()).isEmpty();
    }

    @Test
    void find_findsNothingWhereNothingIs() {
        var needles = new Needles(Secret.withAsciiPart(Kind.NAME, NAME));
        var almost = NAME.substring(0, NAME.length() - 1);
        assertThat(new Search(needles).in("noise", noise(3_000_000)).hits()).isEmpty();
        assertThat(new Search(needles).in("almost", almost.getBytes(UTF_8)).hits())
                .isEmpty();
        assertThat(new Search(needles).in("empty", new byte[0]).hits()).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "Anna", "seven77"})
    void word_thatIsTooShortIsRefused(String word) {
        var words = List.of(new Secret(Kind.NAME, word));
        assertThatThrownBy(() -> new Needles(words)).isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void trace_isNoLeakAndAPlaceMayKnowWhatItKnows() {
        var secrets = List.of(new Secret(Kind.TRACE, "/conversations/42/"), new Secret(Kind.NAME, ASCII));
        var place = new Search(new Needles(secrets)).in("log", ("GET /conversations/42/ " + ASCII).getBytes(UTF_8));
        assertThat(place.leaks(Set.of())).extracting(Place.Hit::kind).containsExactly(Kind.NAME);
        assertThat(place.leaks(Set.of(Kind.NAME))).isEmpty();
        assertThat(place.hasTrace(Set.of())).isTrue();
    }

    private static byte[] noise(int length) {
        var noise = new byte[length];
        RANDOM.nextBytes(noise);
        return noise;
    }
}
