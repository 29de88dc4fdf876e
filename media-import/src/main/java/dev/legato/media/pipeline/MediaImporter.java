package dev.legato.media.pipeline;

import dev.legato.media.audio.CoverImages;
import dev.legato.media.audio.Ffmpeg;
import dev.legato.media.audio.Ladder;
import dev.legato.media.catalogue.CatalogueClient;
import dev.legato.media.index.ImportIndex;
import dev.legato.media.pipeline.ImportProgress.Phase;
import dev.legato.media.pipeline.TrackImport.Done;
import dev.legato.media.pipeline.TrackImport.Playable;
import dev.legato.media.pipeline.TrackImport.StartedTrack;
import dev.legato.media.plan.ImportPlan;
import dev.legato.media.plan.ImportPlan.Gone;
import dev.legato.media.plan.PlanReport;
import dev.legato.media.plan.Step;
import dev.legato.media.source.FileNames;
import dev.legato.media.source.MusicSource;
import dev.legato.media.source.MusicSource.Item;
import dev.legato.media.source.MusicSource.Music;
import dev.legato.media.source.MusicSource.PassedOver;
import dev.legato.media.source.MusicSource.Unreadable;
import dev.legato.store.ObjectStore;
import dev.legato.store.StoreSettings;
import dev.legato.store.Workspace;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentSkipListSet;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Supplier;

/**
 * Imports a source of music: its audio and covers into the object store, its tracks into the catalogue. A run can be
 * repeated and killed at will; it finishes what is missing and leaves the rest.
 */
public final class MediaImporter {
    private final Places places;
    private final Ladder ladder;
    private final Supplier<String> accessToken;
    private final int parallelism;
    private final Clock clock;

    /**
     * Where an import writes.
     *
     * @param store where objects lie
     * @param index the file that remembers what is imported
     * @param metadata metadata-api's base, such as {@code http://127.0.0.1:8083}
     */
    public record Places(StoreSettings store, Path index, URI metadata) {
        /** With the objects in a folder. */
        public Places(Path objects, Path index, URI metadata) {
            this(new StoreSettings(objects, null), index, metadata);
        }
    }

    /**
     * An importer; nothing is opened yet.
     *
     * @param ladder what every track is encoded in
     * @param accessToken asked before each call to the catalogue, for a token with the scope {@code catalogue-write}
     * @param parallelism files at a time, each with at most one encoder
     */
    public MediaImporter(Places places, Ladder ladder, Supplier<String> accessToken, int parallelism, Clock clock) {
        if (parallelism < 1) {
            throw new IllegalArgumentException("parallelism: %d (expected: >= 1)".formatted(parallelism));
        }
        this.places = places;
        this.ladder = ladder;
        this.accessToken = accessToken;
        this.parallelism = parallelism;
        this.clock = clock;
    }

    /**
     * Imports everything in a source: first every track until it can be played, then what is missing of each; last, the
     * tracks of files that are gone become unavailable. A file that fails does not stop the others; the report names it.
     *
     * @throws IOException if the source or the store cannot be opened
     * @throws InterruptedException if the thread is interrupted; what is finished stays, nothing half done is visible
     */
    public ImportReport run(MusicSource source, ImportProgress progress) throws IOException, InterruptedException {
        Instant start = clock.instant();
        List<Item> items = source.scan();
        Ffmpeg ffmpeg = Ffmpeg.load();
        Set<String> notes = new ConcurrentSkipListSet<>();
        try (ObjectStore store = places.store().open(clock);
                Workspace workspace = store.openWorkspace();
                ImportIndex index = ImportIndex.open(places.index(), ladder.toString());
                CatalogueClient catalogue = new CatalogueClient(places.metadata(), accessToken)) {
            TrackObjects objects = new TrackObjects(store, workspace, ladder);
            Pieces pieces = new Pieces(workspace, ffmpeg, notes::add);
            ImportPlan plan = new ImportPlan();
            TrackImport tracks = new TrackImport(store, workspace, catalogue, ladder, objects, ffmpeg, notes::add);
            FileImport files = new FileImport(
                    new Survey(plan, index, objects, pieces, workspace),
                    index,
                    catalogue,
                    pieces,
                    new Artworks(store, new CoverImages(ffmpeg), notes::add),
                    tracks,
                    workspace);
            progress.started(items.size());
            List<FileOutcome> outcomes = new ArrayList<>(runAll(items, files, tracks, progress));
            if (outcomes.stream().noneMatch(FileOutcome.Left.class::isInstance)) {
                // What is missing may be what was left, under another name.
                Gone gone = gone(plan, items, source.place(), index);
                gone.note().ifPresent(notes::add);
                outcomes.addAll(new GoneFiles(index, catalogue).mark(gone.files()));
            }
            return new ImportReport(outcomes, List.copyOf(notes), Duration.between(start, clock.instant()));
        }
    }

