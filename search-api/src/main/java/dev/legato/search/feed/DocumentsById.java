package dev.legato.search.feed;

import dev.legato.search.index.Hits.Hit;
import dev.legato.search.index.SearchFilter;
import dev.legato.search.index.SearchId;
import dev.legato.search.index.SearchIndex;
import dev.legato.search.index.SearchKind;
import dev.legato.search.index.SearchQuery;
import dev.legato.search.text.TypedText;
import java.io.IOException;
import java.util.Collection;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;

/** Reads documents by their ids. */
public final class DocumentsById {
    private DocumentsById() {}

    /** The documents there are of some ids, in any order, at most {@link SearchQuery#MAX_LIMIT}. */
    public static List<Hit> find(SearchIndex index, SearchKind kind, Collection<String> ids) throws IOException {
        SearchFilter within = new SearchFilter(
                null,
                null,
                Set.of(),
                Set.of(),
                true,
                true,
                ids.stream().map(id -> new SearchId(kind, id)).collect(Collectors.toSet()));
        return index.search(new SearchQuery(
                        TypedText.parse(""), Set.of(kind), within, null, SearchQuery.MAX_LIMIT, false, false))
                .hits();
    }
}
