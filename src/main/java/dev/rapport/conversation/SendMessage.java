package dev.rapport.conversation;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonProperty;
import com.fasterxml.jackson.databind.JsonNode;
import dev.rapport.problem.StrictJson;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.jspecify.annotations.Nullable;

/** A message to send, or the text that one gets instead. */
@Schema(requiredProperties = "text")
record SendMessage(
        @Schema(minLength = 1, maxLength = MessageText.MAX_BYTES, description = "1 to 8,192 bytes of UTF-8.") @Nullable
        String text) {

    @JsonCreator
    static SendMessage of(@JsonProperty("text") @Nullable JsonNode text) {
        return new SendMessage(StrictJson.text("text", text));
    }

    @Override
    public String toString() {
        return "SendMessage";
    }
}
