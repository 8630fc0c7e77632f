package dev.rapport.conversation;

import com.fasterxml.jackson.annotation.JsonSetter;
import com.fasterxml.jackson.annotation.Nulls;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.jspecify.annotations.Nullable;

/** A message to send. */
@Schema(requiredProperties = "text")
record SendMessage(
        @Schema(minLength = 1, maxLength = MessageText.MAX_BYTES, description = "1 to 8,192 bytes of UTF-8.")
        @JsonSetter(nulls = Nulls.FAIL)
        @Nullable
        String text) {

    @Override
    public String toString() {
        return "SendMessage";
    }
}
