package dev.rapport.problem;

import dev.rapport.testsupport.ApiDocument.Operation;
import io.vertx.core.json.JsonObject;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import java.util.zip.GZIPOutputStream;

/** Wrong bodies for one operation, made from a right one. */
record BodyAttacks(Operation operation, JsonObject right) {
    private static final String JSON = "application/json";
    private static final int MANY = 5000;

    static BodyAttacks on(Operation operation) {
        return new BodyAttacks(operation, operation.body(Map.of()));
    }

    /** One body, how it is sent, and the slugs of which it is answered one. */
    record Attack(String row, String name, byte[] body, List<String> headers, boolean chunked, List<String> expected) {
        Attack with(String... others) {
            return new Attack(row, name, body, List.of(others), chunked, expected);
        }

        Attack inChunks() {
            return new Attack(row, name + ", in chunks", body, headers, true, expected);
        }

        @Override
        public String toString() {
            return row + " " + name;
        }
    }

    Stream<Attack> all() {
        return Stream.of(
                        unknownFields(),
                        unstorableTexts(),
                        charsets(),
                        sizes(),
                        monsters(),
                        fieldsOfAnotherType(),
                        syntax(),
                        wholesOfAnotherShape(),
                        mediaTypes())
                .flatMap(attacks -> attacks);
    }

    private static Attack json(String row, String name, String body, String... expected) {
        return of(row, name, body.getBytes(StandardCharsets.UTF_8), expected);
    }

    private static Attack of(String row, String name, byte[] body, String... expected) {
        return new Attack(row, name, body, List.of("Content-Type", JSON), false, List.of(expected));
    }

    private static Attack invalid(String row, String name, String body) {
        return json(row, name, body, "invalid-json");
    }

    private String rightWithout(int characters) {
        return right.encode().substring(0, right.encode().length() - characters);
    }

    /** The right body and one thing more, or a field that the operation does have with another value. */
    private String with(String field, String json) {
        var others = right.copy();
        others.remove(field);
        return others.encode().replaceFirst("}$", others.isEmpty() ? "" : ",") + "\"" + field + "\":" + json + "}";
    }

    private Stream<Attack> unknownFields() {
        return Stream.of(
                        "senderId",
                        "sender",
                        "conversationId",
                        "seq",
                        "id",
                        "createdAt",
                        "sentAt",
                        "readAt",
                        "role",
                        "tenantId",
                        "version",
                        "deleted",
                        "user-id",
                        "__proto__",
                        "constructor",
                        "@class",
                        "",
                        "$ne")
                .filter(field -> !operation.fields().contains(field))
                .map(field -> invalid("A25", "the field '" + field + "'", with(field, "\"x\"")));
    }

    private Stream<Attack> unstorableTexts() {
        return operation.fields().stream()
                .filter(this::isText)
                .flatMap(field -> Stream.of(
                        refusedText("A29", "U+0000", field, "a\\u0000b"),
                        refusedText("A30", "a high surrogate alone", field, "a\\ud800b"),
                        refusedText("A30", "a low surrogate alone", field, "\\udc00"),
                        refusedText("A30", "surrogates the wrong way round", field, "\\udc00\\ud800")));
    }

    private Attack refusedText(String row, String name, String field, String text) {
        return json(row, name + " in " + field, with(field, "\"" + text + "\""), "invalid-text", "invalid-value");
    }

    private boolean isText(String field) {
        return operation.typeOf(field).contains("string");
    }

