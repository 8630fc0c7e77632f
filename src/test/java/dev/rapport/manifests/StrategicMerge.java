package dev.rapport.manifests;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.Map;

/** How a patch changes a resource, for the lists that patches here change. */
final class StrategicMerge {
    /** What tells the elements of a list apart. */
    private static final Map<String, String> KEYS =
            Map.of("containers", "name", "env", "name", "volumes", "name", "volumeMounts", "mountPath");

    private StrategicMerge() {}

    static void into(ObjectNode resource, ObjectNode patch) {
        patch.properties().forEach(field -> {
            var before = resource.get(field.getKey());
            if (before instanceof ObjectNode object && field.getValue() instanceof ObjectNode change) {
                into(object, change);
            } else if (before instanceof ArrayNode list) {
                elements(field.getKey(), list, field.getValue());
            } else {
                resource.set(field.getKey(), field.getValue());
            }
        });
    }

    private static void elements(String list, ArrayNode before, JsonNode changes) {
        var key = KEYS.get(list);
        if (key == null) {
            throw new IllegalStateException("how elements of " + list + " are told apart is not known here");
        }
        for (var change : changes) {
            var same = before.valueStream()
                    .filter(element -> element.get(key).equals(change.get(key)))
                    .findFirst();
            if (same.isPresent()) {
                into((ObjectNode) same.get(), (ObjectNode) change);
            } else {
                before.add(change);
            }
        }
    }
}
