package dev.rapport.conversation;

import dev.rapport.database.Pipeline;
import dev.rapport.identity.UserId;

/** What happened in a conversation; fired inside the transaction that makes it so, unless it says otherwise. Never holds text. */
public sealed interface ConversationEvent {
    /**
     * A message is about to be stored, with {@code writes}, to which listeners add what is to be written with it, and do no more: a
     * message may be refused after that, and the same one tried again.
     */
    record MessageSent(UserId sender, UserId recipient, Pipeline writes) implements ConversationEvent {}

    /** A message is stored: its transaction has committed. */
    record MessageStored() implements ConversationEvent {}

    /** {@code author} has edited or deleted a message to {@code peer}. */
    record MessageChanged(UserId author, UserId peer) implements ConversationEvent {}

    /** {@code reader} has read further into the conversation with {@code peer}. */
    record ConversationRead(UserId reader, UserId peer) implements ConversationEvent {}
}
