package dev.legato.media.upkeep;

import dev.legato.contracts.ContentId;
import dev.legato.contracts.ObjectKeys;
import dev.legato.contracts.TrackId;
import dev.legato.media.audio.Ladder;
import dev.legato.media.index.ImportIndex;
import dev.legato.media.pipeline.Artworks;
import dev.legato.media.pipeline.TrackObjects;
import dev.legato.store.CorruptObjectException;
import dev.legato.store.ObjectStore;
import dev.legato.store.StoreSettings;
import dev.legato.store.Workspace;
import java.io.IOException;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * Looks a whole store through: every object is read and compared with its checksum, and a corrupted one is taken out of
 * listeners' reach; what killed imports left is removed. The next import makes again what is missing. What does not look
 * like an import's is left alone.
 */
public final class Scrub {
    private final StoreSettings settings;
    private final Path importIndex;
    private final InstantSource clock;

    /** @param importIndex no longer trusted if a cover is corrupted, so that the next import looks at every file */
    public Scrub(StoreSettings settings, Path importIndex, InstantSource clock) {
        this.settings = settings;
        this.importIndex = importIndex;
        this.clock = clock;
    }

    /**
     * What was found.
     *
     * @param objects that were read
     * @param corrupted the keys of those set aside
     * @param orphans the keys of those removed, or empty if an import was running
     * @param leftOvers how many files in the making, begun uploads and lone checksums were removed
     */
    public record Report(
            int objects,
            List<String> corrupted,
            List<String> orphans,
            int leftOvers,
            boolean importing,
            Duration took) {
        public Report {
            corrupted = List.copyOf(corrupted);
            orphans = List.copyOf(orphans);
        }

        /** For a person: a line of sums, then one for each object that was not as it should be. */
        public List<String> lines() {
            List<String> lines = new ArrayList<>();
            lines.add("%d objects read in %.1f s: %d corrupted; removed: %d orphans, %d left-overs"
                    .formatted(objects, took.toMillis() / 1000.0, corrupted.size(), orphans.size(), leftOvers));
            corrupted.forEach(key -> lines.add("  corrupted: %s (set aside; import its music again)".formatted(key)));
            orphans.forEach(key -> lines.add("  orphan: " + key));
            if (importing) {
                lines.add("  an import is running: orphans were not looked for");
            }
            return lines;
        }
    }

    /** @throws IOException if the store cannot be read */
    public Report run() throws IOException {
        Instant start = clock.instant();
        try (ObjectStore store = settings.open(clock)) {
            int leftOvers = store.removeLeftOvers();
            boolean importing = store.isBeingWritten();
            SortedMap<String, List<String>> folders = new TreeMap<>();
            store.forEachKey(key -> folders.computeIfAbsent(ObjectKeys.folderOf(key), _ -> new ArrayList<>())
                    .add(ObjectKeys.fileOf(key)));
            try (Workspace workspace = store.openWorkspace()) {
                List<String> corrupted = corrupted(store, workspace, folders);
                int objects = folders.values().stream().mapToInt(List::size).sum() + corrupted.size();
                // What has just been damaged is the next import's to mend.
                corrupted.forEach(key -> folders.remove(ObjectKeys.folderOf(key)));
                List<String> orphans = importing ? List.of() : orphans(store, workspace, folders);
                for (String orphan : orphans) {
                    store.remove(orphan);
                }
                Duration took = Duration.between(start, clock.instant());
                return new Report(objects, corrupted, orphans, leftOvers, importing, took);
            }
        }
    }

    private List<String> corrupted(ObjectStore store, Workspace workspace, SortedMap<String, List<String>> folders)
            throws IOException {
        List<String> corrupted = new ArrayList<>();
        for (var folder : folders.entrySet()) {
            for (String file : folder.getValue().stream().sorted().toList()) {
                String key = folder.getKey() + file;
                try {
                    workspace.discard(store.local(key, workspace));
                } catch (CorruptObjectException e) {
                    store.setAside(key);
                    corrupted.add(key);
                    folder.getValue().remove(file);
                } catch (NoSuchFileException e) {
                    // Removed meanwhile.
                    folder.getValue().remove(file);
                }
            }
        }
        if (corrupted.stream().anyMatch(key -> ObjectKeys.isArtwork(key))) {
            ImportIndex.distrust(importIndex);
        }
        return corrupted;
    }

    private static List<String> orphans(ObjectStore store, Workspace workspace, SortedMap<String, List<String>> folders)
            throws IOException {
        TrackObjects tracks = new TrackObjects(store, workspace, Ladder.DEFAULT);
        List<String> orphans = new ArrayList<>();
        for (var folder : folders.entrySet()) {
            List<String> files = folder.getValue();
            String name = folder.getKey().replaceFirst("/$", "");
            List<String> found = List.of();
            if (ObjectKeys.isArtwork(name)) {
                found = Artworks.isWhole(files) ? List.of() : files;
            } else if (ContentId.isValid(name)) {
                found = tracks.orphans(new TrackId(name), files);
            }
            found.forEach(file -> orphans.add(folder.getKey() + file));
        }
        return orphans;
    }
}
