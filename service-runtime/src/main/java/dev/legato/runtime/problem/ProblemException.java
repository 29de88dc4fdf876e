package dev.legato.runtime.problem;

import java.time.Duration;

/** Ends a request with a {@link Problem}. Carries no stack trace: it is an answer, not a fault. */
public final class ProblemException extends RuntimeException {
    private static final Duration SOON = Duration.ofSeconds(1);

    private final transient Problem problem;
    private final Duration retryAfter;

    public ProblemException(Problem problem) {
        this(problem, SOON);
    }

    /**
     * A problem that passes.
     *
     * @param retryAfter when trying again is right; sent with 429 and 503
     */
    public ProblemException(Problem problem, Duration retryAfter) {
        super(problem.detail(), null, false, false);
        this.problem = problem;
        this.retryAfter = retryAfter;
    }

    public Problem problem() {
        return problem;
    }

    /** How long to wait before trying again, RFC 9110 §10.2.3. */
    public Duration retryAfter() {
        return retryAfter;
    }
}
