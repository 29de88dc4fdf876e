package dev.legato.edge.origin;

import java.util.concurrent.atomic.AtomicLong;

/**
 * Bounds retries to a share of the requests: each request deposits that share of a token, and each retry takes a whole
 * one. So origins that fail get at most that much more load, and none of it once the first tokens are used up and
 * nobody asks. For any thread.
 */
final class RetryBudget {
    /** So that a quiet edge can retry as well. */
    private static final int MAX_TOKENS = 10;

    private static final int TOKEN = 100;

    private final int percent;
    private final AtomicLong hundredths;

    /** A full budget of {@value #MAX_TOKENS} tokens, the most it holds; without any if the share is 0. */
    RetryBudget(int percent) {
        this.percent = percent;
        hundredths = new AtomicLong(percent == 0 ? 0 : MAX_TOKENS * TOKEN);
    }

    /** Notes a request. */
    void deposit() {
        hundredths.accumulateAndGet(percent, (held, added) -> Math.min(held + added, MAX_TOKENS * TOKEN));
    }

    /** Takes a token for a retry, if there is one. */
    boolean withdraw() {
        return hundredths.getAndUpdate(held -> held >= TOKEN ? held - TOKEN : held) >= TOKEN;
    }
}
