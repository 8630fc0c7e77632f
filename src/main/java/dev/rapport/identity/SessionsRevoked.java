package dev.rapport.identity;

/** Fired in the transaction in which {@code by} revokes the tokens of {@code user}. */
public record SessionsRevoked(UserId user, UserId by) {}
