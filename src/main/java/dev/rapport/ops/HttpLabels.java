package dev.rapport.ops;

import io.micrometer.core.instrument.Tags;
import io.micrometer.core.instrument.config.MeterFilter;
import io.quarkus.micrometer.runtime.HttpServerMetricsTagsContributor;
import jakarta.enterprise.inject.Produces;
import jakarta.inject.Singleton;
import java.util.List;

/**
 * Labels of the metrics of requests: the path's template, never the path. The framework would label what was refused before
 * there was an operation with what the caller wrote, ids among it, and each new word would stay in memory. Therefore
 * application.properties calls every path {@code other}, and this gives those of operations their template.
 */
@Singleton
class HttpLabels implements HttpServerMetricsTagsContributor {
    private static final String OTHER = "other";

    private static final List<String> METHODS = List.of("GET", "HEAD", "POST", "PUT", "PATCH", "DELETE", "OPTIONS");

    @Override
    public Tags contribute(Context context) {
        String template = context.requestContextLocalData("UrlPathTemplate");
        var method = context.request().method().name();
        return Tags.of("uri", template == null ? OTHER : template, "method", METHODS.contains(method) ? method : OTHER);
    }

    /** For a request that its caller broke off, which nobody asks the above for. */
    @Produces
    @Singleton
    MeterFilter methods() {
        return MeterFilter.replaceTagValues("method", method -> OTHER, METHODS.toArray(String[]::new));
    }
}
