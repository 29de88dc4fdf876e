package dev.legato.search.opensearch;

import dev.legato.search.index.IndexCondition;
import dev.legato.search.index.SearchIndex;
import dev.legato.search.life.IndexEngine;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/**
 * Makes indexes in OpenSearch for a process that keeps each index in a folder: there the folder holds the name only. One that
 * is promoted serves for all processes.
 */
public final class OpenSearchEngine implements IndexEngine {
    private static final String NAME = "opensearch-index";

    private final OpenSearchIndexes indexes;
    private @Nullable OpenSearchIndex serving;
    private @Nullable OpenSearchIndex building;

    public OpenSearchEngine(OpenSearchIndexes indexes) {
        this.indexes = indexes;
    }

    @Override
    public IndexCondition condition(Path folder) throws IOException {
        String name = name(folder);
        return name.isEmpty() ? IndexCondition.ABSENT : indexes.condition(name);
    }

    /** Opens the index that a folder names; if it names none that is there, the index that serves. */
    @Override
    public synchronized SearchIndex open(Path folder) throws IOException {
        String name = name(folder);
        boolean isThere = !name.isEmpty() && indexes.condition(name) != IndexCondition.ABSENT;
        OpenSearchIndex opened = named(isThere ? indexes.open(name) : indexes.open(), folder);
        serving = opened;
        return opened;
    }

    @Override
    public synchronized SearchIndex build(Path folder, String topic) throws IOException {
        OpenSearchIndex before = serving;
        if (before == null || before.check() == IndexCondition.ABSENT) {
            // Another process has put a new one in the place of what served here.
            return open(folder);
        }
        OpenSearchIndex built = named(indexes.next(topic), folder);
        building = built;
        return built;
    }

    @Override
    public synchronized void promote(SearchIndex built) throws IOException {
        OpenSearchIndex next = building;
        if (next != null && next == built) {
            indexes.promote(next);
            serving = next;
            building = null;
        }
    }

    private OpenSearchIndex named(OpenSearchIndex index, Path folder) throws IOException {
        try {
            index.snapshot(folder);
        } catch (IOException e) {
            try (index) {
                throw e;
            }
        }
        index.whenClosed(() -> closed(index));
        return index;
    }

    private synchronized void closed(OpenSearchIndex index) {
        if (index == building) {
            building = null;
        } else if (index == serving) {
            serving = null;
        }
    }

    private static String name(Path folder) throws IOException {
        try {
            return Files.readString(folder.resolve(NAME)).strip();
        } catch (NoSuchFileException _) {
            return "";
        }
    }

    /** Writes the name into a folder. */
    static void write(String name, Path folder) throws IOException {
        Files.createDirectories(folder);
        Files.writeString(folder.resolve(NAME), name + "\n");
    }
}
