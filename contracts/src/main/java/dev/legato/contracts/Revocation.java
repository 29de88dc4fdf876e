package dev.legato.contracts;

import java.time.Instant;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Tokens that are not valid any more although they have not expired.
 *
 * @param id of the account, session, device or token
 * @param revokedAt of an account's or a device's tokens those issued before are revoked
 * @param expiresAt when the last of these tokens has expired, and the revocation need not be known any more
 */
public record Revocation(Kind kind, String id, Instant revokedAt, Instant expiresAt) {
    /** What is revoked. */
    public enum Kind {
        /** Every token of an account that was issued before. */
        ACCOUNT,
        /** Every token of a session. */
        SESSION,
        /** Every token of a device that was issued before. */
        DEVICE,
        /** One token, by its {@code jti}. */
        TOKEN
    }

    /**
     * An answer of account-api's {@code GET /oauth2/revocations}.
     *
     * @param next where the next poll begins
     * @param more where the rest of this poll begins; null if there is none
     * @param keys the ids of all keys whose signatures are valid
     */
    public record Page(
            List<Revocation> items, String next, @Nullable String more, Set<String> keys) {
        public Page {
            items = List.copyOf(items);
            keys = Set.copyOf(keys);
        }
    }
}
