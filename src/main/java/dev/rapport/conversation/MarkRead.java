package dev.rapport.conversation;

import com.fasterxml.jackson.annotation.JsonSetter;
import com.fasterxml.jackson.annotation.Nulls;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.jspecify.annotations.Nullable;

/** Up to which message the caller has read. */
@Schema(requiredProperties = "seq")
record MarkRead(
        @Schema(minimum = "1") @JsonSetter(nulls = Nulls.FAIL) @Nullable
        Long seq) {}
