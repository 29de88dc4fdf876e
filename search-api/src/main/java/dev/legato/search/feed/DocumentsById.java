package dev.legato.search.feed;

import dev.legato.search.index.Hits;
import dev.legato.search.index.SearchFilter;
import dev.legato.search.index.SearchId;
import dev.legato.search.index.SearchIndex;
import dev.legato.search.index.SearchKind;
import dev.legato.search.index.SearchQuery;
import dev.legato.search.text.TypedText;
import java.io.IOException;
import java.util.Collection;
import java.util.Set;
import java.util.stream.Collectors;

/** Reads documents by their ids. */
public final class DocumentsById {
    private DocumentsById() {}

    /**
     * Finds the documents there are of some ids, in any order, at most {@link SearchQuery#MAX_LIMIT}. One that is missing from
     * an answer that is not complete may be there.
     */
    public static Hits find(SearchIndex index, SearchKind kind, Collection<String> ids) throws IOException {
        SearchFilter within = new SearchFilter(
                null,
                null,
                Set.of(),
                Set.of(),
                true,
                true,
                ids.stream().map(id -> new SearchId(kind, id)).collect(Collectors.toSet()));
        // Two of them may be one recording, and both are wanted.
        return index.search(new SearchQuery(
                TypedText.parse(""), Set.of(kind), within, null, SearchQuery.MAX_LIMIT, false, false, false));
    }
}
