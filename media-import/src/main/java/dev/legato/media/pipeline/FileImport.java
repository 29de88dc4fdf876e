package dev.legato.media.pipeline;

import dev.legato.contracts.TrackId;
import dev.legato.media.catalogue.CatalogueClient;
import dev.legato.media.index.ImportIndex;
import dev.legato.media.pipeline.Artworks.Cover;
import dev.legato.media.pipeline.ImportProgress.Phase;
import dev.legato.media.pipeline.Pieces.Identified;
import dev.legato.media.pipeline.TrackImport.Begun;
import dev.legato.media.pipeline.TrackImport.Done;
import dev.legato.media.source.FileNames;
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
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** One file's way in: passed over if it is known and untouched, else identified, and its tracks imported. */
final class FileImport {
    /** Why a file of no bytes is not imported. */
    static final String EMPTY = "an empty file";

    private final ImportIndex index;
    private final CatalogueClient catalogue;
    private final TrackObjects objects;
    private final Pieces pieces;
    private final Artworks artworks;
    private final TrackImport tracks;
    private final Workspace workspace;
    /** Which file of this run speaks for a track. */
    private final Map<TrackId, String> claims = new ConcurrentHashMap<>();
    /** The lengths of files whose tracks are not known. */
    private final Map<String, Long> unidentified = new ConcurrentHashMap<>();

    /**
     * A file that is looked into.
     *
     * @param plain what tools see of it
     */
    private record Opened(Music music, Path file, ImportIndex.Stamp stamp, Path plain, Identified identified) {
        String shown() {
            return FileNames.forPeople(music.name());
        }
    }

    FileImport(
            ImportIndex index,
            CatalogueClient catalogue,
            TrackObjects objects,
            Pieces pieces,
            Artworks artworks,
            TrackImport tracks,
            Workspace workspace) {
        this.index = index;
        this.catalogue = catalogue;
        this.objects = objects;
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
    List<Begun> begin(Music music, Path file, Consumer<Phase> phase) throws IOException, InterruptedException {
        String shown = FileNames.forPeople(music.name());
        ImportIndex.Stamp stamp = ImportIndex.Stamp.of(file, music.beside());
        Optional<Done> done = unchanged(shown, stamp, file);
        if (done.isPresent()) {
            return List.of(done.get());
        }
        unidentified.put(stamp.file(), stamp.bytes());
        if (Files.size(file) == 0) {
            throw new IOException(EMPTY);
        }
        phase.accept(Phase.READ);
        Path plain = workspace.link(file, FileNames.extension(file));
        try {
            Identified identified = pieces.identify(music, file, plain);
            unidentified.remove(stamp.file());
            Opened opened = new Opened(music, file, stamp, plain, identified);
            return identified.cuts().isPresent() ? beginCuts(opened, phase) : List.of(beginWhole(opened, phase));
        } finally {
            Files.deleteIfExists(plain);
        }
    }

    private Begun beginWhole(Opened file, Consumer<Phase> phase) throws IOException, InterruptedException {
        TrackId id = file.identified().whole();
        String other = claims.putIfAbsent(id, file.shown());
        if (other != null) {
            return new Done(new FileOutcome.Duplicate(file.shown(), id, other));
        }
        Piece piece = pieces.whole(file.shown(), file.plain(), file.identified());
        Optional<Lyrics> lyrics = LyricsFile.beside(file.file()).or(piece.tags().details()::lyrics);
        return begin(file, piece, new Arrival(file.stamp(), List.of(id), index), lyrics.orElse(null), phase);
    }

    private List<Begun> beginCuts(Opened file, Consumer<Phase> phase) throws IOException, InterruptedException {
        List<TrackId> ids = file.identified().ids();
        String other = claims.get(ids.getFirst());
        if (other != null) {
            return List.of(new Done(new FileOutcome.Duplicate(file.shown(), ids.getFirst(), other)));
        }
        List<Piece> cut = pieces.cut(file.shown(), file.plain(), file.identified());
        if (cut.isEmpty()) {
            return List.of(beginWhole(file, phase));
        }
        try {
            Arrival arrival = new Arrival(file.stamp(), ids, index);
            List<Begun> begun = new ArrayList<>();
            for (Piece piece : cut) {
                String claimed = claims.putIfAbsent(piece.id(), piece.shown());
                if (claimed == null) {
                    begun.add(begin(file, piece, arrival, null, phase));
                } else {
                    arrival.completed(piece.id());
                    begun.add(new Done(new FileOutcome.Duplicate(piece.shown(), piece.id(), claimed)));
                }
            }
            return begun;
        } finally {
            for (Piece piece : cut) {
                Files.deleteIfExists(piece.audio());
            }
        }
    }

    private Begun begin(Opened file, Piece piece, Arrival arrival, @Nullable Lyrics lyrics, Consumer<Phase> phase)
            throws IOException, InterruptedException {
        TrackDescription description =
                TrackDescription.of(piece.tags(), Path.of(file.music().name()), lyrics);
        Optional<Path> folderCover =
                file.music().beside().stream().filter(FolderCover::isNamedSo).findFirst();
        Cover cover = artworks.of(
                description.albumId(), file.plain(), file.identified().info(), folderCover, workspace);
        return tracks.begin(piece, arrival, description, cover, phase);
    }

    /** The tracks this run has come across. */
    Set<TrackId> seen() {
        return claims.keySet();
    }

    /** The lengths of files that this run could not read, whatever they hold. */
    Set<Long> doubtful() {
        return Set.copyOf(unidentified.values());
    }

    private Optional<Done> unchanged(String shown, ImportIndex.Stamp stamp, Path file)
            throws IOException, InterruptedException {
        Optional<ImportIndex.Known> known = index.find(stamp);
        if (known.isEmpty() || !objects.areWhole(known.get().tracks(), file)) {
            return Optional.empty();
        }
        List<TrackId> tracks = known.get().tracks();
        if (known.get().gone()) {
            for (TrackId id : tracks) {
                if (!catalogue.setAvailable(id, true)) {
                    return Optional.empty();
                }
            }
            index.add(stamp, tracks);
        }
        tracks.forEach(id -> claims.putIfAbsent(id, shown));
        return Optional.of(new Done(
                known.get().gone()
                        ? new FileOutcome.Imported(shown, tracks.getFirst())
                        : new FileOutcome.Unchanged(shown, tracks.getFirst())));
    }
}
