package dev.legato.runtime.problem;

import java.time.Duration;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Ends a request with a {@link Problem}. Carries no stack trace: it is an answer, not a fault. */
public final class ProblemException extends RuntimeException {
    private static final Duration SOON = Duration.ofSeconds(1);

    private final transient Problem problem;
    private final Duration retryAfter;
    private final @Nullable String challenge;

    public ProblemException(Problem problem) {
        this(problem, SOON);
    }

    /**
     * A problem that passes.
     *
     * @param retryAfter when trying again is right; sent with 429 and 503
     */
    public ProblemException(Problem problem, Duration retryAfter) {
        this(problem, retryAfter, null);
    }

    private ProblemException(Problem problem, Duration retryAfter, @Nullable String challenge) {
        super(problem.detail(), null, false, false);
        this.problem = problem;
        this.retryAfter = retryAfter;
        this.challenge = challenge;
    }

    /** The same problem, answered with this {@code WWW-Authenticate}. */
    public ProblemException withChallenge(String wwwAuthenticate) {
        return new ProblemException(problem, retryAfter, wwwAuthenticate);
    }

    public Problem problem() {
        return problem;
    }

    /** How long to wait before trying again, RFC 9110 §10.2.3. */
    public Duration retryAfter() {
        return retryAfter;
    }

    /** What {@code WWW-Authenticate} says, RFC 9110 §11.6.1; empty for the usual. */
    public Optional<String> challenge() {
        return Optional.ofNullable(challenge);
    }
}
