package dev.rapport.problem;

import org.jspecify.annotations.Nullable;

/** An expected refusal. It carries no stack trace: it is an answer, not a bug. */
public final class ProblemException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    private final ProblemType type;
    private final @Nullable String detail;
    private final @Nullable String field;

    /** A refusal whose title says it all. */
    public ProblemException(ProblemType type) {
        this(type, null, null);
    }

    /** A refusal with a sentence a developer can act on; it must hold neither input nor anything about other people. */
    public ProblemException(ProblemType type, String detail) {
        this(type, detail, null);
    }

    private ProblemException(ProblemType type, @Nullable String detail, @Nullable String field) {
        super(type.name(), null, false, false);
        this.type = type;
        this.detail = detail;
        this.field = field;
    }

    /** A refusal of one named field or parameter. */
    public static ProblemException ofField(ProblemType type, String field, String detail) {
        return new ProblemException(type, detail, field);
    }

    /** Which of the closed list. */
    public ProblemType type() {
        return type;
    }

    /** What to do about it, for a developer. */
    public @Nullable String detail() {
        return detail;
    }

    /** The field, parameter or header that is meant. */
    public @Nullable String field() {
        return field;
    }
}
