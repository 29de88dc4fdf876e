package dev.legato.metadata.search;

/** What can be found. Each table has the columns id, sort_name and search_text. */
public enum SearchKind {
    TRACK("tracks", " AND unavailable_since IS NULL"),
    ALBUM("albums", " AND EXISTS (SELECT FROM tracks t WHERE t.album_id = albums.id AND t.unavailable_since IS NULL)"),
    ARTIST("artists", "");

    private final String table;
    private final String shown;

    SearchKind(String table, String shown) {
        this.table = table;
        this.shown = shown;
    }

    String table() {
        return table;
    }

    /**
     * A further condition: what has no playable track is not found.
     *
     * @param explicit whether explicit tracks are found
     */
    String shown(boolean explicit) {
        return explicit || this != TRACK ? shown : shown + " AND NOT explicit";
    }
}
