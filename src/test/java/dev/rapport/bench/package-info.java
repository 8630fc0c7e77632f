/**
 * The benchmark: people send over real HTTP, hear over real sockets and fetch; or are many and do nothing; or come back
 * all at once. The commands in {@code bench} start it; nothing here is a test or part of the package.
 *
 * <p>The processes are apart, so that none pays for another's garbage: the embedded servers, the packaged service, and the
 * load. The load runs on one event loop of Vert.x: all its state belongs to that thread.
 *
 * <p>Each command is a class with {@code main}: {@link dev.rapport.bench.Benchmark} (an open schedule, in which a message
 * counts from the moment at which it was due, whatever the ones before it did, or a closed loop), {@link
 * dev.rapport.bench.Connections}, {@link dev.rapport.bench.Storm}, {@link dev.rapport.bench.Tables}, {@link
 * dev.rapport.bench.Coaches} and {@link dev.rapport.bench.StartUp}.
 */
@NullMarked
package dev.rapport.bench;

import org.jspecify.annotations.NullMarked;
