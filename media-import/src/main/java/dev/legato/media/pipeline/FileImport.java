package dev.legato.media.pipeline;

import dev.legato.contracts.TrackId;
import dev.legato.media.catalogue.CatalogueClient;
import dev.legato.media.index.ImportIndex;
import dev.legato.media.pipeline.Artworks.Cover;
import dev.legato.media.pipeline.ImportProgress.Phase;
import dev.legato.media.pipeline.Survey.Opened;
import dev.legato.media.pipeline.TrackImport.Done;
import dev.legato.media.pipeline.TrackImport.StartedTrack;
import dev.legato.media.plan.Candidate;
import dev.legato.media.plan.Step.Duplicate;
import dev.legato.media.plan.Step.Import;
import dev.legato.media.plan.Step.Keep;
import dev.legato.media.plan.Step.Read;
import dev.legato.media.plan.Step.Refuse;
import dev.legato.media.plan.Step.Restore;
import dev.legato.media.source.FolderCover;
import dev.legato.media.source.MusicSource.Music;
import dev.legato.media.tags.Lyrics;
import dev.legato.media.tags.LyricsFile;
import dev.legato.store.Workspace;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** Carries out what the plan decides on a file: keeps it, or imports its tracks. */
final class FileImport {
    private final Survey survey;
    private final ImportIndex index;
    private final CatalogueClient catalogue;
    private final Pieces pieces;
    private final Artworks artworks;
    private final TrackImport tracks;
    private final Workspace workspace;

    FileImport(
            Survey survey,
            ImportIndex index,
            CatalogueClient catalogue,
            Pieces pieces,
            Artworks artworks,
            TrackImport tracks,
            Workspace workspace) {
        this.survey = survey;
        this.index = index;
        this.catalogue = catalogue;
        this.pieces = pieces;
        this.artworks = artworks;
        this.tracks = tracks;
        this.workspace = workspace;
    }

    /**
     * Imports a file until its tracks can be played.
     *
     * @param file as supplied
     * @return one a track, or one for a file that needs nothing
     * @throws IOException if it cannot be imported; its message is the reason
     */
    List<StartedTrack> begin(Music music, Path file, Consumer<Phase> phase) throws IOException, InterruptedException {
        return switch (survey.look(music, file)) {
            case Keep kept ->
                done(new FileOutcome.Unchanged(kept.name(), kept.tracks().getFirst()));
            case Restore restored ->
                isRestored(restored)
                        ? done(new FileOutcome.Imported(
                                restored.name(), restored.tracks().getFirst()))
                        : read(music, file, survey.lookAgain(restored), phase);
            case Refuse refused -> done(new FileOutcome.Failed(refused.name(), refused.reason()));
            case Read read -> read(music, file, read, phase);
        };
    }

    /** False if the catalogue does not have all of its tracks any more. */
    private boolean isRestored(Restore file) throws IOException, InterruptedException {
        for (TrackId id : file.tracks()) {
            if (!catalogue.setAvailable(id, true)) {
                return false;
            }
        }
        index.add(file.stamp(), file.tracks());
        return true;
    }

    private List<StartedTrack> read(Music music, Path file, Read read, Consumer<Phase> phase)
            throws IOException, InterruptedException {
        phase.accept(Phase.READ);
        try (Opened opened = survey.open(music, file, read)) {
            return switch (opened.decision()) {
                case Duplicate duplicate -> done(duplicate);
                case Import step when step.tracks().size() > 1 -> beginCuts(opened, step, phase);
                case Import _ -> List.of(beginWhole(opened, phase));
            };
        }
    }

    private StartedTrack beginWhole(Opened file, Consumer<Phase> phase) throws IOException, InterruptedException {
        Piece piece = pieces.whole(file.shown(), file.plain(), file.identified());
        PendingFile pending = new PendingFile(file.read().stamp(), List.of(piece.id()), index);
        Optional<Lyrics> lyrics = LyricsFile.beside(file.file()).or(piece.tags().details()::lyrics);
        return begin(file, piece, pending, lyrics.orElse(null), phase);
    }

    private List<StartedTrack> beginCuts(Opened file, Import step, Consumer<Phase> phase)
            throws IOException, InterruptedException {
        List<Piece> cut = pieces.cut(file.shown(), file.plain(), file.identified());
        if (cut.isEmpty()) {
            return switch (survey.decideUncut(file, step)) {
                case Duplicate duplicate -> done(duplicate);
                case Import _ -> List.of(beginWhole(file, phase));
            };
        }
        try {
            List<TrackId> ids = step.tracks().stream().map(Candidate::id).toList();
            PendingFile pending = new PendingFile(file.read().stamp(), ids, index);
            List<StartedTrack> started = new ArrayList<>();
            for (Piece piece : cut) {
                String holder = step.taken().get(piece.id());
                if (holder == null) {
                    started.add(begin(file, piece, pending, null, phase));
                } else {
                    pending.completed(piece.id());
                    started.add(new Done(new FileOutcome.Duplicate(piece.shown(), piece.id(), holder)));
                }
            }
            return started;
        } finally {
            for (Piece piece : cut) {
                Files.deleteIfExists(piece.audio());
            }
        }
    }

    private StartedTrack begin(
            Opened file, Piece piece, PendingFile pending, @Nullable Lyrics lyrics, Consumer<Phase> phase)
            throws IOException, InterruptedException {
        TrackDescription description =
                TrackDescription.of(piece.tags(), Path.of(file.music().name()), lyrics);
        Optional<Path> folderCover =
                file.music().beside().stream().filter(FolderCover::isNamedSo).findFirst();
        Cover cover = artworks.of(
                description.albumId(), file.plain(), file.identified().info(), folderCover, workspace);
        return tracks.begin(piece, pending, description, cover, phase);
    }

    private static List<StartedTrack> done(FileOutcome outcome) {
        return List.of(new Done(outcome));
    }

    private static List<StartedTrack> done(Duplicate duplicate) {
        return done(new FileOutcome.Duplicate(duplicate.name(), duplicate.id(), duplicate.of()));
    }
}
