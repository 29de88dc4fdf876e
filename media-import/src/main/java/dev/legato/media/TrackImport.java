package dev.legato.media;

import dev.legato.contracts.ImportedTrack.Rendition;
import dev.legato.contracts.SegmentIndex;
import dev.legato.contracts.TrackId;
import dev.legato.media.Artworks.Cover;
import dev.legato.media.ImportProgress.Phase;
import dev.legato.media.TrackObjects.Measured;
import dev.legato.media.audio.AudioDigest;
import dev.legato.media.audio.AudioEncoder;
import dev.legato.media.audio.AudioEncoder.Completed;
import dev.legato.media.audio.AudioEncoder.Encoded;
import dev.legato.media.audio.AudioInfo;
import dev.legato.media.audio.AudioProbe;
import dev.legato.media.audio.CoverImages;
import dev.legato.media.audio.Ffmpeg;
import dev.legato.media.audio.Ladder;
import dev.legato.media.audio.RenditionFormat;
import dev.legato.media.store.ObjectStore;
import dev.legato.media.store.Workspace;
import dev.legato.media.tags.LyricsFile;
import dev.legato.media.tags.TagDetails;
import dev.legato.media.tags.TagReader;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Consumer;

/**
 * One file's way in: identified, stored, encoded once, and entered into the catalogue, from when on it can be played;
 * then encoded in the ladder's other renditions and entered with these. Each step finds what an earlier run has finished
 * and leaves it, so a killed import goes on where it was.
 */
final class TrackImport {
    /** Why a file of no bytes is not imported. */
    static final String EMPTY = "an empty file";

    private final ObjectStore store;
    private final Workspace workspace;
    private final ImportIndex index;
    private final CatalogueClient catalogue;
    private final Ladder ladder;
    private final TrackObjects objects;
    private final AudioProbe probe;
    private final AudioDigest digest;
    private final AudioEncoder encoder;
    private final Artworks artworks;
    private final Consumer<String> notes;
    private final TagReader tagReader = new TagReader();
    /** Which file of this run speaks for a track. */
    private final Map<TrackId, String> claims = new ConcurrentHashMap<>();

    /** How far the first pass came. */
    sealed interface Begun {}

    /** There is nothing left to do. */
    record Done(FileOutcome outcome) implements Begun {}

    /**
     * It can be played, but is not all there yet.
     *
     * @param original as stored
     */
    record Playable(
            FileOutcome.Imported outcome,
            ImportIndex.Stamp stamp,
            TrackDescription description,
            AudioInfo info,
            Cover cover,
            Rendition original)
            implements Begun {}

    /** @param notes told what is left out of a file that is imported all the same */
    TrackImport(
            ObjectStore store,
            Workspace workspace,
            ImportIndex index,
            CatalogueClient catalogue,
            Ladder ladder,
            Ffmpeg ffmpeg,
            Consumer<String> notes) {
        this.store = store;
        this.workspace = workspace;
        this.index = index;
        this.catalogue = catalogue;
        this.ladder = ladder;
        this.notes = notes;
        this.objects = new TrackObjects(store, workspace, ladder);
        this.probe = new AudioProbe(ffmpeg);
        this.digest = new AudioDigest(ffmpeg);
        this.encoder = new AudioEncoder(ffmpeg);
        this.artworks = new Artworks(store, new CoverImages(ffmpeg), notes);
    }

