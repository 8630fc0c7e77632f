package dev.rapport.testsupport;

import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.net.URI;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.UUID;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.eclipse.microprofile.config.ConfigProvider;
import org.jspecify.annotations.Nullable;

/** The operations of the OpenAPI document that the application serves, each ready to be called. */
public record ApiDocument(JsonObject document) {
    private static final Set<String> METHODS = Set.of("get", "put", "post", "delete", "patch", "head");
    private static final Pattern PLACEHOLDER = Pattern.compile("\\{([^}]+)}");

    /** Reads it from the management interface of the application that Quarkus started for this test. */
    public static ApiDocument ofTestApplication() {
        var management = ConfigProvider.getConfig().getValue("test.management.url", String.class);
        var address = URI.create(management + "/openapi?format=json");
        return new ApiDocument(
                ChatClient.call(HttpRequest.newBuilder(address).build()).json());
    }

    /** One call that the document describes. */
    public record Operation(String method, String path, JsonObject description, ApiDocument api) {
        public boolean isForThePlatform() {
            return path.startsWith("/api/v1/platform/");
        }

        public boolean isForCoaches() {
            return path.equals("/api/v1/me/availability");
        }

        public boolean isOnAConversation() {
            return path.contains("{peerId}");
        }

        public boolean takesABody() {
            return description.containsKey("requestBody");
        }

        /** The names of the parameters in the query. */
        public List<String> queryParameters() {
            return parameters("query").toList();
        }

        private Stream<String> parameters(String in) {
            return description.getJsonArray("parameters").stream()
                    .map(JsonObject.class::cast)
                    .filter(parameter -> parameter.getString("in").equals(in))
                    .map(parameter -> parameter.getString("name"));
        }

        /** The address, with these values for what is in braces; the test must know a value for each. */
        public String address(Map<String, String> values) {
            return PLACEHOLDER.matcher(path).replaceAll(match -> value(values, match.group(1)));
        }

        /** A body with these values for its fields, and something valid for those that are not named; or null. */
        public @Nullable JsonObject body(Map<String, String> values) {
            return takesABody() ? (JsonObject) api.example("", schema(), values) : null;
        }

        /** The names of all fields of the body. */
        public Set<String> fields() {
            return new TreeSet<>(
                    api.resolved(schema()).getJsonObject("properties").fieldNames());
        }

        /** The type of one field of the body, as the document writes it. */
        public String typeOf(String field) {
            var property = api.resolved(schema()).getJsonObject("properties").getJsonObject(field);
            return String.valueOf(api.resolved(property).getValue("type"));
        }

        private JsonObject schema() {
            return description
                    .getJsonObject("requestBody")
                    .getJsonObject("content")
                    .getJsonObject("application/json")
                    .getJsonObject("schema");
        }

        /** Calls it, well-formed, with these values for what its address and its body name. */
        public ChatClient.Answer call(ChatClient caller, Map<String, String> values) {
            return callAt(caller, address(values), values);
        }

        /** As {@link #call(ChatClient, Map)}, with something added to the address. */
        public ChatClient.Answer call(ChatClient caller, Map<String, String> values, String query) {
            return callAt(caller, address(values) + query, values);
        }

        /** As {@link #call(ChatClient, Map)}, at another address. */
        public ChatClient.Answer callAt(ChatClient caller, String address, Map<String, String> values) {
            var body = body(values);
            var publisher = body == null ? BodyPublishers.noBody() : BodyPublishers.ofString(body.toString());
            return ChatClient.call(
                    request(caller, address).method(method, publisher).build());
        }

        /** The beginning of a call, with the headers that it takes. */
        public HttpRequest.Builder request(ChatClient caller, String address) {
            var request = caller.request(address);
            if (takesABody()) {
                request.header("Content-Type", "application/json");
            }
            parameters("header")
                    .forEach(name -> request.header(name, UUID.randomUUID().toString()));
            return request;
        }

        @Override
        public String toString() {
            return method + " " + path;
        }
    }

    private static String value(Map<String, String> values, String name) {
        var value = values.get(name);
        if (value == null) {
            throw new AssertionError("Tell this test what to put for '" + name + "'.");
        }
        return value;
    }

    /** Every operation. */
    public List<Operation> operations() {
        var operations = new ArrayList<Operation>();
        for (var path : document.getJsonObject("paths")) {
            var item = (JsonObject) path.getValue();
            for (var method : item) {
                if (METHODS.contains(method.getKey())) {
                    var description = ((JsonObject) method.getValue()).copy();
                    description
                            .put("parameters", description.getJsonArray("parameters", new JsonArray()))
                            .getJsonArray("parameters")
                            .addAll(item.getJsonArray("parameters", new JsonArray()));
                    operations.add(
                            new Operation(method.getKey().toUpperCase(Locale.ROOT), path.getKey(), description, this));
                }
            }
        }
        return operations;
    }

    private JsonObject resolved(JsonObject schema) {
        var reference = schema.getString("$ref");
        return reference == null
                ? schema
                : document.getJsonObject("components")
                        .getJsonObject("schemas")
                        .getJsonObject(reference.substring(reference.lastIndexOf('/') + 1));
    }

    private Object example(String field, JsonObject reference, Map<String, String> values) {
        var schema = resolved(reference);
        if (schema.containsKey("enum")) {
            return schema.getJsonArray("enum").getValue(0);
        }
        if (schema.containsKey("properties")) {
            var object = new JsonObject();
            for (var name : schema.getJsonArray("required", new JsonArray())) {
                object.put(
                        (String) name,
                        example(
                                (String) name,
                                schema.getJsonObject("properties").getJsonObject((String) name),
                                values));
            }
            return object;
        }
        // A type is a name, or a list of names when null is one of them.
        var type = String.valueOf(schema.getValue("type"));
        if (type.contains("integer")) {
            return Long.valueOf(values.getOrDefault(field, "1"));
        }
        return type.contains("boolean") ? Boolean.TRUE : values.getOrDefault(field, "x");
    }
}
