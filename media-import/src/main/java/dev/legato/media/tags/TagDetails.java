package dev.legato.media.tags;

import com.fasterxml.jackson.annotation.JsonIgnore;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * What a file's tags say beside what the catalogue holds; stored with the track as {@code {trackId}/tags.json}.
 *
 * @param trackTotal of its disc
 * @param titleSort what it is sorted by, as the others are
 * @param replayGain null if the tags have none
 * @param lyrics empty if there are none; stored by themselves
 */
public record TagDetails(
        @Nullable Integer trackTotal,
        @Nullable Integer discTotal,
        @Nullable String titleSort,
        List<String> artistSorts,
        @Nullable String albumSort,
        List<String> albumArtistSorts,
        MusicBrainz musicBrainz,
        @Nullable ReplayGain replayGain,
        @JsonIgnore Optional<Lyrics> lyrics) {
    private static final Pattern OF_TOTAL = Pattern.compile("\\s*\\d+\\s*/\\s*(\\d{1,4}).*", Pattern.DOTALL);
    private static final Pattern UUID = Pattern.compile("[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}");
    private static final Pattern NUMBER =
            Pattern.compile("\\s*([+-]?\\d{1,3}(?:\\.\\d{1,9})?)\\s*(?:dB)?\\s*", Pattern.CASE_INSENSITIVE);

    /** MusicBrainz's ids. */
    public record MusicBrainz(
            @Nullable String recording, @Nullable String release, List<String> artists, List<String> albumArtists) {
        public MusicBrainz {
            artists = List.copyOf(artists);
            albumArtists = List.copyOf(albumArtists);
        }
    }

    /** Gains in dB, peaks with 1 for full scale. */
    public record ReplayGain(
            @Nullable Double trackGain,
            @Nullable Double trackPeak,
            @Nullable Double albumGain,
            @Nullable Double albumPeak) {}

    /** Nothing. */
    public static final TagDetails NONE = of(Map.of());

    public TagDetails {
        artistSorts = List.copyOf(artistSorts);
        albumArtistSorts = List.copyOf(albumArtistSorts);
    }

    static TagDetails of(Map<TagName, List<String>> values) {
        return new TagDetails(
                total(values, TagName.TRACK_TOTAL, TagName.TRACK),
                total(values, TagName.DISC_TOTAL, TagName.DISC),
                TrackTags.first(values, TagName.TITLE_SORT).orElse(null),
                TrackTags.split(values, TagName.ARTIST_SORT),
                TrackTags.first(values, TagName.ALBUM_SORT).orElse(null),
                TrackTags.split(values, TagName.ALBUM_ARTIST_SORT),
                new MusicBrainz(
                        uuids(values, TagName.MUSICBRAINZ_RECORDING).findFirst().orElse(null),
                        uuids(values, TagName.MUSICBRAINZ_RELEASE).findFirst().orElse(null),
                        uuids(values, TagName.MUSICBRAINZ_ARTIST).toList(),
                        uuids(values, TagName.MUSICBRAINZ_ALBUM_ARTIST).toList()),
                replayGain(values),
                values.getOrDefault(TagName.LYRICS, List.of()).stream()
                        .filter(text -> text.length() <= Lyrics.MAX_CHARACTERS)
                        .flatMap(text -> Lyrics.parse(text).stream())
                        .findFirst());
    }

    private static @Nullable Integer total(Map<TagName, List<String>> values, TagName total, TagName number) {
        Optional<Integer> own = TrackTags.first(values, total).flatMap(TrackTags::number);
        if (own.isPresent()) {
            return own.get();
        }
        Matcher matcher = OF_TOTAL.matcher(TrackTags.first(values, number).orElse(""));
        return matcher.matches() ? Integer.valueOf(matcher.group(1)) : null;
    }

    private static Stream<String> uuids(Map<TagName, List<String>> values, TagName name) {
        return TrackTags.split(values, name).stream()
                .flatMap(text -> Stream.of(text.split("/")))
                .map(text -> text.strip().toLowerCase(Locale.ROOT))
                .filter(text -> UUID.matcher(text).matches());
    }

    private static @Nullable ReplayGain replayGain(Map<TagName, List<String>> values) {
        Double trackGain = number(values, TagName.REPLAYGAIN_TRACK_GAIN);
        Double albumGain = number(values, TagName.REPLAYGAIN_ALBUM_GAIN);
        return trackGain == null && albumGain == null
                ? null
                : new ReplayGain(
                        trackGain,
                        number(values, TagName.REPLAYGAIN_TRACK_PEAK),
                        albumGain,
                        number(values, TagName.REPLAYGAIN_ALBUM_PEAK));
    }

    private static @Nullable Double number(Map<TagName, List<String>> values, TagName name) {
        Matcher matcher = NUMBER.matcher(TrackTags.first(values, name).orElse(""));
        return matcher.matches() ? Double.valueOf(matcher.group(1)) : null;
    }
}
