package dev.legato.media.tags;

import java.util.List;
import org.jaudiotagger.tag.FieldKey;

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
    ISRC(FieldKey.ISRC, "isrc|tsrc");

    private final FieldKey key;
    private final String names;

    TagName(FieldKey key, String names) {
        this.key = key;
        this.names = names;
    }

    FieldKey key() {
        return key;
    }

    List<String> names() {
        return List.of(names.split("\\|"));
    }
}
