package dev.rapport.assignment;

import dev.rapport.identity.UserId;

/** Fired in the transaction that makes, changes or ends a right to talk, by call or by date. */
public record AssignmentChanged(UserId client, UserId coach) {}
