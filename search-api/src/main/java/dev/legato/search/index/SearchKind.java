package dev.legato.search.index;

/** What can be found. */
public enum SearchKind {
    TRACK,
    ALBUM,
    ARTIST,
    PLAYLIST
}
