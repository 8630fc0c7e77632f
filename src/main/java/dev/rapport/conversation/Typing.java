package dev.rapport.conversation;

import dev.rapport.identity.UserId;

/** {@code writer} is writing to {@code peer} just now; nothing of it is stored. */
public record Typing(UserId writer, UserId peer) {}
