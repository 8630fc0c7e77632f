package dev.rapport.conversation;

import java.util.List;
import org.eclipse.microprofile.openapi.annotations.media.Schema;

/**
 * A page of messages from one snapshot. {@code version} is the cursor to follow with {@code since}; {@code hasMore}
 * means older messages on a newest or {@code before} page, later changes on a {@code since} page.
 */
@Schema(requiredProperties = {"items", "version", "readSeq", "peerReadSeq", "hasMore"})
public record MessagesPage(List<MessageView> items, long version, long readSeq, long peerReadSeq, boolean hasMore) {}
