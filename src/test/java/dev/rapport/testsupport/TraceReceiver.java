package dev.rapport.testsupport;

import com.google.protobuf.ByteString;
import com.google.protobuf.InvalidProtocolBufferException;
import com.google.protobuf.UnknownFieldSet;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;

/** Takes what replicas tell of traces, by OTLP over HTTP. */
public final class TraceReceiver implements AutoCloseable {
    private final HttpServer server;
    private final ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    private final List<Span> spans = new CopyOnWriteArrayList<>();

    /** A span; {@code replica} is what the replica was called in its settings. */
    public record Span(
            String trace, String id, String parent, String name, Map<String, String> attributes, String replica) {}

    public TraceReceiver() throws IOException {
        server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.createContext("/v1/traces", this::receive);
        server.start();
    }

    /** What has a replica of this name tell its traces here, soon. */
    public Map<String, String> settings(String replica) {
        return Map.of(
                "QUARKUS_OTEL_SDK_DISABLED", "false",
                "QUARKUS_OTEL_EXPORTER_OTLP_PROTOCOL", "http/protobuf",
                "QUARKUS_OTEL_EXPORTER_OTLP_ENDPOINT",
                        "http://127.0.0.1:" + server.getAddress().getPort(),
                "QUARKUS_OTEL_BSP_SCHEDULE_DELAY", "200ms",
                "QUARKUS_OTEL_RESOURCE_ATTRIBUTES", "service.instance.id=" + replica);
    }

    public List<Span> spans() {
        return List.copyOf(spans);
    }

    /** All that was told, as it came. */
    public byte[] bytes() {
        synchronized (bytes) {
            return bytes.toByteArray();
        }
    }

    private void receive(HttpExchange exchange) throws IOException {
        try (exchange) {
            var body = exchange.getRequestBody().readAllBytes();
            synchronized (bytes) {
                bytes.write(body);
            }
            spans.addAll(spansIn(body));
            exchange.sendResponseHeaders(200, -1);
        }
    }

    /** The numbers are those of the fields in opentelemetry/proto/trace/v1/trace.proto. */
    private static List<Span> spansIn(byte[] request) throws InvalidProtocolBufferException {
        return messages(UnknownFieldSet.parseFrom(request), 1).stream()
                .flatMap(ofResource -> {
                    var resource = attributes(messages(ofResource, 1).getFirst(), 1);
                    return messages(ofResource, 2).stream()
                            .flatMap(ofScope -> messages(ofScope, 2).stream())
                            .map(span -> span(span, resource));
                })
                .toList();
    }

    private static Span span(UnknownFieldSet span, Map<String, String> resource) {
        return new Span(
                hex(span, 1),
                hex(span, 2),
                hex(span, 4),
                text(span, 5),
                attributes(span, 9),
                resource.getOrDefault("service.instance.id", ""));
    }

    private static Map<String, String> attributes(UnknownFieldSet owner, int number) {
        var attributes = new HashMap<String, String>();
        for (var attribute : messages(owner, number)) {
            var value = messages(attribute, 2).getFirst();
            attributes.put(
                    text(attribute, 1),
                    value.hasField(1) ? text(value, 1) : value.asMap().values().toString());
        }
        return attributes;
    }

    private static List<UnknownFieldSet> messages(UnknownFieldSet owner, int number) {
        return owner.getField(number).getLengthDelimitedList().stream()
                .map(TraceReceiver::parse)
                .toList();
    }

    private static UnknownFieldSet parse(ByteString bytes) {
        try {
            return UnknownFieldSet.parseFrom(bytes);
        } catch (InvalidProtocolBufferException e) {
            throw new IllegalStateException(e);
        }
    }

    private static String text(UnknownFieldSet owner, int number) {
        return first(owner, number).toStringUtf8();
    }

    private static String hex(UnknownFieldSet owner, int number) {
        return HexFormat.of().formatHex(first(owner, number).toByteArray());
    }

    private static ByteString first(UnknownFieldSet owner, int number) {
        var values = owner.getField(number).getLengthDelimitedList();
        return values.isEmpty() ? ByteString.EMPTY : values.getFirst();
    }

    @Override
    public void close() {
        server.stop(0);
    }
}
