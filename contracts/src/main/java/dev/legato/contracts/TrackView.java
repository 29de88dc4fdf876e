package dev.legato.contracts;

import dev.legato.contracts.CatalogueTrack.Named;
import java.util.List;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/**
 * A track over the wire, the same from whichever service answers it.
 *
 * @param loudness null until it is measured
 * @param gapless of the first of its files of which it is known
 * @param available whether it can be played now
 */
public record TrackView(
        String id,
        String name,
        long durationMs,
        @Nullable Integer trackNumber,
        @Nullable Integer discNumber,
        OnAlbum album,
        List<Named> artists,
        List<String> genres,
        boolean explicit,
        @Nullable String isrc,
        @Nullable Loudness loudness,
        @Nullable Gapless gapless,
        boolean available) {
    /** The album it is on. */
    public record OnAlbum(
            String id,
            String name,
            List<ArtworkView> artwork,
            @Nullable String colour) {}

    /**
     * Its loudness.
     *
     * @param gainDb ReplayGain of the track; with {@code peak} what a player in shuffle needs
     * @param albumGainDb ReplayGain of its album; with {@code albumPeak} what a player of whole albums needs
     */
    public record Loudness(
            double integratedLufs,
            double truePeakDbtp,
            double rangeLu,
            double gainDb,
            double peak,
            @Nullable Double albumGainDb,
            @Nullable Double albumPeak) {
        static @Nullable Loudness of(@Nullable LoudnessLevel level, @Nullable LoudnessLevel album) {
            return level == null
                    ? null
                    : new Loudness(
                            level.integratedLufs(),
                            level.truePeakDbtp(),
                            level.rangeLu(),
                            level.gainDb(),
                            level.peak(),
                            album == null ? null : album.gainDb(),
                            album == null ? null : album.peak());
        }
    }

    /**
     * A track as it is shown.
     *
     * @param albumLoudness null if none of the album's tracks is measured
     * @param urls makes an object key an absolute URL
     */
    public static TrackView of(
            CatalogueTrack track, @Nullable LoudnessLevel albumLoudness, UnaryOperator<String> urls) {
        CatalogueTrack.OnAlbum album = track.album();
        return new TrackView(
                track.id().value(),
                track.name(),
                track.durationMs(),
                track.trackNumber(),
                track.discNumber(),
                new OnAlbum(album.id(), album.name(), ArtworkView.of(album.artwork(), urls), album.colour()),
                track.artists(),
                track.genres(),
                track.isExplicit(),
                track.isrc(),
                Loudness.of(track.loudness(), albumLoudness),
                track.gapless(),
                track.canBePlayed());
    }
}
