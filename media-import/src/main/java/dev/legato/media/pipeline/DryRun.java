package dev.legato.media.pipeline;

import dev.legato.contracts.TrackId;
import dev.legato.media.audio.Ffmpeg;
import dev.legato.media.audio.Ladder;
import dev.legato.media.index.ImportIndex;
import dev.legato.media.pipeline.MediaImporter.Places;
import dev.legato.media.source.FileNames;
import dev.legato.media.source.MusicSource;
import dev.legato.media.source.MusicSource.Item;
import dev.legato.media.source.MusicSource.Music;
import dev.legato.media.source.MusicSource.PassedOver;
import dev.legato.media.source.MusicSource.Unreadable;
import dev.legato.store.ObjectStore;
import dev.legato.store.Workspace;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Future;

/** Says what an import would do, and does nothing: it reads files and identifies their audio. */
public final class DryRun {
    private final Places places;
    private final Ladder ladder;
    private final int parallelism;
    private final InstantSource clock;

    public DryRun(Places places, Ladder ladder, int parallelism, InstantSource clock) {
        this.places = places;
        this.ladder = ladder;
        this.parallelism = parallelism;
        this.clock = clock;
    }

    /** What an import would do to a file, in the order of the report's sums. */
    public enum Change {
        IMPORT("would import"),
        /** Its audio is stored: only its entry in the catalogue is written again, and what is missing is made. */
        UPDATE("would update"),
        SAME_AUDIO("same audio"),
        FAIL("would fail"),
        PASS_OVER("would pass over"),
        /** An earlier import had it. */
        GONE("would become unavailable"),
        UNCHANGED("unchanged");

        private final String words;

        Change(String words) {
            this.words = words;
        }
    }

    /**
     * What an import would do to one file.
     *
     * @param detail the other file, or the reason; may be empty
     */
    public record Line(Change change, String name, String detail) {}

    /** A line of sums, then one for each file that is not unchanged. */
    public static List<String> report(List<Line> lines) {
        List<String> sums = new ArrayList<>();
        for (Change change : Change.values()) {
            long count = lines.stream().filter(line -> line.change() == change).count();
            sums.add("%d %s".formatted(count, change.words));
        }
        List<String> report = new ArrayList<>(List.of(String.join(", ", sums)));
        lines.stream()
                .filter(line -> line.change() != Change.UNCHANGED)
                .map(line -> "  %s: %s%s"
                        .formatted(
                                line.change().words, line.name(), line.detail().isEmpty() ? "" : ": " + line.detail()))
                .forEach(report::add);
        return report;
    }

    /**
     * Looks at everything in a source.
     *
     * @throws IOException if the source or the store cannot be opened
     */
    public List<Line> run(MusicSource source) throws IOException, InterruptedException {
        List<Item> items = source.scan();
        try (ObjectStore store = places.store().open(clock);
                Workspace workspace = store.openWorkspace();
                ImportIndex index = ImportIndex.open(copyOfIndex(workspace), ladder.toString());
                ExecutorService workers = MediaImporter.workers(parallelism)) {
            Look look = new Look(store, workspace, index, Ffmpeg.load());
            List<Future<Line>> looking = new ArrayList<>();
            for (Item item : items) {
                looking.add(workers.submit(() -> look.at(item)));
            }
            List<Line> lines = new ArrayList<>(MediaImporter.results(looking));
            List<String> notes = new ArrayList<>();
            GoneFiles files = new GoneFiles(index, source.place(), notes::add);
            files.names(files.find(items, Set.copyOf(look.unidentified.values())), look.claims.keySet())
                    .forEach(name -> lines.add(new Line(Change.GONE, name, "")));
            notes.forEach(note -> lines.add(new Line(Change.GONE, "nothing", note)));
            return lines;
        }
    }

    private Path copyOfIndex(Workspace workspace) throws IOException {
        Path copy = workspace.newFile("index");
        return Files.exists(places.index()) ? Files.copy(places.index(), copy) : copy;
    }

    private final class Look {
        private final TrackObjects objects;
        private final Workspace workspace;
        private final ImportIndex index;
        private final Pieces pieces;
        private final Map<TrackId, String> claims = new ConcurrentHashMap<>();
        private final Map<String, Long> unidentified = new ConcurrentHashMap<>();

        Look(ObjectStore store, Workspace workspace, ImportIndex index, Ffmpeg ffmpeg) {
            this.objects = new TrackObjects(store, workspace, ladder);
            this.workspace = workspace;
            this.index = index;
            this.pieces = new Pieces(workspace, ffmpeg, _ -> {});
        }

        Line at(Item item) throws InterruptedException {
            String shown = FileNames.forPeople(item.name());
            return switch (item) {
                case PassedOver passed -> new Line(Change.PASS_OVER, shown, passed.reason());
                case Unreadable unreadable -> new Line(Change.FAIL, shown, unreadable.reason());
                case Music music -> {
                    try {
                        yield at(shown, music, music.supply().file(() -> {}));
                    } catch (IOException e) {
                        yield new Line(Change.FAIL, shown, String.valueOf(e.getMessage()));
                    }
                }
            };
        }

        private Line at(String shown, Music music, Path file) throws IOException, InterruptedException {
            ImportIndex.Stamp stamp = ImportIndex.Stamp.of(file, music.beside());
            Optional<ImportIndex.Known> known = index.find(stamp);
            if (known.isPresent() && objects.areWhole(known.get().tracks(), file)) {
                known.get().tracks().forEach(id -> claims.putIfAbsent(id, shown));
                return new Line(known.get().gone() ? Change.UPDATE : Change.UNCHANGED, shown, "");
            }
            unidentified.put(stamp.file(), stamp.bytes());
            if (Files.size(file) == 0) {
                return new Line(Change.FAIL, shown, FileImport.EMPTY);
            }
            Path plain = workspace.link(file, FileNames.extension(file));
            try {
                List<TrackId> ids = pieces.identify(music, file, plain).ids();
                unidentified.remove(stamp.file());
                String other = claims.putIfAbsent(ids.getFirst(), shown);
                if (other != null) {
                    return new Line(Change.SAME_AUDIO, shown, other);
                }
                boolean playable = true;
                for (TrackId id : ids) {
                    claims.putIfAbsent(id, shown);
                    playable &= objects.isPlayable(id);
                }
                String tracks = ids.size() > 1 ? ids.size() + " tracks" : "";
                return new Line(playable ? Change.UPDATE : Change.IMPORT, shown, tracks);
            } finally {
                Files.deleteIfExists(plain);
            }
        }
    }
}
