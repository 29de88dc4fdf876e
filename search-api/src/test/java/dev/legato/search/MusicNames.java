package dev.legato.search;

import dev.legato.search.index.SearchBatch;
import dev.legato.search.index.SearchChange;
import dev.legato.search.index.SearchDocument;
import dev.legato.search.index.SearchId;
import dev.legato.search.index.SearchIndex;
import dev.legato.search.index.SearchKind;
import dev.legato.search.index.SearchNames;
import dev.legato.search.index.SearchTraits;
import dev.legato.search.index.TopicOffsets;
import io.vertx.core.buffer.Buffer;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/** Real names of music that may lie beside the project: noise for relevance, and what typing errors are tried on. */
public final class MusicNames {
    /** Tab separated: artist, album, title, source; any of them may be empty. */
    public static final Path FILE = Path.of("../../shared/data/music_names.tsv");

    private static final int BATCH = 2_000;

    private MusicNames() {}

    /** Whether the file is there. */
    public static boolean exist() {
        return Files.isReadable(FILE);
    }

    /** A track for each title, an album and an artist for each other name; ids begin with a prefix. */
    public static List<SearchDocument> documents(Path file, String prefix) throws IOException {
        List<SearchDocument> documents = new ArrayList<>();
        Set<String> albums = new LinkedHashSet<>();
        Set<String> artists = new LinkedHashSet<>();
        List<String> lines = Files.readAllLines(file);
        for (String line : lines.subList(1, lines.size())) {
            String[] names = line.split("\t", -1);
            if (!names[2].isBlank()) {
                documents.add(document(
                        SearchKind.TRACK,
                        prefix + documents.size(),
                        SearchNames.track(
                                names[2],
                                names[0].isBlank() ? List.of() : List.of(names[0]),
                                names[1].isBlank() ? null : names[1])));
            }
            albums.add(names[1] + "\t" + names[0]);
            artists.add(names[0]);
        }
        for (String album : albums) {
            String[] names = album.split("\t", -1);
            if (!names[0].isBlank()) {
                documents.add(document(
                        SearchKind.ALBUM,
                        prefix + documents.size(),
                        SearchNames.track(names[0], names[1].isBlank() ? List.of() : List.of(names[1]), null)));
            }
        }
        for (String artist : artists) {
            if (!artist.isBlank()) {
                documents.add(document(SearchKind.ARTIST, prefix + documents.size(), SearchNames.alone(artist)));
            }
        }
        return documents;
    }

    /** A document shown as its title. */
    public static SearchDocument document(SearchKind kind, String id, SearchNames names) {
        return new SearchDocument(
                new SearchId(kind, id),
                names,
                SearchTraits.unknown(),
                Buffer.buffer(names.title() + "\t" + String.join("", names.artists())));
    }

    /** Puts documents into an index and shows them. */
    public static void fill(SearchIndex index, List<SearchDocument> documents) throws IOException {
        for (int i = 0; i < documents.size(); i += BATCH) {
            List<SearchChange> changes = documents.subList(i, Math.min(i + BATCH, documents.size())).stream()
                    .<SearchChange>map(SearchChange.Upsert::new)
                    .toList();
            index.apply(new SearchBatch(changes, TopicOffsets.NONE));
        }
        index.refresh();
    }
}
