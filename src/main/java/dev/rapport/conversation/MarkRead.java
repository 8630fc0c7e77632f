package dev.rapport.conversation;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonProperty;
import com.fasterxml.jackson.databind.JsonNode;
import dev.rapport.problem.StrictJson;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.jspecify.annotations.Nullable;

/** Up to which message the caller has read. */
@Schema(requiredProperties = "seq")
record MarkRead(@Schema(minimum = "1") @Nullable Long seq) {
    @JsonCreator
    static MarkRead of(@JsonProperty("seq") @Nullable JsonNode seq) {
        return new MarkRead(StrictJson.number("seq", seq));
    }
}
