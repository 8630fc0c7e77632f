/**
 * The fault suite: real replicas, a private PostgreSQL, a private broker, and links that can be broken.
 *
 * <p>A {@link dev.rapport.faults.Stage} holds the parts. A {@link dev.rapport.faults.Workload} of people sends, hears and
 * fetches as the protocol tells a client to, without a slow timer, so that nothing but notifications brings a message. All
 * that they try, hear and read goes into a {@link dev.rapport.faults.History}. A {@link dev.rapport.faults.Fault} strikes
 * meanwhile and says what it expects of its own; when all is healed and quiet the {@link dev.rapport.faults.Checker} holds
 * the history against what the database has in the end.
 *
 * <p>A seed decides what people do, when they wait, and the order of the faults; not how threads and packets interleave.
 * Each person has a thread that sends, one that keeps a socket open and one that reads. {@code docs/faults.md} tells how to
 * run it.
 */
@NullMarked
package dev.rapport.faults;

import org.jspecify.annotations.NullMarked;
