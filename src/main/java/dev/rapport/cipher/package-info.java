/**
 * Text at rest. Each conversation has a data key of its own, 32 random bytes; its texts are sealed with AES-256-GCM under
 * a key derived from it. The data key is stored wrapped, by the primary key of the organisation's {@link
 * dev.rapport.cipher.Keyset}, which is a file and never in the database.
 *
 * <p>What is sealed is bound to its place: a text to its conversation, sender and idempotency key, a data key to its
 * conversation. A row that was moved or copied elsewhere does not open.
 *
 * <p>Destroying the wrapped key erases a conversation. It is read from the database with every call that opens texts, so
 * that this holds at once on every replica; only the work of unwrapping is cached.
 */
@NullMarked
package dev.rapport.cipher;

import org.jspecify.annotations.NullMarked;
