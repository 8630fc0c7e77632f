package dev.rapport.conversation;

import com.fasterxml.jackson.annotation.JsonInclude;
import java.util.List;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.jspecify.annotations.Nullable;

/** A page of the list of conversations; without {@code nextCursor} it is the last. */
@Schema(requiredProperties = "items")
@JsonInclude(JsonInclude.Include.NON_NULL)
public record ConversationPage(
        List<ConversationView> items, @Nullable String nextCursor) {}
