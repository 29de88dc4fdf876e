package dev.legato.media.catalogue;

import dev.legato.contracts.ContentId;
import dev.legato.contracts.ImportedTrack.Artist;
import dev.legato.contracts.TrackId;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.text.Normalizer;
import java.util.Locale;

/**
 * How ids are made. A track's from its audio; an artist's and an album's from names, compared without regard to case,
 * width and blanks, so that files tagged by different hands meet on one page.
 */
public final class CatalogueIds {
    private CatalogueIds() {}

    public static TrackId track(byte[] audioDigest) {
        return new TrackId(ContentId.of(audioDigest));
    }

    /** Of a part of audio with this digest, in samples. */
    public static TrackId stretch(String audioDigest, long start, long end) {
        return new TrackId(ContentId.of(sha256("stretch\0%s\0%d\0%d".formatted(audioDigest, start, end))));
    }

    public static Artist artist(String name) {
        return new Artist(ContentId.of(sha256("artist\0" + normalised(name))), name);
    }

    public static String album(String albumArtist, String title) {
        return ContentId.of(sha256("album\0" + normalised(albumArtist) + "\0" + normalised(title)));
    }

    /** Of an album that only its folder tells of. */
    public static String untaggedAlbum(String folder) {
        return ContentId.of(sha256("folder\0" + normalised(folder)));
    }

    private static String normalised(String name) {
        return Normalizer.normalize(name, Normalizer.Form.NFKC)
                .toLowerCase(Locale.ROOT)
                .replaceAll("\\s+", " ")
                .strip();
    }

    private static byte[] sha256(String text) {
        try {
            return MessageDigest.getInstance("SHA-256").digest(text.getBytes(StandardCharsets.UTF_8));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java platform has SHA-256", e);
        }
    }
}
