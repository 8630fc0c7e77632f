package dev.rapport.problem;

import org.jspecify.annotations.Nullable;

/** An expected refusal. It carries no stack trace: it is an answer, not a bug. */
public final class ProblemException extends RuntimeException {
    private static final long serialVersionUID = 1L;
    private static final long USUAL_WAIT_SECONDS = 2;

    private final ProblemType type;
    private final @Nullable String detail;
    private final @Nullable String field;
    private final long retryAfterSeconds;

    /** A refusal whose title says it all. */
    public ProblemException(ProblemType type) {
        this(type, null, null, USUAL_WAIT_SECONDS);
    }

    /** A refusal with a sentence a developer can act on; it must hold neither input nor anything about other people. */
    public ProblemException(ProblemType type, String detail) {
        this(type, detail, null, USUAL_WAIT_SECONDS);
    }

    private ProblemException(
            ProblemType type, @Nullable String detail, @Nullable String field, long retryAfterSeconds) {
        super(type.name(), null, false, false);
        this.type = type;
        this.detail = detail;
        this.field = field;
        this.retryAfterSeconds = retryAfterSeconds;
    }

    /** A refusal of one named field or parameter. */
    public static ProblemException ofField(ProblemType type, String field, String detail) {
        return new ProblemException(type, detail, field, USUAL_WAIT_SECONDS);
    }

    /** The refusal of a caller who asks too often; {@code retryAfterSeconds} is at least 1. */
    public static ProblemException tooManyRequests(long retryAfterSeconds) {
        return new ProblemException(ProblemType.TOO_MANY_REQUESTS, null, null, retryAfterSeconds);
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

    /** After how many seconds the same request may do better, for the types that say so. */
    public long retryAfterSeconds() {
        return retryAfterSeconds;
    }
}
