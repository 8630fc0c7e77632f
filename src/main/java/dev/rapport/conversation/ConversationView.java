package dev.rapport.conversation;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonProperty;
import dev.rapport.presence.Presence;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.jspecify.annotations.Nullable;

/** A conversation as one of its two people sees it. {@code unread} is counted to 100 at most. */
@Schema(
        name = "Conversation",
        requiredProperties = {"peer", "state", "lastSeq", "version", "readSeq", "peerReadSeq", "unread"})
@JsonInclude(JsonInclude.Include.NON_NULL)
public record ConversationView(
        Peer peer,
        State state,
        long lastSeq,
        long version,
        long readSeq,
        long peerReadSeq,
        int unread,
        @Nullable MessageView lastMessage) {

    /** The other person; {@code role} is their side in the assignment. Of a closed conversation they are offline. */
    @Schema(
            name = "Peer",
            requiredProperties = {"id", "displayName", "role", "presence"})
    public record Peer(
            String id,
            String displayName,
            @Schema(enumeration = {"client", "coach"}) String role,
            Presence presence) {}

    /** Whether anything can be written. */
    public enum State {
        @JsonProperty("open")
        OPEN,
        @JsonProperty("closed")
        CLOSED
    }
}
