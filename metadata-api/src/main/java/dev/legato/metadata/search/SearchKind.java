package dev.legato.metadata.search;

/** What can be found. Each table has the columns id, sort_name and search_text. */
public enum SearchKind {
    TRACK("tracks"),
    ALBUM("albums"),
    ARTIST("artists");

    private final String table;

    SearchKind(String table) {
        this.table = table;
    }

    String table() {
        return table;
    }
}
