package dev.rapport.presence;

import dev.rapport.identity.UserId;
import java.util.Set;

/** What others see of these people has changed; fired outside of transactions, and only a hint. */
public record PresenceChanged(Set<UserId> users) {}
