package dev.legato.media.pipeline;

import dev.legato.media.index.ImportIndex;
import dev.legato.media.index.ImportIndex.Known;
import dev.legato.media.index.ImportIndex.Stamp;
import dev.legato.media.pipeline.Pieces.Identified;
import dev.legato.media.plan.Candidate;
import dev.legato.media.plan.ImportPlan;
import dev.legato.media.plan.Sighting;
import dev.legato.media.plan.Step;
import dev.legato.media.plan.Step.Decision;
import dev.legato.media.plan.Step.Import;
import dev.legato.media.plan.Step.Look;
import dev.legato.media.plan.Step.PassOver;
import dev.legato.media.plan.Step.Read;
import dev.legato.media.plan.Step.Refuse;
import dev.legato.media.plan.Step.Restore;
import dev.legato.media.source.FileNames;
import dev.legato.media.source.MusicSource.Item;
import dev.legato.media.source.MusicSource.Music;
import dev.legato.media.source.MusicSource.PassedOver;
import dev.legato.media.source.MusicSource.Unreadable;
import dev.legato.store.Workspace;
import java.io.Closeable;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/**
 * Finds out about files what the plan decides on: their state on disk, in the index and in the store; and their audio, if
 * that settles nothing. Changes nothing.
 */
final class Survey {
    private final ImportPlan plan;
    private final ImportIndex index;
    private final TrackObjects objects;
    private final Pieces pieces;
    private final Workspace workspace;

    Survey(ImportPlan plan, ImportIndex index, TrackObjects objects, Pieces pieces, Workspace workspace) {
        this.plan = plan;
        this.index = index;
        this.objects = objects;
        this.pieces = pieces;
        this.workspace = workspace;
    }

    /**
     * A file whose audio is identified.
     *
     * @param plain what tools see of it, until this is closed
     * @param decision what the plan makes of it
     */
    record Opened(Music music, Path file, Read read, Path plain, Identified identified, Decision decision)
            implements Closeable {
        String shown() {
            return read.name();
        }

        @Override
        public void close() throws IOException {
            Files.deleteIfExists(plain);
        }
    }

    /** Decides on anything found, to the end. */
    Step decide(Item item) throws InterruptedException {
        String shown = FileNames.forPeople(item.name());
        return switch (item) {
            case PassedOver passed -> new PassOver(shown, passed.reason());
            case Unreadable unreadable -> new Refuse(shown, unreadable.reason());
            case Music music -> {
                try {
                    yield decide(music, music.supply().file(() -> {}));
                } catch (IOException e) {
                    yield new Refuse(shown, String.valueOf(e.getMessage()));
                }
            }
        };
    }

    private Step decide(Music music, Path file) throws IOException, InterruptedException {
        Look look = look(music, file);
        if (look instanceof Read read) {
            try (Opened opened = open(music, file, read)) {
                return opened.decision();
            }
        }
        return look;
    }

    /**
     * Looks at a file without reading its audio.
     *
     * @param file as supplied
     */
    Look look(Music music, Path file) throws IOException {
        Stamp stamp = Stamp.of(file, music.beside());
        Optional<Known> known = index.find(stamp);
        boolean isIntact = known.isPresent() && objects.areWhole(known.get().tracks(), file);
        return plan.look(new Sighting(
                FileNames.forPeople(music.name()),
                stamp,
                isIntact ? known : Optional.empty(),
                !isIntact && Files.size(file) == 0));
    }

    /** Looks again at a file whose tracks the catalogue does not have any more. */
    Read lookAgain(Restore lost) {
        return plan.lookAgain(lost);
    }

    /**
     * Reads a file's audio.
     *
     * @throws IOException if it holds none that can be read; its message is the reason
     */
    Opened open(Music music, Path file, Read read) throws IOException, InterruptedException {
        Path plain = workspace.link(file, FileNames.extension(file));
        try {
            Identified identified = pieces.identify(music, file, plain);
            return new Opened(music, file, read, plain, identified, decide(read, identified.tracks(read.name())));
        } catch (IOException | InterruptedException | RuntimeException e) {
            Files.deleteIfExists(plain);
            throw e;
        }
    }

    /** Decides anew on a file that cannot be cut into its tracks, and so is one. */
    Decision decideUncut(Opened file, Import cut) throws IOException {
        plan.withdraw(cut);
        return decide(file.read(), List.of(new Candidate(file.identified().whole(), file.shown())));
    }

    private Decision decide(Read read, List<Candidate> tracks) throws IOException {
        return plan.decide(read, tracks, arePlayable(tracks));
    }

    private boolean arePlayable(List<Candidate> tracks) throws IOException {
        for (Candidate track : tracks) {
            if (!objects.isPlayable(track.id())) {
                return false;
            }
        }
        return true;
    }
}
