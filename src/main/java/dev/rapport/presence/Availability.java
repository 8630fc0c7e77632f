package dev.rapport.presence;

import com.fasterxml.jackson.annotation.JsonProperty;

/** What a coach has chosen to be while they are here. */
public enum Availability {
    /** To be talked to; at first, and always for clients. */
    @JsonProperty("available")
    AVAILABLE,

    /** Answers later. */
    @JsonProperty("away")
    AWAY
}
