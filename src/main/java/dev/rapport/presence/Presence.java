package dev.rapport.presence;

import com.fasterxml.jackson.annotation.JsonProperty;

/** What the people who may talk to somebody see of them. */
public enum Presence {
    /** No socket anywhere, for the length of the grace. */
    @JsonProperty("offline")
    OFFLINE,

    /** Here, and away by choice; coaches only. */
    @JsonProperty("away")
    AWAY,

    /** Here. */
    @JsonProperty("available")
    AVAILABLE
}
