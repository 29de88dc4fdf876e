package dev.legato.account.privacy;

import java.time.Instant;

/**
 * A deletion that can still be taken back.
 *
 * @param requestedAt when it was asked for
 * @param dueAt when the account goes
 */
record Deletion(Instant requestedAt, Instant dueAt) {}
