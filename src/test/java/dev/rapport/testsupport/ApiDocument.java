package dev.rapport.testsupport;

import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.net.URI;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.UUID;

/** The operations of the OpenAPI document that the application serves, each ready to be called. */
public record ApiDocument(JsonObject document) {
    private static final Set<String> METHODS = Set.of("get", "put", "post", "delete", "patch", "head");

    /** Reads it from the management interface. */
    public static ApiDocument at(URI address) {
        return new ApiDocument(
                ChatClient.call(HttpRequest.newBuilder(address).build()).json());
    }

    /** One call that the document describes. */
    public record Operation(String method, String path, JsonObject description, ApiDocument api) {
        public boolean isForThePlatform() {
            return path.startsWith("/api/v1/platform/");
        }

        public boolean isOnAConversation() {
            return path.contains("{peerId}");
        }

        /** Calls it, well-formed, with {@code id} for the person of the address, and the first of everything else. */
        public ChatClient.Answer call(ChatClient caller, String id) {
            var address = path.replace("{peerId}", id).replace("{userId}", id).replaceAll("\\{[^}]+}", "1");
            var request = caller.request(address);
            var body = description.getJsonObject("requestBody");
            if (body != null) {
                request.header("Content-Type", "application/json");
            }
            for (var parameter : description.getJsonArray("parameters", new JsonArray())) {
                var header = (JsonObject) parameter;
                if (header.getString("in").equals("header")) {
                    request.header(header.getString("name"), UUID.randomUUID().toString());
                }
            }
            request.method(
                    method,
                    body == null
                            ? BodyPublishers.noBody()
                            : BodyPublishers.ofString(
                                    api.example(schemaOf(body)).toString()));
            return ChatClient.call(request.build());
        }

        private static JsonObject schemaOf(JsonObject body) {
            return body.getJsonObject("content")
                    .getJsonObject("application/json")
                    .getJsonObject("schema");
        }

        @Override
        public String toString() {
            return method + " " + path;
        }
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

    private Object example(JsonObject schema) {
        var reference = schema.getString("$ref");
        if (reference != null) {
            return example(document.getJsonObject("components")
                    .getJsonObject("schemas")
                    .getJsonObject(reference.substring(reference.lastIndexOf('/') + 1)));
        }
        if (schema.containsKey("enum")) {
            return schema.getJsonArray("enum").getValue(0);
        }
        if (schema.containsKey("properties")) {
            var object = new JsonObject();
            for (var name : schema.getJsonArray("required", new JsonArray())) {
                object.put(
                        (String) name,
                        example(schema.getJsonObject("properties").getJsonObject((String) name)));
            }
            return object;
        }
        // A type is a name, or a list of names when null is one of them.
        var type = String.valueOf(schema.getValue("type"));
        return type.contains("integer") ? 1 : type.contains("boolean") ? Boolean.TRUE : "x";
    }
}
