package dev.legato.media.pipeline;

import dev.legato.contracts.ImportedTrack.Rendition;
import dev.legato.contracts.SegmentIndex;
import dev.legato.contracts.TrackId;
import dev.legato.media.audio.AudioEncoder;
import dev.legato.media.audio.AudioEncoder.Completed;
import dev.legato.media.audio.AudioEncoder.Encoded;
import dev.legato.media.audio.AudioInfo;
import dev.legato.media.audio.Ffmpeg;
import dev.legato.media.audio.Ladder;
import dev.legato.media.audio.RenditionFormat;
import dev.legato.media.catalogue.CatalogueClient;
import dev.legato.media.pipeline.Artworks.Cover;
import dev.legato.media.pipeline.ImportProgress.Phase;
import dev.legato.media.pipeline.TrackObjects.Measured;
import dev.legato.store.ObjectStore;
import dev.legato.store.Workspace;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;

/**
 * A track's way in: stored, encoded once, and entered into the catalogue, from when on it can be played;
 * then encoded in the ladder's other renditions and entered with these. Each step finds what an earlier run has finished
 * and leaves it, so a killed import goes on where it was.
 */
final class TrackImport {
    private static final String FLAC = "audio/flac";

    private final ObjectStore store;
    private final Workspace workspace;
    private final CatalogueClient catalogue;
    private final Ladder ladder;
    private final TrackObjects objects;
    private final AudioEncoder encoder;
    private final Consumer<String> notes;

    /** A track after the first pass of its import. */
    sealed interface StartedTrack {}

    /** There is nothing left to do. */
    record Done(FileOutcome outcome) implements StartedTrack {}

    /**
     * It can be played, but is not all there yet.
     *
     * @param original as stored
     */
    record Playable(
            FileOutcome.Imported outcome,
            PendingFile pending,
            TrackDescription description,
            AudioInfo info,
            Cover cover,
            Rendition original)
            implements StartedTrack {}

    /** @param notes receives what is left out of a file that is imported all the same */
    TrackImport(
            ObjectStore store,
            Workspace workspace,
            CatalogueClient catalogue,
            Ladder ladder,
            TrackObjects objects,
            Ffmpeg ffmpeg,
            Consumer<String> notes) {
        this.store = store;
        this.workspace = workspace;
        this.catalogue = catalogue;
        this.ladder = ladder;
        this.notes = notes;
        this.objects = objects;
        this.encoder = new AudioEncoder(ffmpeg);
    }

    /**
     * Imports a track until it can be played.
     *
     * @param pending the file it belongs to
     * @throws IOException if it cannot be imported; its message is the reason
     */
    StartedTrack begin(
            Piece piece, PendingFile pending, TrackDescription description, Cover cover, Consumer<Phase> phase)
            throws IOException, InterruptedException {
        TrackId id = piece.id();
        AudioInfo info = piece.info();
        phase.accept(Phase.STORE);
        Rendition original = objects.original(id, piece.audio(), piece.extension(), info);
        objects.add(id, description.tags().details(), Optional.ofNullable(description.lyrics()));
        Playable playable =
                new Playable(new FileOutcome.Imported(piece.shown(), id), pending, description, info, cover, original);
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
        pending.completed(id);
        return new Done(playable.outcome());
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
        playable.pending().completed(id);
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
                isExact(playable) && measured.isPresent()
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

    /** Whether the original holds the music and nothing else: FLAC cut from lossy music does as well. */
    private static boolean isExact(Playable playable) {
        return playable.info().isLossless() || playable.original().contentType().equals(FLAC);
    }
}
