package dev.rapport.problem;

import com.fasterxml.jackson.annotation.JsonInclude;
import io.vertx.core.json.JsonObject;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.jspecify.annotations.Nullable;

/** The body of every error answer, {@code application/problem+json} (RFC 9457). */
@Schema(requiredProperties = {"type", "title", "status", "requestId"})
@JsonInclude(JsonInclude.Include.NON_NULL)
public record Problem(
        String type,
        String title,
        int status,
        String requestId,
        @Nullable String detail,
        @Nullable String field) {

    /** The media type of problem bodies. */
    public static final String MEDIA_TYPE = "application/problem+json";

    static Problem of(ProblemException refusal, String requestId) {
        var type = refusal.type();
        return new Problem(type.urn(), type.title(), type.status(), requestId, refusal.detail(), refusal.field());
    }

    String toJson() {
        var json = new JsonObject()
                .put("type", type)
                .put("title", title)
                .put("status", status)
                .put("requestId", requestId);
        if (detail != null) {
            json.put("detail", detail);
        }
        if (field != null) {
            json.put("field", field);
        }
        return json.encode();
    }
}
