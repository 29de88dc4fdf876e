package dev.legato.contracts;

import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * What a signed link allows of its listener's plan: how high a bit rate, and how many players at the same time.
 *
 * <p>The bit rate of an object is known by its name alone, so that no edge has to look into a file: {@code
 * {trackId}/aac-160.m4a} and {@code {trackId}/aac-160.m3u8} have 160 kbit/s. What carries no rate in its name, such as
 * {@code original.flac}, is above every cap, unless it is no audio at all.
 *
 * <p>A manifest that lists only what a cap permits has a name of its own, {@code b160000.master.m3u8} beside {@code
 * master.m3u8}. Caches tell the two apart by that name, although the token is not part of their keys.
 *
 * @param maxBitrate of a rendition, in bit/s
 * @param streams how many players of the listener may play at the same time
 * @param player which player the link was made for, 1 to 32 of {@code A-Z a-z 0-9 _ -}; empty if streams are not counted
 */
public record LinkLimits(int maxBitrate, int streams, String player) {
    /** No limits. */
    public static final LinkLimits NONE = new LinkLimits(Integer.MAX_VALUE, Integer.MAX_VALUE, "");

    private static final Pattern CLAIM = Pattern.compile("(?:b(\\d{1,9}))?_?(?:s(\\d{1,4})_([A-Za-z0-9_-]{1,32}))?");
    private static final Pattern PLAYER = Pattern.compile("[A-Za-z0-9_-]{1,32}");
    private static final Pattern RENDITION = Pattern.compile("[a-z0-9]+-(\\d{1,6})(?:[./].*)?");
    private static final Pattern CAPPED_MANIFEST =
            Pattern.compile("b([1-9]\\d{0,8})\\.(master(?:-[a-z0-9]{1,16})?\\.m3u8|manifest\\.mpd)");
    private static final Set<String> PLAYLISTS = Set.of("m3u8", "mpd");
    private static final Set<String> NO_AUDIO =
            Set.of("json", "jpg", "jpeg", "png", "webp", "avif", "gif", "lrc", "txt", "vtt");
    private static final int KILO = 1_000;

    public LinkLimits {
        if (maxBitrate < 1 || streams < 1) {
            throw new IllegalArgumentException(
                    "maxBitrate: %d, streams: %d (expected: >= 1)".formatted(maxBitrate, streams));
        }
        boolean counted = streams != Integer.MAX_VALUE;
        if (counted ? !PLAYER.matcher(player).matches() : !player.isEmpty()) {
            throw new IllegalArgumentException("player: '%s' (expected: %s)"
                    .formatted(Excerpt.of(player), counted ? "1 to 32 of A-Z a-z 0-9 _ -" : "none"));
        }
    }

    /**
     * A manifest's name with the cap that it keeps within.
     *
     * @param maxBitrate in bit/s
     * @param file the manifest's usual file name, such as {@code master.m3u8}
     */
    public record CappedManifest(int maxBitrate, String file) {
        /** Reads a file name; empty if it is no capped manifest's. */
        public static Optional<CappedManifest> parse(String file) {
            Matcher name = CAPPED_MANIFEST.matcher(file);
            return name.matches()
                    ? Optional.of(new CappedManifest(Integer.parseInt(name.group(1)), name.group(2)))
                    : Optional.empty();
        }

        /** The file name, such as {@code b160000.master.m3u8}. */
        @Override
        public String toString() {
            return "b" + maxBitrate + '.' + file;
        }
    }

    /** Whether renditions above some bit rate are refused. */
    public boolean isCapped() {
        return maxBitrate != Integer.MAX_VALUE;
    }

    /** Whether the listener's players are counted. */
    public boolean countsStreams() {
        return streams != Integer.MAX_VALUE;
    }

    /** Whether a key names audio; all but manifests, pictures and texts are taken for it. */
    public static boolean isAudio(String key) {
        String extension = extension(key);
        return !PLAYLISTS.contains(extension) && !NO_AUDIO.contains(extension);
    }

    /**
     * Returns the key that is served to whoever asks for a key: the same, or the capped manifest in place of a manifest that
     * lists everything. Empty if what the key names is above the cap.
     */
    public Optional<String> resolve(String key) {
        String folder = ObjectKeys.folderOf(key);
        String file = ObjectKeys.fileOf(key);
        Optional<CappedManifest> capped = CappedManifest.parse(file);
        if (capped.isPresent()) {
            // Each name is stored by caches, so nobody may make up names at will.
            return capped.get().maxBitrate() == maxBitrate ? Optional.of(key) : Optional.empty();
        }
        if (!isCapped()) {
            return Optional.of(key);
        }
        CappedManifest own = new CappedManifest(maxBitrate, file);
        if (!folder.isEmpty() && CappedManifest.parse(own.toString()).isPresent()) {
            return Optional.of(folder + own);
        }
        boolean permitted = NO_AUDIO.contains(extension(key)) || bitrate(key) <= maxBitrate;
        return permitted ? Optional.of(key) : Optional.empty();
    }

    /** Whether the rendition of this name, such as {@code aac-160}, is within the cap. */
    public boolean permits(String rendition) {
        return !isCapped() || bitrate(rendition) <= maxBitrate;
    }

    /** The bit rate that a key's name tells, in bit/s; more than any cap if it tells none. */
    private static long bitrate(String key) {
        Matcher name = RENDITION.matcher(key.substring(key.indexOf('/') + 1));
        return name.matches() ? Long.parseLong(name.group(1)) * KILO : Long.MAX_VALUE;
    }

    private static String extension(String key) {
        return key.substring(key.lastIndexOf('.') + 1);
    }

    /** Reads the claim of a token; empty if it is none, or is not written in the one way that {@link #claim} writes it. */
    static Optional<LinkLimits> parse(String claim) {
        Matcher parts = CLAIM.matcher(claim);
        if (claim.isEmpty() || !parts.matches()) {
            return Optional.empty();
        }
        LinkLimits limits = new LinkLimits(
                parts.group(1) == null ? Integer.MAX_VALUE : Integer.parseInt(parts.group(1)),
                parts.group(2) == null ? Integer.MAX_VALUE : Integer.parseInt(parts.group(2)),
                parts.group(3) == null ? "" : parts.group(3));
        return limits.claim().equals(claim) ? Optional.of(limits) : Optional.empty();
    }

    /** What a token says of it: {@code b160000}, {@code s3_kJ8s} or {@code b160000_s3_kJ8s}. */
    String claim() {
        String cap = isCapped() ? "b" + maxBitrate : "";
        String count = countsStreams() ? "s" + streams + '_' + player : "";
        return cap.isEmpty() || count.isEmpty() ? cap + count : cap + '_' + count;
    }
}
