package dev.rapport.bench;

import io.vertx.core.json.JsonObject;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** What things of some kinds took, in the order in which the kinds first came. */
final class Measures {
    private final Map<String, Kind> kinds = new LinkedHashMap<>();

    private static final class Kind {
        private final List<Long> nanos = new ArrayList<>();
        private Cpu used = Cpu.NONE;
    }

    /** Some of one kind, which the service has used so much for. */
    void add(String name, List<Long> nanos, Cpu used) {
        var kind = kinds.computeIfAbsent(name, any -> new Kind());
        kind.nanos.addAll(nanos);
        kind.used = kind.used.plus(used);
    }

    void clear() {
        kinds.clear();
    }

    /** Percentiles, and the processor time of each. */
    void report(JsonObject line) {
        kinds.forEach((name, kind) -> line.put(
                name,
                Results.Percentiles.of(
                                kind.nanos.stream().mapToLong(Long::longValue).toArray())
                        .json()
                        .put("number", kind.nanos.size())
                        .put("cpuMillis", kind.used.millisEach(kind.nanos.size()))));
    }
}
