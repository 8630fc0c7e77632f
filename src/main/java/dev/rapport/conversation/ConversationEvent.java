package dev.rapport.conversation;

import dev.rapport.identity.UserId;

/** What happened in a conversation; fired inside the transaction that makes it so. Never holds text. */
public sealed interface ConversationEvent {
    /** A message was stored. */
    record MessageSent(UserId sender, UserId recipient) implements ConversationEvent {}

    /** {@code author} has edited or deleted a message to {@code peer}. */
    record MessageChanged(UserId author, UserId peer) implements ConversationEvent {}

    /** {@code reader} has read further into the conversation with {@code peer}. */
    record ConversationRead(UserId reader, UserId peer) implements ConversationEvent {}
}
