/**
 * How much one caller may ask for in a minute, counted on this replica. Each person has buckets of their own, which
 * fill evenly; what one does never takes from another's, so nobody can be locked out by somebody else.
 *
 * <p>{@link dev.rapport.limit.RequestLimit} stands between the gate's check of the caller and its check of the body.
 * Fetches of {@code since} pass uncounted, because a client that recovers must never be told to wait, and so does the
 * platform, which announces all its people at once. {@link dev.rapport.limit.MessageLimit} is asked when a message has
 * the right shape and before the database is. {@link dev.rapport.limit.TypingLimit} refuses nothing: what it holds back is
 * answered like what it lets through.
 *
 * <p>Buckets are kept in bounded memory. One that nobody touched for a minute is full, so forgetting it forgives
 * nothing; see {@link dev.rapport.limit.RateLimit}.
 */
@NullMarked
package dev.rapport.limit;

import org.jspecify.annotations.NullMarked;
