package dev.rapport.ops;

import io.micrometer.core.instrument.Tags;
import io.quarkus.micrometer.runtime.HttpServerMetricsTagsContributor;
import io.vertx.core.http.HttpMethod;
import jakarta.inject.Singleton;
import java.util.Set;

/**
 * Labels of the metrics of requests: the path's template, never the path. Whatever was refused before there was an
 * operation would be labelled with what the caller wrote, ids among it, and each new word would stay in memory.
 */
@Singleton
class HttpLabels implements HttpServerMetricsTagsContributor {
    private static final String OTHER = "other";

    private static final Set<HttpMethod> METHODS = Set.of(
            HttpMethod.GET,
            HttpMethod.HEAD,
            HttpMethod.POST,
            HttpMethod.PUT,
            HttpMethod.PATCH,
            HttpMethod.DELETE,
            HttpMethod.OPTIONS);

    @Override
    public Tags contribute(Context context) {
        String template = context.requestContextLocalData("UrlPathTemplate");
        var method = context.request().method();
        return Tags.of(
                "uri",
                template == null ? OTHER : template,
                "method",
                METHODS.contains(method) ? method.name() : OTHER);
    }
}
