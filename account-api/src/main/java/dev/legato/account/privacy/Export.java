package dev.legato.account.privacy;

import java.time.Instant;
import java.util.List;

/**
 * An export as its owner sees it.
 *
 * @param answered the services whose share is complete
 * @param expected those whose share belongs to it
 * @param expiresAt when it is removed
 */
record Export(String id, Instant requestedAt, Instant expiresAt, List<String> answered, List<String> expected) {
    Export {
        answered = List.copyOf(answered);
        expected = List.copyOf(expected);
    }

    boolean isReady() {
        return answered.containsAll(expected);
    }
}
