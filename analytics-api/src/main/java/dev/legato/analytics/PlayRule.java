package dev.legato.analytics;

/** When a playback is a play: at 30 s heard, or at half the track if that is shorter. */
final class PlayRule {
    private static final long ENOUGH_MS = 30_000;

    private PlayRule() {}

    /**
     * Whether enough was heard.
     *
     * @param durationMs the track's length; 0 if it is not known
     */
    static boolean isPlay(long heardMs, long durationMs) {
        return heardMs >= (durationMs > 0 ? Math.min(ENOUGH_MS, durationMs / 2) : ENOUGH_MS);
    }
}
