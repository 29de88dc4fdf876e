package dev.legato.media.upkeep;

import dev.legato.contracts.ObjectKeys;
import dev.legato.media.audio.Ladder;
import dev.legato.media.catalogue.CatalogueClient;
import dev.legato.media.catalogue.CatalogueClient.UnavailableTrack;
import dev.legato.media.index.ImportIndex;
import dev.legato.media.pipeline.Artworks;
import dev.legato.media.pipeline.MediaImporter.Places;
import dev.legato.media.source.FileNames;
import dev.legato.store.ObjectStore;
import dev.legato.store.Workspace;
import java.io.IOException;
import java.time.Clock;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Supplier;
import java.util.stream.Collectors;

/**
 * Deletes unavailable tracks for good. Of each, objects go first and the entry in the catalogue last, so that a purge
 * that was killed is finished by the next: the catalogue lists what is still to be purged.
 */
public final class Purge {
    private final Places places;
    private final Supplier<String> accessToken;
    private final Clock clock;

    /** @param accessToken asked before each call to the catalogue, for a token with the scope {@code catalogue-write} */
    public Purge(Places places, Supplier<String> accessToken, Clock clock) {
        this.places = places;
        this.accessToken = accessToken;
        this.clock = clock;
    }

    /**
     * What was purged, or would be.
     *
     * @param tracks named for people
     * @param objects how many
     * @param returned tracks whose files came back meanwhile
     */
    public record Report(boolean dryRun, List<String> tracks, int objects, List<String> returned) {
        public Report {
            tracks = List.copyOf(tracks);
            returned = List.copyOf(returned);
        }

        /** For a person: a line of sums, then one for each track. */
        public List<String> lines() {
            String verb = dryRun ? "would purge" : "purged";
            List<String> lines = new ArrayList<>();
            lines.add("%s %d tracks, %d objects".formatted(verb, tracks.size(), objects));
            tracks.forEach(track -> lines.add("  %s: %s".formatted(verb, track)));
            returned.forEach(track -> lines.add("  came back meanwhile: %s (import it again)".formatted(track)));
            return lines;
        }
    }

    /**
     * Purges every track that is unavailable.
     *
     * @param dryRun to say what that would be, and do nothing
     * @throws IOException if an import is running, or the catalogue or the store does not answer
     */
    public Report run(boolean dryRun) throws IOException, InterruptedException {
        try (ObjectStore store = places.store().open(clock);
                CatalogueClient catalogue = new CatalogueClient(places.metadata(), accessToken)) {
            if (!dryRun && store.isBeingWritten()) {
                throw new IOException("an import is running (expected: none while tracks are purged)");
            }
            List<UnavailableTrack> tracks = catalogue.unavailable();
            Map<String, List<UnavailableTrack>> albums = tracks.stream()
                    .collect(Collectors.groupingBy(UnavailableTrack::album, TreeMap::new, Collectors.toList()));
            Map<String, List<String>> objects = objects(store, albums);
            if (dryRun) {
                return new Report(true, names(tracks), count(objects), List.of());
            }
            try (Workspace _ = store.openWorkspace();
                    ImportIndex index = ImportIndex.open(places.index(), Ladder.DEFAULT.toString())) {
                List<UnavailableTrack> returned = new ArrayList<>();
                for (List<UnavailableTrack> album : albums.values()) {
                    returned.addAll(purge(album, objects, store, catalogue));
                }
                index.remove(tracks.stream().map(UnavailableTrack::id).toList());
                List<UnavailableTrack> purged = tracks.stream()
                        .filter(track -> !returned.contains(track))
                        .toList();
                return new Report(false, names(purged), count(objects), names(returned));
            }
        }
    }

    /** Purges an album's unavailable tracks, and its cover if it has no others; returns those that came back. */
    private static List<UnavailableTrack> purge(
            List<UnavailableTrack> album,
            Map<String, List<String>> objects,
            ObjectStore store,
            CatalogueClient catalogue)
            throws IOException, InterruptedException {
        for (List<String> keys : List.of(
                album.stream()
                        .flatMap(track -> objects.getOrDefault(ObjectKeys.folder(track.id()), List.of()).stream())
                        .toList(),
                objects.getOrDefault(Artworks.folder(album.getFirst().album()), List.of()))) {
            for (String key : keys) {
                store.remove(key);
            }
        }
        List<UnavailableTrack> returned = new ArrayList<>();
        for (UnavailableTrack track : album) {
            if (!catalogue.purge(track.id())) {
                returned.add(track);
            }
        }
        return returned;
    }

    /** What is to be removed, by folder: those of the tracks, and of albums that have no others. */
    private static Map<String, List<String>> objects(ObjectStore store, Map<String, List<UnavailableTrack>> albums)
            throws IOException {
        Map<String, List<String>> objects = new HashMap<>();
        albums.forEach((album, tracks) -> {
            tracks.forEach(track -> objects.put(ObjectKeys.folder(track.id()), new ArrayList<>()));
            if (tracks.getFirst().albumTracks() == tracks.size()) {
                objects.put(Artworks.folder(album), new ArrayList<>());
            }
        });
        Set<String> folders = objects.keySet();
        store.forEachKey(key -> {
            String folder = ObjectKeys.folderOf(key);
            if (folders.contains(folder)) {
                objects.getOrDefault(folder, new ArrayList<>()).add(key);
            }
        });
        return objects;
    }

    private static int count(Map<String, List<String>> objects) {
        return objects.values().stream().mapToInt(List::size).sum();
    }

    private static List<String> names(List<UnavailableTrack> tracks) {
        return tracks.stream()
                .map(track -> FileNames.forPeople(
                        "%s / %s (gone since %s)".formatted(track.albumName(), track.name(), track.since())))
                .toList();
    }
}
