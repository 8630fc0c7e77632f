package dev.rapport.bench;

/** One message on its way: when it was due, begun, answered, announced to the recipient, and in their hand. */
final class Sent {
    static final long NEVER = Long.MIN_VALUE;

    final long due;
    final boolean counts;
    long begun = NEVER;
    long answered = NEVER;
    long announced = NEVER;
    long inHand = NEVER;
    Runnable whenInHand = () -> {};

    Sent(long due, boolean counts) {
        this.due = due;
        this.counts = counts;
    }
}
