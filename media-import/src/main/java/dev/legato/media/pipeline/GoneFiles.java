package dev.legato.media.pipeline;

import dev.legato.contracts.TrackId;
import dev.legato.media.catalogue.CatalogueClient;
import dev.legato.media.index.ImportIndex;
import dev.legato.media.index.ImportIndex.Missing;
import dev.legato.media.source.FileNames;
import dev.legato.media.source.MusicSource.Item;
import dev.legato.media.source.MusicSource.Music;
import dev.legato.media.source.MusicSource.Unreadable;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.function.Consumer;

/**
 * Files of a source that earlier runs imported and that hold their tracks no more. What may only be out of sight is not
 * among them: nothing is while a folder cannot be read, or all of many files are gone at once, as when a drive is not
 * mounted; nor are files below something unreadable, nor one as long as a file that is there and could not be read,
 * which may be it under another name.
 */
final class GoneFiles {
    /** So many files are hardly ever all deleted. */
    private static final int MANY = 5;

    private final ImportIndex index;
    private final Path place;
    private final Consumer<String> notes;

    /** @param notes told why files that are missing do not count as gone */
    GoneFiles(ImportIndex index, Path place, Consumer<String> notes) {
        this.index = index;
        this.place = place;
        this.notes = notes;
    }

    /**
     * Looks for them.
     *
     * @param items what there is in the source
     * @param doubtful lengths in bytes of those files of it that could not be read
     */
    List<Missing> find(List<Item> items, Set<Long> doubtful) {
        List<Missing> missing = index.missing(place);
        if (missing.isEmpty()) {
            return missing;
        }
        List<Unreadable> unreadable = items.stream()
                .filter(Unreadable.class::isInstance)
                .map(Unreadable.class::cast)
                .toList();
        for (Unreadable item : unreadable) {
            if (item.mayHold()) {
                notes.accept("%d files are gone, but '%s' cannot be read: their tracks stay as they are"
                        .formatted(missing.size(), FileNames.forPeople(item.name())));
                return List.of();
            }
        }
        if (missing.size() >= MANY && items.stream().noneMatch(Music.class::isInstance)) {
            notes.accept("all %d files are gone: if no drive is missing, put any file of music there, and their tracks"
                            .formatted(missing.size())
                    + " become unavailable");
            return List.of();
        }
        return missing.stream()
                .filter(file -> file.isThere() || !doubtful.contains(file.bytes()))
                .filter(file ->
                        unreadable.stream().noneMatch(item -> file.file().startsWith(place.resolve(item.name()))))
                .toList();
    }

    /**
     * Tells the catalogue of tracks that no file holds any more.
     *
     * @param gone as found
     * @param seen in the source by this run
     */
    List<FileOutcome> tell(List<Missing> gone, Set<TrackId> seen, CatalogueClient catalogue)
            throws InterruptedException {
        List<FileOutcome> outcomes = new ArrayList<>();
        Set<TrackId> held = held(gone, seen);
        for (Missing file : gone) {
            List<TrackId> lost = file.tracks().stream()
                    .filter(track -> !held.contains(track))
                    .toList();
            try {
                for (TrackId track : lost) {
                    var _ = catalogue.setAvailable(track, false);
                }
                index.told(file);
                if (!lost.isEmpty()) {
                    outcomes.add(new FileOutcome.Gone(name(file), lost));
                }
            } catch (IOException e) {
                outcomes.add(new FileOutcome.Failed(
                        name(file), "gone, but its tracks do not count as unavailable yet: " + e.getMessage()));
            }
        }
        return outcomes;
    }

    /** Names those of them whose tracks no other file is known to hold. */
    List<String> names(List<Missing> gone, Set<TrackId> seen) {
        Set<TrackId> held = held(gone, seen);
        return gone.stream()
                .filter(file -> !held.containsAll(file.tracks()))
                .map(this::name)
                .toList();
    }

    private Set<TrackId> held(List<Missing> gone, Set<TrackId> seen) {
        Set<TrackId> held = new HashSet<>(index.heldBeside(gone, place));
        held.addAll(seen);
        return held;
    }

    private String name(Missing file) {
        String name = FileNames.forPeople(place.relativize(file.file()).toString());
        return file.isThere() ? "what was " + name : name;
    }
}
