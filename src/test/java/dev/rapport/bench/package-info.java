/**
 * The benchmark: people send at a fixed rate over real HTTP, hear over real sockets and fetch. {@code bench/run} starts
 * it; nothing here is a test or part of the package.
 *
 * <p>Three processes take part, so that none pays for another's garbage: the embedded servers, the packaged service, and
 * the load. The load runs on one event loop of Vert.x: all its state belongs to that thread, and each person has
 * keep-alive connections of their own, like a browser, without threads of their own.
 *
 * <p>The schedule is open: a message counts from the moment at which it was due, whatever the ones before it did.
 */
@NullMarked
package dev.rapport.bench;

import org.jspecify.annotations.NullMarked;
