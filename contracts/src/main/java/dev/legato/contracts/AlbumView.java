package dev.legato.contracts;

import dev.legato.contracts.CatalogueTrack.Named;
import java.util.List;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/** An album over the wire, the same from whichever service answers it. */
public record AlbumView(
        String id,
        String name,
        List<Named> artists,
        @Nullable Integer year,
        List<ArtworkView> artwork,
        int trackCount,
        long durationMs,
        @Nullable Loudness loudness,
        @Nullable String colour) {
    /** Its loudness, with ReplayGain's gain and peak. */
    public record Loudness(double integratedLufs, double truePeakDbtp, double rangeLu, double gainDb, double peak) {
        static @Nullable Loudness of(@Nullable LoudnessLevel level) {
            return level == null
                    ? null
                    : new Loudness(
                            level.integratedLufs(),
                            level.truePeakDbtp(),
                            level.rangeLu(),
                            level.gainDb(),
                            level.peak());
        }
    }

    /** @param urls makes an object key an absolute URL */
    public static AlbumView of(CatalogueAlbum album, UnaryOperator<String> urls) {
        return new AlbumView(
                album.id(),
                album.name(),
                album.artists(),
                album.year(),
                ArtworkView.of(album.artwork(), urls),
                album.trackCount(),
                album.durationMs(),
                Loudness.of(album.loudness()),
                album.colour());
    }
}