    private Stream<Attack> charsets() {
        var attacks = new ArrayList<Attack>();
        for (var charset : List.of("UTF-16", "UTF-16LE", "UTF-16BE", "UTF-32")) {
            attacks.add(of("A32", charset, right.encode().getBytes(Charset.forName(charset)), "invalid-json"));
        }
        attacks.add(invalid("A32", "a byte order mark", "\ufeff" + right.encode()));
        for (var charset : List.of("utf-7", "utf-16", "iso-8859-1", "us-ascii")) {
            attacks.add(json("A32", "declared as " + charset, right.encode(), "unsupported-media-type")
                    .with("Content-Type", JSON + "; charset=" + charset));
        }
        // In a text where there is one: there, and only there, a lenient reader would take them for something else.
        var field = operation.fields().stream().filter(this::isText).findFirst().orElse("zz");
        // Not minimal, a surrogate as CESU-8 has it, cut short, beyond Unicode, not a beginning.
        for (var octets : List.of("c0af", "eda080", "eda0bdedb880", "e282", "ff", "f4908080", "80")) {
            var body = new ByteArrayOutputStream();
            body.writeBytes(with(field, "\"zz").replaceFirst("}$", "").getBytes(StandardCharsets.UTF_8));
            body.writeBytes(HexFormat.of().parseHex(octets));
            body.writeBytes("\"}".getBytes(StandardCharsets.UTF_8));
            attacks.add(of("A31", "the octets " + octets, body.toByteArray(), "invalid-json"));
        }
        return attacks.stream();
    }

    private Stream<Attack> sizes() {
        var tooLarge = right.encode() + " ".repeat(JsonBodyReader.MAX_BYTES);
        var text = "{\"x\":\"" + "x".repeat(JsonBodyReader.MAX_BYTES) + "\"}";
        return Stream.of(
                json("A33", "64 KiB and a body", tooLarge, "too-large"),
                json("A33", "64 KiB and a body", tooLarge, "too-large").inChunks(),
                json("A33", "64 KiB in one text", text, "too-large"),
                json("A33", "64 KiB in one text", text, "too-large").inChunks());
    }

    /** What makes a careless parser slow, or its stack deep. */
    Stream<Attack> monsters() {
        var numbers = IntStream.range(0, 30_000).mapToObj(i -> "1").collect(Collectors.joining(","));
        var keys = IntStream.range(0, MANY).mapToObj(i -> "\"k" + i + "\":1").collect(Collectors.joining(","));
        var first = right.fieldNames().iterator().next();
        return Stream.of(
                invalid("A34", "5,000 arrays", "[".repeat(MANY)),
                invalid("A34", "5,000 arrays in a field", with(first, "[".repeat(MANY) + "]".repeat(MANY))),
                invalid(
                        "A34",
                        "5,000 objects in a field",
                        with(first, "{\"a\":".repeat(MANY) + "1" + "}".repeat(MANY))),
                invalid(
                        "A34",
                        "5,000 objects in an unknown field",
                        with("x", "{\"a\":".repeat(MANY) + "1" + "}".repeat(MANY))),
                invalid("A34", "30,000 elements in a field", with(first, "[" + numbers + "]")),
                invalid("A34", "30,000 elements", "[" + numbers + "]"),
                json("A34", "1,000,000 elements", "[" + "1,".repeat(1_000_000) + "1]", "too-large"),
                invalid("A34", "a number of 10,000 digits", with(first, "9".repeat(10_000))),
                invalid("A34", "a number of 900 digits", with(first, "9".repeat(900))),
                invalid("A34", "an exponent of 9,000 digits", with(first, "1e" + "9".repeat(9_000))),
                invalid("A34", "an exponent of 1,000,000,000", with(first, "1e1000000000")),
                invalid("A34", "a key of 60,000 characters", with("k".repeat(60_000), "1")),
                invalid("A34", "5,000 keys", right.encode().replaceFirst("}$", "," + keys + "}")),
                invalid("A34", "5,000 times the same key", "{" + "\"a\":1,".repeat(MANY) + "\"a\":1}"));
    }

    private Stream<Attack> fieldsOfAnotherType() {
        return operation.fields().stream()
                .flatMap(field -> Stream.of(
                                "null",
                                "1",
                                "1.5",
                                "true",
                                "[]",
                                "[\"x\"]",
                                "{}",
                                "{\"$ne\":1}",
                                "\"1\"",
                                "NaN",
                                "Infinity",
                                "01",
                                "9223372036854775808")
                        .filter(value -> !(isText(field) && value.startsWith("\"")))
                        .filter(value -> !(operation.typeOf(field).contains("integer") && value.equals("1")))
                        .map(value -> invalid("A35", value + " for " + field, with(field, value))));
    }