    /**
     * Imports a file until it can be played.
     *
     * @param name below its source
     * @throws IOException if it cannot be imported; its message is the reason
     */
    Begun begin(String name, Path file, Consumer<Phase> phase) throws IOException, InterruptedException {
        String shown = FileNames.forPeople(name);
        ImportIndex.Stamp stamp = ImportIndex.Stamp.of(file);
        String extension = FileNames.extension(file);
        Optional<TrackId> known = index.find(stamp);
        if (known.isPresent() && objects.areWhole(known.get(), extension)) {
            claims.putIfAbsent(known.get(), shown);
            return new Done(new FileOutcome.Unchanged(shown, known.get()));
        }
        if (stamp.bytes() == 0) {
            throw new IOException(EMPTY);
        }
        phase.accept(Phase.READ);
        Path plain = workspace.link(file, extension);
        try {
            AudioInfo info = probe.read(plain);
            TrackId id = CatalogueIds.track(digest.of(plain));
            String other = claims.putIfAbsent(id, shown);
            if (other != null) {
                return new Done(new FileOutcome.Duplicate(shown, id, other));
            }
            TrackDescription description = TrackDescription.of(tagReader.read(plain, info), Path.of(name));
            phase.accept(Phase.STORE);
            Rendition original = objects.original(id, plain, extension, info);
            TagDetails details = description.tags().details();
            objects.add(id, details, LyricsFile.beside(file).or(details::lyrics));
            Path folder = file.toAbsolutePath().resolveSibling("");
            Cover cover = artworks.of(description.albumId(), plain, info, folder, workspace);
            Playable playable =
                    new Playable(new FileOutcome.Imported(shown, id), stamp, description, info, cover, original);
            phase.accept(Phase.ENCODE);
            SegmentIndex segments = objects.index(id);
            Optional<Measured> measured = objects.measured(id);
            if (objects.missing(segments, info).contains(ladder.first())) {
                segments = encodeFirst(playable, segments);
            }
            phase.accept(Phase.CATALOGUE);
            enter(playable, segments, measured);
            if (measured.isEmpty() || !objects.missing(segments, info).isEmpty()) {
                return playable;
            }
            index.add(stamp, id);
            return new Done(playable.outcome());
        } finally {
            Files.deleteIfExists(plain);
        }
    }

    /**
     * Makes the rest of a track that can be played.
     *
     * @throws IOException if that cannot be done; it stays playable as it is
     */
    FileOutcome complete(Playable playable) throws IOException, InterruptedException {
        TrackId id = playable.outcome().id();
        SegmentIndex segments = objects.index(id);
        List<RenditionFormat> missing = objects.missing(segments, playable.info());
        Path original = original(playable);
        Completed completed;
        try {
            completed = encoder.encodeAndAnalyse(original, playable.info(), missing, workspace);
        } finally {
            workspace.discard(original);
        }
        Measured measured = objects.add(id, completed.analysis(), playable.info());
        long says = playable.info().durationMs();
        if (measured.lasting(says) != says) {
            notes.accept("%s: lasts %.1f s, not the %.1f s it says"
                    .formatted(playable.outcome().name(), measured.lasting(says) / 1000.0, says / 1000.0));
        }
        enter(playable, added(playable, segments, completed.encoded()), Optional.of(measured));
        index.add(playable.stamp(), id);
        return playable.outcome();
    }

    private SegmentIndex encodeFirst(Playable playable, SegmentIndex segments)
            throws IOException, InterruptedException {
        Path original = original(playable);
        try {
            return added(
                    playable, segments, encoder.encode(original, playable.info(), List.of(ladder.first()), workspace));
        } finally {
            workspace.discard(original);
        }
    }

    /** The stored original is what gets encoded: the user's file may be another by now. */
    private Path original(Playable playable) throws IOException {
        return store.local(playable.original().key(), workspace);
    }

    private SegmentIndex added(Playable playable, SegmentIndex segments, List<Encoded> encoded) throws IOException {
        try {
            return objects.add(playable.outcome().id(), segments, encoded, playable.info());
        } finally {
            for (Encoded one : encoded) {
                Files.deleteIfExists(one.file());
            }
        }
    }

    private void enter(Playable playable, SegmentIndex segments, Optional<Measured> measured)
            throws IOException, InterruptedException {
        TrackId id = playable.outcome().id();
        AudioInfo info = playable.info();
        List<Rendition> renditions = new ArrayList<>();
        renditions.add(
                info.isLossless() && measured.isPresent()
                        ? TrackObjects.gapless(playable.original(), measured.get())
                        : playable.original());
        renditions.addAll(TrackObjects.renditions(id, segments, info));
        catalogue.put(playable.description()
                .track(
                        id,
                        measured.map(heard -> heard.lasting(info.durationMs())).orElse(info.durationMs()),
                        playable.cover(),
                        renditions,
                        measured.map(Measured::loudness).orElse(null),
                        measured.isPresent() ? TrackObjects.waveformKey(id) : null));
    }
}
