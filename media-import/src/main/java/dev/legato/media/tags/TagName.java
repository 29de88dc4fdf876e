package dev.legato.media.tags;

import java.util.List;
import java.util.Set;
import org.jaudiotagger.tag.FieldKey;
import org.jspecify.annotations.Nullable;

/** What is read of a file's tags: jaudiotagger's key for it, and the names ffprobe may give it. */
enum TagName {
    TITLE(FieldKey.TITLE, "title"),
    ARTIST(FieldKey.ARTIST, "artist"),
    ALBUM(FieldKey.ALBUM, "album"),
    ALBUM_ARTIST(FieldKey.ALBUM_ARTIST, "album_artist|albumartist|album artist"),
    TRACK(FieldKey.TRACK, "track|tracknumber"),
    DISC(FieldKey.DISC_NO, "disc|discnumber"),
    YEAR(FieldKey.YEAR, "date|year|originaldate"),
    GENRE(FieldKey.GENRE, "genre"),
    COMPILATION(FieldKey.IS_COMPILATION, "compilation|itunescompilation"),
    ISRC(FieldKey.ISRC, "isrc|tsrc"),
    TRACK_TOTAL(FieldKey.TRACK_TOTAL, "tracktotal|totaltracks"),
    DISC_TOTAL(FieldKey.DISC_TOTAL, "disctotal|totaldiscs"),
    TITLE_SORT(FieldKey.TITLE_SORT, "titlesort|title-sort|sort_name|tsot"),
    ARTIST_SORT(FieldKey.ARTIST_SORT, "artistsort|artist-sort|sort_artist|tsop"),
    ALBUM_SORT(FieldKey.ALBUM_SORT, "albumsort|album-sort|sort_album|tsoa"),
    ALBUM_ARTIST_SORT(FieldKey.ALBUM_ARTIST_SORT, "albumartistsort|sort_album_artist|tso2"),
    MUSICBRAINZ_RECORDING(FieldKey.MUSICBRAINZ_TRACK_ID, "musicbrainz_trackid|musicbrainz track id"),
    MUSICBRAINZ_RELEASE(FieldKey.MUSICBRAINZ_RELEASEID, "musicbrainz_albumid|musicbrainz album id"),
    MUSICBRAINZ_ARTIST(FieldKey.MUSICBRAINZ_ARTISTID, "musicbrainz_artistid|musicbrainz artist id"),
    MUSICBRAINZ_ALBUM_ARTIST(
            FieldKey.MUSICBRAINZ_RELEASEARTISTID, "musicbrainz_albumartistid|musicbrainz album artist id"),
    REPLAYGAIN_TRACK_GAIN(null, "replaygain_track_gain"),
    REPLAYGAIN_TRACK_PEAK(null, "replaygain_track_peak"),
    REPLAYGAIN_ALBUM_GAIN(null, "replaygain_album_gain"),
    REPLAYGAIN_ALBUM_PEAK(null, "replaygain_album_peak"),
    LYRICS(FieldKey.LYRICS, "lyrics|lyrics-eng|unsyncedlyrics|syncedlyrics");

    /** What is said of one track and not of its album. */
    static final Set<TagName> OF_A_TRACK = Set.of(
            TITLE,
            TITLE_SORT,
            TRACK,
            ISRC,
            ARTIST_SORT,
            MUSICBRAINZ_RECORDING,
            MUSICBRAINZ_ARTIST,
            REPLAYGAIN_TRACK_GAIN,
            REPLAYGAIN_TRACK_PEAK,
            LYRICS);

    private final @Nullable FieldKey key;
    private final String names;

    TagName(@Nullable FieldKey key, String names) {
        this.key = key;
        this.names = names;
    }

    /** Null if jaudiotagger has none, and what ffprobe saw is asked. */
    @Nullable
    FieldKey key() {
        return key;
    }

    List<String> names() {
        return List.of(names.split("\\|"));
    }
}
