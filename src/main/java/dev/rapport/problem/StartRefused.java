package dev.rapport.problem;

/** The service must not start. The message is for the operator: what is wrong, without a full stop at its end. */
public final class StartRefused extends RuntimeException {
    private static final long serialVersionUID = 1L;

    /** Becomes {@code Rapport cannot start: <reason>.} */
    public StartRefused(String reason) {
        super(reason, null, false, false);
    }
}
