package dev.rapport.realtime;

import io.quarkus.websockets.next.CloseReason;

/** Why the server closes a socket, and thereby whether the client comes back: a closed table, mirrored by the client. */
enum CloseCode {
    /** The token expired or was revoked: the client asks for a new one once. */
    TOKEN_OVER(4401, "token expired or revoked"),
    /** No assignment is live: the client stays away until its list says otherwise. */
    NO_ASSIGNMENT(4403, "no live assignment"),
    /** The user has opened more sockets than they may have, and this was the oldest: it stays closed until they ask for it. */
    REPLACED(4409, "too many sockets"),
    /** The client sent something: a bug, it stops. */
    ONE_WAY(1008, "this socket is one-way"),
    /** No pong in time: whoever is there reconnects. */
    UNRESPONSIVE(1001, "no pong"),
    /** This replica stops: the client reconnects, to another one. */
    RESTARTING(1012, "restarting"),
    /** The client reads more slowly than it is told: it reconnects and fetches. */
    TOO_SLOW(1013, "too slow");

    private final int code;
    private final String message;

    CloseCode(int code, String message) {
        this.code = code;
        this.message = message;
    }

    CloseReason reason() {
        return new CloseReason(code, message);
    }
}
