package dev.rapport.conversation;

import dev.rapport.identity.UserId;

/** The two people of a conversation, in the order in which the database keeps them. */
record Pair(UserId a, UserId b) {
    static Pair of(UserId one, UserId other) {
        return one.compareTo(other) < 0 ? new Pair(one, other) : new Pair(other, one);
    }
}
