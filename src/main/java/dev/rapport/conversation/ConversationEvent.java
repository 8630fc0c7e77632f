package dev.rapport.conversation;

import dev.rapport.database.Pipeline;
import dev.rapport.identity.UserId;
import java.util.function.Consumer;

/** What happened in a conversation; fired inside the transaction that makes it so, unless it says otherwise. Never holds text. */
public sealed interface ConversationEvent {
    /**
     * A message is about to be stored. Listeners add to {@code writes} what is to be written with it, and to {@code whenStored} what
     * they do once all that is committed; and do no more, for it may be refused after that, and the same message tried again.
     */
    record MessageSent(UserId sender, UserId recipient, Pipeline writes, Consumer<Runnable> whenStored)
            implements ConversationEvent {}

    /** {@code author} has edited or deleted a message to {@code peer}. */
    record MessageChanged(UserId author, UserId peer) implements ConversationEvent {}

    /** {@code reader} has read further into the conversation with {@code peer}. */
    record ConversationRead(UserId reader, UserId peer) implements ConversationEvent {}
}
