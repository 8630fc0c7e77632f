/**
 * Conversations and their messages: the centre. It knows who may, not how anything is delivered.
 *
 * <p><b>Ordering.</b> Every change takes the row lock of its conversation and holds it to the commit. Under it {@code
 * seq} (1, 2, 3 … of messages) and {@code version} (of every change) are allocated, so both are dense and become visible
 * in order: a reader who follows {@code since} sees each change exactly once, under any interleaving. The idempotency
 * key is looked up under the same lock, so a repeated send finds the first one.
 *
 * <p><b>Sending.</b> The text is sealed under the key that was seen last, and the database's function {@code send_message}, the only
 * way in which a message is stored, looks under the lock whether that key, the right and the token still hold.
 *
 * <p><b>Changing.</b> Authors edit and delete their own messages while these are young. A message never leaves its place:
 * what was deleted is a tombstone, and {@code since} brings every message as it is now.
 *
 * <p><b>Reading.</b> A page's items and its cursor come from one statement, hence one snapshot.
 *
 * <p><b>Permission.</b> {@link dev.rapport.conversation.ConversationAccess} is the only door; a message goes through {@code send_message}, which
 * looks at the same right itself, and the door tells why it refused. What it does not open is
 * the same {@code not-found}, whether it exists or not.
 *
 * <p><b>Telling.</b> Changes are fired as {@link dev.rapport.conversation.ConversationEvent} inside the transaction, or before it when a
 * message is sent; what listeners to a message add goes to the database together with it. Who listens is not known here.
 */
@NullMarked
package dev.rapport.conversation;

import org.jspecify.annotations.NullMarked;
