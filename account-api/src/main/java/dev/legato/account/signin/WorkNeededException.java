package dev.legato.account.signin;

import java.time.Duration;

/** Says that too many attempts have failed, and what opens the way nevertheless. */
final class WorkNeededException extends RuntimeException {
    private static final long serialVersionUID = 1;

    private final transient Work work;

    /**
     * The work that pays for one attempt.
     *
     * @param bits of a {@link Stamp}
     * @param resource what the stamp is made for
     * @param minute the stamp's minute
     * @param retryAfter when an attempt may be made without
     */
    record Work(int bits, String resource, long minute, Duration retryAfter) {}

    WorkNeededException(Work work) {
        super("work needed", null, false, false);
        this.work = work;
    }

    Work work() {
        return work;
    }
}
