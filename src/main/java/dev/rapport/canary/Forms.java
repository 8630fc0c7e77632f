package dev.rapport.canary;

import java.net.URLEncoder;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Base64;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.UUID;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/** How a secret may look where it leaked: encoded, escaped, printed, or a part of something larger that was encoded. */
final class Forms {
    private static final int BASE64_BYTES = 3;

    private final Map<String, byte[]> forms = new LinkedHashMap<>();

    private Forms() {}

    /** Form to bytes; a form that looks like an earlier one is left out. A trace is searched as it is. */
    static Map<String, byte[]> of(Secret secret) {
        var forms = new Forms();
        var value = secret.value();
        var utf8 = secret.utf8();
        forms.add("plain", utf8);
        if (secret.kind().isTrace()) {
            return forms.forms;
        }
        if (secret.kind() == Secret.Kind.KEY) {
            forms.uuid(value);
        }
        forms.add("upper case", value.toUpperCase(Locale.ROOT));
        forms.add("lower case", value.toLowerCase(Locale.ROOT));
        forms.add("UTF-16, little endian", value.getBytes(StandardCharsets.UTF_16LE));
        forms.add("UTF-16, big endian", value.getBytes(StandardCharsets.UTF_16BE));
        forms.base64(utf8);
        forms.add("hex", HexFormat.of().formatHex(utf8));
        forms.add("hex, upper case", HexFormat.of().withUpperCase().formatHex(utf8));
        forms.add("printed bytes", withoutBrackets(Arrays.toString(utf8)));
        forms.url(value);
        if (!secret.isAscii()) {
            forms.add("UTF-8 twice", new String(utf8, StandardCharsets.ISO_8859_1));
            if (StandardCharsets.ISO_8859_1.newEncoder().canEncode(value)) {
                forms.add("Latin-1", value.getBytes(StandardCharsets.ISO_8859_1));
            }
            forms.add("JSON escapes", escaped(value, "\\u%04x"));
            forms.add("JSON escapes, upper case", escaped(value, "\\u%04X"));
        }
        return forms.forms;
    }

    private void add(String form, String text) {
        add(form, text.getBytes(StandardCharsets.UTF_8));
    }

    private void add(String form, byte[] bytes) {
        if (forms.values().stream().noneMatch(known -> Arrays.equals(known, bytes))) {
            forms.put(form, bytes);
        }
    }

    /** As a database stores it, and as some print it. */
    private void uuid(String value) {
        var uuid = UUID.fromString(value);
        add(
                "binary",
                ByteBuffer.allocate(2 * Long.BYTES)
                        .putLong(uuid.getMostSignificantBits())
                        .putLong(uuid.getLeastSignificantBits())
                        .array());
        add("without hyphens", value.replace("-", ""));
    }

    /** A secret inside something that was encoded begins at any of three places in a group of three bytes. */
    private void base64(byte[] utf8) {
        for (int before = 0; before < BASE64_BYTES; before++) {
            var group = new byte[before + utf8.length];
            System.arraycopy(utf8, 0, group, before, utf8.length);
            // Letters that hold bits of what stands before or behind are left out.
            var first = before == 0 ? 0 : before + 1;
            var cut = group.length % BASE64_BYTES == 0 ? 0 : 1;
            var text = Base64.getEncoder().withoutPadding().encodeToString(group);
            var own = text.substring(first, text.length() - cut);
            add("base64 from byte " + before, own);
            add("base64url from byte " + before, own.replace('+', '-').replace('/', '_'));
        }
    }

    private void url(String value) {
        var form = URLEncoder.encode(value, StandardCharsets.UTF_8);
        var path = form.replace("+", "%20");
        add("URL-encoded form", form);
        add("URL-encoded", path);
        add("URL-encoded form, lower case", lowerEscapes(form));
        add("URL-encoded, lower case", lowerEscapes(path));
    }

    private static String lowerEscapes(String encoded) {
        var lower = new StringBuilder(encoded);
        for (int at = encoded.indexOf('%'); at >= 0; at = encoded.indexOf('%', at + 1)) {
            lower.replace(at, at + 3, encoded.substring(at, at + 3).toLowerCase(Locale.ROOT));
        }
        return lower.toString();
    }

    private static String escaped(String value, String escape) {
        return IntStream.range(0, value.length())
                .mapToObj(value::charAt)
                .map(letter -> letter < 0x80 ? letter.toString() : String.format(Locale.ROOT, escape, (int) letter))
                .collect(Collectors.joining());
    }

    private static String withoutBrackets(String printed) {
        return printed.substring(1, printed.length() - 1);
    }
}
