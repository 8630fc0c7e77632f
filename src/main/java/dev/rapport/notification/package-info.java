/**
 * From a committed fact to the broker, at least once, and back from the broker to this replica.
 *
 * <p>{@link dev.rapport.notification.Outbox} observes facts inside their transaction and stores one row for each person
 * to notify; a rollback takes the rows along. After the commit {@link dev.rapport.notification.OutboxRelay} publishes what
 * was stored, waits for the broker's acceptance and deletes the rows. A crash in between publishes again: a notification is a
 * hint, and a client that fetches is complete without it. Any number of replicas relay at once; what one left behind for two
 * seconds another's sweep takes ({@code SKIP LOCKED}).
 *
 * <p>{@link dev.rapport.notification.Broker} keeps one connection, and makes the next when it ends. Everything on it has
 * a deadline: a broker that hangs, blocks or is cut off costs the connection and nothing else. {@link
 * dev.rapport.notification.Hearing} knows by a beacon whether what is sent on it comes back; {@link
 * dev.rapport.notification.NotificationListener} is who hears what others sent.
 *
 * <p>Typing and presence are no facts: {@link dev.rapport.notification.Hints} sends them past the outbox, on the same
 * connection, and what that has not taken when it ends is not sent at all.
 *
 * <p>A notification has three fields and no room for text. What must never happen: a send that waits for the broker.
 */
@NullMarked
package dev.rapport.notification;

import org.jspecify.annotations.NullMarked;
