package dev.legato.contracts;

/**
 * What an account's plan allows, as the access token's {@code ent} claim carries it.
 *
 * @param maxBitrate of a rendition, in bit/s
 * @param streams how many devices of the account may play at the same time
 * @param offline whether tracks may be kept for playing without a network
 * @param skipsPerHour how many tracks may be skipped in an hour
 */
public record Entitlements(int maxBitrate, int streams, boolean offline, int skipsPerHour) {
    /** Everything: what each account has until an operator enables plans. */
    public static final Entitlements ALL =
            new Entitlements(Integer.MAX_VALUE, Integer.MAX_VALUE, true, Integer.MAX_VALUE);

    public Entitlements {
        if (maxBitrate < 0 || streams < 0 || skipsPerHour < 0) {
            throw new IllegalArgumentException("maxBitrate: %d, streams: %d, skipsPerHour: %d (expected: >= 0)"
                    .formatted(maxBitrate, streams, skipsPerHour));
        }
    }
}