    private Stream<Attack> syntax() {
        var body = right.encode();
        var first = right.fieldNames().iterator().next();
        var field = "\"" + first + "\":"
                + new JsonObject().put("v", right.getValue(first)).encode().substring(5);
        return Stream.of(
                invalid(
                        "A35",
                        "a duplicate key",
                        "{" + field.substring(0, field.length() - 1) + "," + body.substring(1)),
                invalid("A35", "a duplicate key, once escaped", "{" + escaped(field) + "," + body.substring(1)),
                invalid("A35", "a duplicate unknown key", with("x", "1").replaceFirst("}$", ",\"x\":1}")),
                invalid(
                        "A35",
                        "a key in another case",
                        body.replace("\"" + first + "\"", "\"" + first.toUpperCase(Locale.ROOT) + "\"")),
                invalid("A35", "a second object", body + "{}"),
                invalid("A35", "a second object, after a line", body + "\n" + body),
                invalid("A35", "a word after it", body + " x"),
                invalid("A35", "a brace after it", body + "}"),
                invalid("A35", "U+0000 after it", body + "\0"),
                invalid("A35", "a comma before the end", rightWithout(1) + ",}"),
                invalid("A35", "a comment", "/* c */" + body),
                invalid("A35", "a comment of a line", "// c\n" + body),
                invalid("A35", "a comment of a script", "# c\n" + body),
                invalid("A35", "single quotes", body.replace('"', '\'')),
                invalid("A35", "names without quotes", body.replace("\"" + first + "\"", first)));
    }

    private static String escaped(String field) {
        var code = String.format("\\u%04x", (int) field.charAt(1));
        return "\"" + code + field.substring(2, field.length() - 1);
    }

    private Stream<Attack> wholesOfAnotherShape() {
        var attacks = Stream.of("", " ", "\n", "null", "[]", "{", "\"x\"", "\"\"", "7", "true", "[{}]", "[null]")
                .map(body -> invalid("A36", "'" + body.strip() + "' of " + body.length(), body));
        var cut = Stream.of(1, 2, right.encode().length() / 2, right.encode().length() - 1)
                .distinct()
                .map(missing -> invalid("A36", "cut by " + missing, rightWithout(missing)));
        return Stream.of(attacks, cut, Stream.of(invalid("A36", "in an array", "[" + right.encode() + "]")))
                .flatMap(some -> some);
    }

    private Stream<Attack> mediaTypes() {
        var attacks = new ArrayList<Attack>();
        for (var type : List.of(
                "text/plain",
                "application/x-www-form-urlencoded",
                "multipart/form-data; boundary=x",
                "text/json",
                "application/xml",
                "application/merge-patch+json",
                "application/problem+json",
                "application/jsonx",
                "application/*",
                "*/*",
                "json",
                "",
                JSON + "; charset=utf-8; charset=utf-16",
                JSON + ", text/plain")) {
            attacks.add(unsupported("'" + type + "'").with("Content-Type", type));
        }
        attacks.add(unsupported("no media type").with());
        attacks.add(unsupported("two media types").with("Content-Type", JSON, "Content-Type", "text/plain"));
        attacks.add(unsupported("the same media type twice").with("Content-Type", JSON, "Content-Type", JSON));
        attacks.add(of("A37", "packed", packed(), "unsupported-media-type")
                .with("Content-Type", JSON, "Content-Encoding", "gzip"));
        attacks.add(unsupported("said to be packed").with("Content-Type", JSON, "Content-Encoding", "deflate"));
        return attacks.stream();
    }

    private Attack unsupported(String name) {
        return json("A37", name, right.encode(), "unsupported-media-type");
    }

    private byte[] packed() {
        var packed = new ByteArrayOutputStream();
        try (var zip = new GZIPOutputStream(packed)) {
            zip.write(right.encode().getBytes(StandardCharsets.UTF_8));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return packed.toByteArray();
    }
}
