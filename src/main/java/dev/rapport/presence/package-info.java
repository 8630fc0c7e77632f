/**
 * Who is here, and which coach is away by choice.
 *
 * <p><b>Leases.</b> Each replica holds a row that it renews; each person with a socket there has one row at it, written
 * once a second for all who came or went together, never for a socket or a ping. A person is here while one of their rows
 * counts: its replica's lease runs, and the last socket there is open or closed less than the grace ago. So one of two
 * tabs or replicas may go, a browser may reconnect anywhere, and nothing changes. A dead replica's lease runs out, and
 * with it its rows. All times are the database's.
 *
 * <p><b>Announcing.</b> Whoever finds that a person came, or deletes the row that ran out, announces it: {@link
 * dev.rapport.presence.PresenceChanged}, at most once in two ticks for one person. It is a hint; what is so is read
 * from the view {@code online}.
 *
 * <p><b>Outages.</b> Without the database nothing is written and nobody is judged. When it is back each replica renews
 * its lease and, if that had run out, writes its people anew. Until a replica has held its lease for the length of one it
 * deletes nothing: the others may not have had the time to renew theirs.
 *
 * <p>What must never happen: that somebody learns of a person with whom they have no live assignment. Presence leaves
 * here for the conversation that asked the door, and as hints to the people of live assignments.
 */
@NullMarked
package dev.rapport.presence;

import org.jspecify.annotations.NullMarked;
