package dev.legato.edge.origin;

import dev.legato.runtime.settings.Settings;

/**
 * When a request is tried again.
 *
 * @param max {@code edge.origin.retries} (2), tries after the first
 * @param budgetPercent {@code edge.origin.retryBudget} (20), retries per hundred requests, beside the first ten
 * @param onStatus {@code edge.origin.retryStatus} (false): true tries another origin after 502, 503 and 504 as well
 */
public record OriginRetries(int max, int budgetPercent, boolean onStatus) {
    static OriginRetries from(Settings settings) {
        return new OriginRetries(
                (int) settings.integer("edge.origin.retries", 2, 0, 10),
                (int) settings.integer("edge.origin.retryBudget", 20, 0, 100),
                settings.flag("edge.origin.retryStatus", false));
    }
}
