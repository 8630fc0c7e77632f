/**
 * The sockets of this replica. A connection belongs to one user and hears of that user only; identity alone decides,
 * there is nothing to subscribe to, and nothing a client could say: what it has to say is an HTTP call.
 *
 * <p>{@link dev.rapport.realtime.Carrier} and {@link dev.rapport.realtime.Handshake} refuse before the upgrade. {@link
 * dev.rapport.realtime.ConnectionRegistry} is the only mutable map: a connection is in it before it says {@code ready},
 * so what is committed after {@code ready} is heard, and what was committed before is found by the fetch that {@code
 * ready} asks for. Every replica gets every notification ({@link dev.rapport.realtime.Fanout}) and forwards it byte for
 * byte; one that may have missed some says so ({@link dev.rapport.realtime.Resync}). {@link dev.rapport.realtime.ConnectionSweep} closes what has expired, is dead or has lost its right, from the
 * database and without the broker's help.
 *
 * <p>Nothing here waits for a peer. {@link dev.rapport.realtime.Outgoing} holds a bounded number of frames for each, and
 * gives up who does not read; {@link dev.rapport.realtime.Farewell} cuts who does not answer a close. {@link
 * dev.rapport.realtime.Drain} empties this replica before it stops.
 *
 * <p>What must never happen: a frame for another user, a socket that outlives its token, a frame after the
 * close was decided, content in a frame.
 */
@NullMarked
package dev.rapport.realtime;

import org.jspecify.annotations.NullMarked;
