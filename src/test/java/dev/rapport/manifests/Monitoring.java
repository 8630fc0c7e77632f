package dev.rapport.manifests;

import com.fasterxml.jackson.annotation.JsonProperty;
import com.fasterxml.jackson.databind.JsonNode;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** What Prometheus and Grafana get from {@code k8s/monitoring}. */
public final class Monitoring {
    private static final Path ALERTS = Overlay.ROOT.resolve("monitoring/alerts.yaml");
    private static final Path DASHBOARD = Overlay.ROOT.resolve("monitoring/dashboard.json");

    /** What is left of an expression when these are taken away are names of metrics, operators and functions. */
    private static final Pattern NO_NAMES = Pattern.compile("\"[^\"]*\"|\\{[^}]*}|\\[[^]]*]|by \\([^)]*\\)");

    private static final Pattern NAME = Pattern.compile("[a-zA-Z_:][a-zA-Z0-9_:]*(?!\\s*\\(|[a-zA-Z0-9_:])");
    private static final Set<String> OPERATORS = Set.of("or", "and", "unless", "by");
    private static final Pattern BUCKET = Pattern.compile("\\ble=\"([^\"]*)\"");

    private Monitoring() {}

    record Rules(List<Group> groups) {}

    record Group(String name, List<Rule> rules) {}

    record Rule(
            String alert,
            String expr,
            @Nullable @JsonProperty("for") String lasting,
            Map<String, String> labels,
            Map<String, String> annotations) {}

    static List<Rule> alerts() {
        return StrictYaml.read(ALERTS, Rules.class).groups().stream()
                .flatMap(group -> group.rules().stream())
                .toList();
    }

    static JsonNode dashboard() {
        return StrictYaml.read(DASHBOARD, JsonNode.class);
    }

    /** The metrics that alerts and dashboard ask for. */
    public static Set<String> metrics() {
        return expressions().flatMap(Monitoring::metricsIn).collect(Collectors.toSet());
    }

    /** The bounds of histograms that they ask for. */
    public static Set<String> buckets() {
        return expressions()
                .flatMap(expression -> BUCKET.matcher(expression).results())
                .map(bound -> bound.group(1))
                .collect(Collectors.toSet());
    }

    private static Stream<String> expressions() {
        return Stream.concat(
                alerts().stream().map(Rule::expr),
                dashboard().findValues("expr").stream().map(JsonNode::asText));
    }

    static Stream<String> metricsIn(String expression) {
        return NAME.matcher(NO_NAMES.matcher(expression).replaceAll(" "))
                .results()
                .map(MatchResult::group)
                .filter(name -> !OPERATORS.contains(name));
    }
}
