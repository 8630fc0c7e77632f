package dev.rapport.bench;

import java.io.Serial;

/** A command was called in a way that it does not understand; the message says what is wrong. */
final class Misuse extends IllegalArgumentException {
    @Serial
    private static final long serialVersionUID = 1;

    Misuse(String message) {
        super(message);
    }
}