    /**
     * Says what {@link #run} would do, and does nothing: files are read and their audio is identified.
     *
     * @throws IOException if the source or the store cannot be opened
     */
    public PlanReport plan(MusicSource source) throws IOException, InterruptedException {
        List<Item> items = source.scan();
        Ffmpeg ffmpeg = Ffmpeg.load();
        try (ObjectStore store = places.store().open(clock);
                Workspace workspace = store.openWorkspace();
                ImportIndex index = ImportIndex.open(copyOfIndex(workspace), ladder.toString());
                ExecutorService workers = workers(parallelism)) {
            ImportPlan plan = new ImportPlan();
            Survey survey = new Survey(
                    plan,
                    index,
                    new TrackObjects(store, workspace, ladder),
                    new Pieces(workspace, ffmpeg, _ -> {}),
                    workspace);
            List<Future<Step>> deciding = items.stream()
                    .map(item -> workers.submit(() -> survey.decide(item)))
                    .toList();
            List<Step> steps = new ArrayList<>(results(deciding));
            Gone gone = gone(plan, items, source.place(), index);
            gone.files().stream().filter(file -> !file.tracks().isEmpty()).forEach(steps::add);
            return new PlanReport(steps, gone.note().stream().toList());
        }
    }

    private Path copyOfIndex(Workspace workspace) throws IOException {
        Path copy = workspace.newFile("index");
        return Files.exists(places.index()) ? Files.copy(places.index(), copy) : copy;
    }

    private static Gone gone(ImportPlan plan, List<Item> items, Path place, ImportIndex index) {
        return plan.gone(items, place, index.missing(place), index.holdings(place));
    }

    private List<FileOutcome> runAll(List<Item> items, FileImport files, TrackImport tracks, ImportProgress progress)
            throws InterruptedException {
        ExecutorService workers = workers(parallelism);
        StepRunner steps = new StepRunner(places.store().folder());
        try {
            List<StartedTrack> started = begin(items, files, progress, steps, workers).stream()
                    .flatMap(List::stream)
                    .toList();
            return complete(started, tracks, progress, steps, workers);
        } finally {
            workers.shutdownNow();
            workers.close();
        }
    }

    /** Makes everything playable. */
    private List<List<StartedTrack>> begin(
            List<Item> items, FileImport importing, ImportProgress progress, StepRunner steps, ExecutorService workers)
            throws InterruptedException {
        AtomicInteger done = new AtomicInteger();
        TimeLeft left = new TimeLeft(clock, items.size());
        List<Future<List<StartedTrack>>> running = new ArrayList<>();
        for (int index = 0; index < items.size(); index++) {
            int number = index + 1;
            Item item = items.get(index);
            running.add(workers.submit(() -> {
                List<StartedTrack> started = beginItem(number, item, importing, progress, steps);
                FileOutcome outcome = outcome(started.getFirst());
                progress.entered(number, outcome.name(), Phase.DONE);
                progress.finished(done.incrementAndGet(), items.size(), outcome, left.after(1));
                return started;
            }));
        }
        return results(running);
    }

    /** Makes what is playable complete. */
    private List<FileOutcome> complete(
            List<StartedTrack> started,
            TrackImport tracks,
            ImportProgress progress,
            StepRunner steps,
            ExecutorService workers)
            throws InterruptedException {
        List<Playable> playable = started.stream()
                .filter(Playable.class::isInstance)
                .map(Playable.class::cast)
                .toList();
        if (!playable.isEmpty()) {
            progress.completed(0, playable.size(), Duration.ZERO);
        }
        AtomicInteger done = new AtomicInteger();
        TimeLeft left = new TimeLeft(
                clock,
                playable.stream().mapToLong(track -> track.info().durationMs()).sum());
        List<Future<FileOutcome>> running = new ArrayList<>();
        for (StartedTrack one : started) {
            running.add(
                    switch (one) {
                        case Done finished -> CompletableFuture.completedFuture(finished.outcome());
                        case Playable track ->
                            workers.submit(() -> {
                                FileOutcome outcome = completeTrack(track, tracks, steps);
                                progress.completed(
                                        done.incrementAndGet(),
                                        playable.size(),
                                        left.after(track.info().durationMs()));
                                return outcome;
                            });
                    });
        }
        return results(running);
    }

    private static List<StartedTrack> beginItem(
            int number, Item item, FileImport importing, ImportProgress progress, StepRunner steps)
            throws InterruptedException {
        String shown = FileNames.forPeople(item.name());
        return switch (item) {
            case Unreadable unreadable -> List.of(new Done(new FileOutcome.Failed(shown, unreadable.reason())));
            case PassedOver passed -> List.of(new Done(new FileOutcome.PassedOver(shown, passed.reason())));
            case Music music ->
                steps.run(
                        shown,
                        "",
                        () -> {
                            Path file = music.supply().file(() -> progress.entered(number, shown, Phase.RENDER));
                            return importing.begin(music, file, phase -> progress.entered(number, shown, phase));
                        },
                        outcome -> List.of(new Done(outcome)));
        };
    }

    private static FileOutcome completeTrack(Playable track, TrackImport tracks, StepRunner steps)
            throws InterruptedException {
        return steps.run(
                track.outcome().name(),
                "plays, but lacks renditions: ",
                () -> tracks.complete(track),
                outcome -> outcome);
    }

    private static FileOutcome outcome(StartedTrack started) {
        return switch (started) {
            case Done done -> done.outcome();
            case Playable playable -> playable.outcome();
        };
    }

    private static ExecutorService workers(int parallelism) {
        return Executors.newFixedThreadPool(
                parallelism, Thread.ofPlatform().name("media-import-", 0).factory());
    }

    private static <T> List<T> results(List<Future<T>> running) throws InterruptedException {
        List<T> results = new ArrayList<>();
        try {
            for (Future<T> one : running) {
                results.add(one.get());
            }
        } catch (ExecutionException e) {
            throw new IllegalStateException("an import's worker failed", e.getCause());
        }
        return results;
    }
}
