package dev.legato.search;

import dev.legato.search.index.Hits;
import dev.legato.search.index.SearchDocument;
import dev.legato.search.index.SearchId;
import dev.legato.search.index.SearchIndex;
import dev.legato.search.index.SearchKind;
import dev.legato.search.index.SearchNames;
import dev.legato.search.index.SearchQuery;
import dev.legato.search.index.SearchTraits;
import dev.legato.search.text.SearchText;
import io.vertx.core.buffer.Buffer;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;

/**
 * A query and its one right answer.
 *
 * @param family of queries that are hard in the same way
 * @param artist of the right answer, where another artist has the name as well; else empty
 */
public record SearchCase(String family, SearchKind kind, String query, String name, String artist) {
    /** How often the names of the cases were heard; nobody has heard the noise. */
    private static final int PLAYS = 1_000;

    /** The committed table. */
    public static List<SearchCase> all() throws IOException {
        return lines("/search-cases.tsv").stream()
                .map(line -> new SearchCase(line[0], SearchKind.valueOf(line[1]), line[2], line[3], line[4]))
                .toList();
    }

    /** The names among which the cases' answers are. */
    public static List<SearchDocument> corpus() throws IOException {
        List<SearchDocument> documents = new ArrayList<>();
        for (String[] line : lines("/search-corpus.tsv")) {
            SearchNames names = SearchNames.track(
                    line[1], line[2].isEmpty() ? List.of() : List.of(line[2]), line[3].isEmpty() ? null : line[3]);
            documents.add(new SearchDocument(
                    new SearchId(SearchKind.valueOf(line[0]), "c" + documents.size()),
                    names,
                    new SearchTraits(List.of(), List.of(), false, true, PLAYS, null),
                    Buffer.buffer(line[1] + "\t" + line[2])));
        }
        return documents;
    }

    private static List<String[]> lines(String resource) throws IOException {
        try (BufferedReader reader = new BufferedReader(new InputStreamReader(
                Objects.requireNonNull(SearchCase.class.getResourceAsStream(resource)), StandardCharsets.UTF_8))) {
            return reader.lines().skip(1).map(line -> line.split("\t", -1)).toList();
        }
    }

    /** The place of the right answer among the first three hits, 1 to 3, or 0 if it is not there. */
    public int place(SearchIndex index) throws IOException {
        List<Hits.Hit> hits = index.search(SearchQuery.of(query, kind, 3)).hits();
        for (int i = 0; i < hits.size(); i++) {
            if (isRight(hits.get(i))) {
                return i + 1;
            }
        }
        return 0;
    }

    /** Noise may have the very same name; it is then as right. */
    private boolean isRight(Hits.Hit hit) {
        String[] shown = hit.view().toString().split("\t", -1);
        return isSame(shown[0], name) && (artist.isEmpty() || isSame(shown[1], artist));
    }

    private static boolean isSame(String one, String other) {
        return SearchText.of(one).keys().stream().anyMatch(SearchText.of(other).keys()::contains);
    }
}
