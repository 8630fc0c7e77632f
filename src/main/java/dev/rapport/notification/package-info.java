/**
 * From a committed fact to the broker, at least once.
 *
 * <p>{@link dev.rapport.notification.Outbox} observes facts inside their transaction and stores one row for each person
 * to notify; a rollback takes the rows along. After the commit {@link dev.rapport.notification.OutboxRelay} is woken,
 * deletes a batch in a transaction of its own, publishes it, waits for the broker's acceptance and commits. A crash in
 * between publishes again: a notification is a hint, and a client that fetches is complete without it. Any number of
 * replicas relay at once ({@code SKIP LOCKED}); what a dead one left is swept within a second.
 *
 * <p>Typing and presence are no facts: {@link dev.rapport.notification.Hints} sends them past the outbox, over a {@link
 * dev.rapport.notification.HintLink} that drops what cannot go at once.
 *
 * <p>A notification has three fields and no room for text. What must never happen: a send that waits for the broker.
 */
@NullMarked
package dev.rapport.notification;

import org.jspecify.annotations.NullMarked;
