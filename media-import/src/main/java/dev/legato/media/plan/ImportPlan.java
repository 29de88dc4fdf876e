package dev.legato.media.plan;

import dev.legato.contracts.TrackId;
import dev.legato.media.index.ImportIndex.Holding;
import dev.legato.media.index.ImportIndex.Known;
import dev.legato.media.index.ImportIndex.Missing;
import dev.legato.media.plan.Step.Decision;
import dev.legato.media.plan.Step.Duplicate;
import dev.legato.media.plan.Step.Import;
import dev.legato.media.plan.Step.Keep;
import dev.legato.media.plan.Step.Look;
import dev.legato.media.plan.Step.MarkGone;
import dev.legato.media.plan.Step.Read;
import dev.legato.media.plan.Step.Refuse;
import dev.legato.media.plan.Step.Restore;
import dev.legato.media.source.FileNames;
import dev.legato.media.source.MusicSource.Item;
import dev.legato.media.source.MusicSource.Music;
import dev.legato.media.source.MusicSource.Unreadable;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Collectors;

/**
 * Decides what an import does with each file of a source, and does none of it: no file, store or catalogue is touched here.
 * A run carries the steps out and a dry run prints them, so that the two cannot differ.
 *
 * <p>A file is decided on in two steps, since reading audio is what costs: {@link #look} settles all files that are
 * untouched, {@link #decide} the others, when their audio is known. Of files with the same audio, the first counts. When
 * all files are decided on, {@link #gone} says what earlier runs imported that is no longer there.
 *
 * <p>Used by several threads.
 */
public final class ImportPlan {
    /** Why a file of no bytes is not imported. */
    static final String EMPTY = "an empty file";

    /** So many files are hardly ever all deleted. */
    private static final int MANY = 5;

    /** Which file of this run speaks for a track. */
    private final Map<TrackId, String> claims = new ConcurrentHashMap<>();
    /** The lengths of files whose tracks are not known. */
    private final Map<String, Long> unidentified = new ConcurrentHashMap<>();

    /**
     * What becomes of files that are gone.
     *
     * @param note why missing files do not count as gone, if they do not
     */
    public record Gone(List<MarkGone> files, Optional<String> note) {
        public Gone {
            files = List.copyOf(files);
        }
    }

    /** Decides on a file as far as that can be without reading its audio. */
    public Look look(Sighting file) {
        if (file.intact().isPresent()) {
            Known known = file.intact().get();
            known.tracks().forEach(track -> claims.putIfAbsent(track, file.name()));
            return known.gone()
                    ? new Restore(file.name(), file.stamp(), known.tracks())
                    : new Keep(file.name(), known.tracks());
        }
        unidentified.put(file.stamp().file(), file.stamp().bytes());
        return file.isEmpty() ? new Refuse(file.name(), EMPTY) : new Read(file.name(), file.stamp());
    }

    /** Decides anew on a file whose tracks the catalogue does not have any more. */
    public Read lookAgain(Restore lost) {
        lost.tracks().forEach(track -> claims.remove(track, lost.name()));
        unidentified.put(lost.stamp().file(), lost.stamp().bytes());
        return new Read(lost.name(), lost.stamp());
    }

    /**
     * Decides on a file whose audio is known.
     *
     * @param tracks what it holds, at least one
     * @param isStored whether all of them can be played already
     */
    public Decision decide(Read file, List<Candidate> tracks, boolean isStored) {
        unidentified.remove(file.stamp().file());
        Candidate first = tracks.getFirst();
        String other = claims.putIfAbsent(first.id(), first.name());
        if (other != null) {
            return new Duplicate(file.name(), first.id(), other);
        }
        Map<TrackId, String> taken = new HashMap<>();
        for (Candidate track : tracks.subList(1, tracks.size())) {
            String holder = claims.putIfAbsent(track.id(), track.name());
            if (holder != null) {
                taken.put(track.id(), holder);
            }
        }
        return new Import(file.name(), tracks, isStored, taken);
    }

    /** Takes a decision back, as when a file cannot be cut into the tracks it was found to hold. */
    public void withdraw(Import decision) {
        decision.tracks().forEach(track -> claims.remove(track.id(), track.name()));
    }

    /**
     * Decides which tracks become unavailable, once all files are decided on. What may only be out of sight does not count
     * as gone: nothing does while a folder cannot be read, or if all of many files are gone at once, as when a drive is not
     * mounted; nor does a file below something unreadable, nor one as long as a file that is there and could not be read,
     * which may be it under another name.
     *
     * @param items what there is in the source
     * @param place the folder all of it lies in
     * @param missing files of earlier runs that do not hold what they held
     * @param holdings what files of earlier runs hold, there or elsewhere
     */
    public Gone gone(List<Item> items, Path place, List<Missing> missing, List<Holding> holdings) {
        List<Unreadable> unreadable = items.stream()
                .filter(Unreadable.class::isInstance)
                .map(Unreadable.class::cast)
                .toList();
        Optional<String> doubt = doubt(items, unreadable, missing.size());
        if (doubt.isPresent()) {
            return new Gone(List.of(), doubt);
        }
        Set<Long> doubtful = Set.copyOf(unidentified.values());
        List<Missing> gone = missing.stream()
                .filter(file -> file.isThere() || !doubtful.contains(file.bytes()))
                .filter(file ->
                        unreadable.stream().noneMatch(item -> file.file().startsWith(place.resolve(item.name()))))
                .toList();
        Set<TrackId> held = held(gone, holdings);
        return new Gone(
                gone.stream()
                        .map(file -> new MarkGone(
                                name(file, place),
                                file,
                                file.tracks().stream()
                                        .filter(track -> !held.contains(track))
                                        .toList()))
                        .toList(),
                Optional.empty());
    }

    /** Why nothing counts as gone, if so. */
    private static Optional<String> doubt(List<Item> items, List<Unreadable> unreadable, int missing) {
        Optional<Unreadable> mayHold =
                unreadable.stream().filter(Unreadable::mayHold).findFirst();
        if (missing > 0 && mayHold.isPresent()) {
            return Optional.of("%d files are gone, but '%s' cannot be read: their tracks stay as they are"
                    .formatted(missing, FileNames.forPeople(mayHold.get().name())));
        }
        if (missing >= MANY && items.stream().noneMatch(Music.class::isInstance)) {
            return Optional.of(
                    "all %d files are gone: if no drive is missing, put any file of music there, and their tracks"
                                    .formatted(missing)
                            + " become unavailable");
        }
        return Optional.empty();
    }

    /** The tracks that some file holds, this run's or another's. */
    private Set<TrackId> held(List<Missing> gone, List<Holding> holdings) {
        Set<Path> absent =
                gone.stream().filter(file -> !file.isThere()).map(Missing::file).collect(Collectors.toSet());
        Set<TrackId> held = new HashSet<>(claims.keySet());
        holdings.stream().filter(file -> !absent.contains(file.file())).forEach(file -> held.addAll(file.tracks()));
        return held;
    }

    private static String name(Missing file, Path place) {
        String name = FileNames.forPeople(place.relativize(file.file()).toString());
        return file.isThere() ? "what was " + name : name;
    }
}
