/**
 * The way of a message as a trace, from the call to the socket, for operators who have switched that on.
 *
 * <p>Every span is begun here, and says no more than what stands in these files: names that are the same for everybody, a
 * method, a template, a status, a kind. The frameworks' own spans are off, because they hold addresses with the ids of
 * people. Where traces are off nothing is recorded, stored or sent, and nothing is asked on the way.
 *
 * <p>A trace goes on across the outbox and the broker by its {@code traceparent}, the two random numbers of W3C's Trace
 * Context and nothing else: a {@code tracestate} or {@code baggage} could hold whatever a caller wrote.
 */
@NullMarked
package dev.rapport.trace;

import org.jspecify.annotations.NullMarked;
