package dev.rapport.testsupport;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.Socket;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.regex.Pattern;

/** A request written byte by byte, for what no client library would send. */
public final class RawRequest {
    private static final int PATIENCE_MILLIS = 10_000;
    private static final Pattern WITHOUT_BODY = Pattern.compile("HTTP/1.1 (101|204|304)");
    private static final Pattern LENGTH = Pattern.compile("(?i)\r\ncontent-length: (\\d+)");

    private RawRequest() {}

    /** What came back, head and body. */
    public record RawAnswer(String text) {
        public int status() {
            return Integer.parseInt(text.substring(9, 12));
        }

        public String body() {
            var end = text.indexOf("\r\n\r\n");
            return end < 0 ? "" : text.substring(end + 4);
        }
    }

    /** Sends {@code line}, such as {@code GET /x HTTP/1.1}, with these header lines and this body, as Latin-1. */
    public static RawAnswer send(URI base, String line, String body, String... headers) {
        var head = line + "\r\nHost: " + base.getAuthority() + "\r\n" + String.join("\r\n", headers)
                + (headers.length == 0 ? "\r\n" : "\r\n\r\n");
        return send(base, (head + body).getBytes(StandardCharsets.ISO_8859_1));
    }

    /** To the end of the body that the head announces, or until the server closes. */
    private static String firstAnswer(InputStream stream) throws IOException {
        var answer = new ByteArrayOutputStream();
        for (int octet = stream.read(); octet >= 0; octet = stream.read()) {
            answer.write(octet);
            var text = answer.toString(StandardCharsets.ISO_8859_1);
            var length = LENGTH.matcher(text);
            var end = text.indexOf("\r\n\r\n");
            if (end >= 0 && WITHOUT_BODY.matcher(text).lookingAt()) {
                return text;
            }
            if (end >= 0 && length.find() && text.length() >= end + 4 + Integer.parseInt(length.group(1))) {
                return text;
            }
        }
        return answer.toString(StandardCharsets.ISO_8859_1);
    }

    private static RawAnswer send(URI base, byte[] request) {
        try (var socket = new Socket(base.getHost(), base.getPort())) {
            socket.setSoTimeout(PATIENCE_MILLIS);
            socket.getOutputStream().write(request);
            return new RawAnswer(firstAnswer(socket.getInputStream()));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
