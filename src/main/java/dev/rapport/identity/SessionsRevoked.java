package dev.rapport.identity;

/** Fired in the transaction that revokes the tokens of {@code user}. */
public record SessionsRevoked(UserId user) {}
