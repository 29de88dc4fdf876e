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
 * Makes indexes in OpenSearch for a process that keeps each index in a folder: there the folder holds the name only. The first
 * index that a process opens is the one that serves. One that is opened beside it is built from the beginning; when the
 * first is closed in its favour, it serves in its place, for all processes.
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

    /** Opens the index that a folder names. If it names none: the index that serves, or beside it another one. */
    @Override
    public synchronized SearchIndex open(Path folder) throws IOException {
        String name = name(folder);
        boolean beside = serving != null && serving.check() != IndexCondition.ABSENT;
        OpenSearchIndex opened;
        if (!name.isEmpty() && indexes.condition(name) != IndexCondition.ABSENT) {
            opened = indexes.open(name);
        } else {
            // If what served here is gone, another process has put a new one in its place.
            opened = beside ? indexes.next() : indexes.open();
        }
        opened.snapshot(folder);
        if (beside) {
            building = opened;
        } else {
            serving = opened;
        }
        opened.whenClosed(() -> closed(opened));
        return opened;
    }

    private synchronized void closed(OpenSearchIndex index) throws IOException {
        OpenSearchIndex next = building;
        if (index == next) {
            building = null;
        } else if (index == serving) {
            serving = next;
            building = null;
            if (next != null) {
                indexes.promote(next);
            }
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
