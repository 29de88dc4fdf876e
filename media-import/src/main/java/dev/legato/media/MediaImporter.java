package dev.legato.media;

import dev.legato.media.ImportProgress.Phase;
import dev.legato.media.MusicSource.Item;
import dev.legato.media.MusicSource.Music;
import dev.legato.media.MusicSource.Unreadable;
import dev.legato.media.audio.Ffmpeg;
import dev.legato.media.store.ObjectStore;
import dev.legato.media.store.Workspace;
import java.io.IOException;
import java.net.URI;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Imports a source of music: its audio and covers into the object store, its tracks into the catalogue. A run can be
 * repeated and killed at will; it finishes what is missing and leaves the rest.
 */
public final class MediaImporter {
    private static final Logger LOG = LoggerFactory.getLogger(MediaImporter.class);

    private final Places places;
    private final Supplier<String> accessToken;
    private final int parallelism;
    private final Clock clock;

    /**
     * Where an import writes.
     *
     * @param objects the object store's folder
     * @param index the file that remembers what is imported
     * @param metadata metadata-api's base, such as {@code http://127.0.0.1:8083}
     */
    public record Places(Path objects, Path index, URI metadata) {}

    /**
     * An importer; nothing is opened yet.
     *
     * @param accessToken asked before each call to the catalogue, for a token with the scope {@code catalogue:write}
     * @param parallelism files at a time, each with at most one encoder
     */
    public MediaImporter(Places places, Supplier<String> accessToken, int parallelism, Clock clock) {
        if (parallelism < 1) {
            throw new IllegalArgumentException("parallelism: %d (expected: >= 1)".formatted(parallelism));
        }
        this.places = places;
        this.accessToken = accessToken;
        this.parallelism = parallelism;
        this.clock = clock;
    }

    /**
     * Imports everything in a source. A file that fails does not stop the others; the report names it.
     *
     * @throws IOException if the source or the store cannot be opened
     * @throws InterruptedException if the thread is interrupted; what is finished stays, nothing half done is visible
     */
    public ImportReport run(MusicSource source, ImportProgress progress) throws IOException, InterruptedException {
        Instant start = clock.instant();
        List<Item> items = source.scan();
        Ffmpeg ffmpeg = Ffmpeg.load();
        ObjectStore store = new ObjectStore(places.objects());
        try (Workspace workspace = store.openWorkspace();
                ImportIndex index = ImportIndex.open(places.index());
                CatalogueClient catalogue = new CatalogueClient(places.metadata(), accessToken)) {
            TrackImport tracks = new TrackImport(store, workspace, index, catalogue, ffmpeg);
            progress.started(items.size());
            List<FileOutcome> outcomes = runAll(items, tracks, progress);
            return new ImportReport(outcomes, Duration.between(start, clock.instant()));
        }
    }

    private List<FileOutcome> runAll(List<Item> items, TrackImport tracks, ImportProgress progress)
            throws InterruptedException {
        AtomicInteger done = new AtomicInteger();
        ExecutorService workers = Executors.newFixedThreadPool(
                parallelism, Thread.ofPlatform().name("media-import-", 0).factory());
        try {
            List<Future<FileOutcome>> running = new ArrayList<>();
            for (int index = 0; index < items.size(); index++) {
                int number = index + 1;
                Item item = items.get(index);
                running.add(workers.submit(() -> {
                    FileOutcome outcome = importItem(number, item, tracks, progress);
                    progress.entered(number, outcome.name(), Phase.DONE);
                    progress.finished(done.incrementAndGet(), items.size(), outcome);
                    return outcome;
                }));
            }
            List<FileOutcome> outcomes = new ArrayList<>();
            for (Future<FileOutcome> outcome : running) {
                outcomes.add(outcome.get());
            }
            return outcomes;
        } catch (ExecutionException e) {
            throw new IllegalStateException("an import's worker failed", e.getCause());
        } finally {
            workers.shutdownNow();
            workers.close();
        }
    }

    private static FileOutcome importItem(int number, Item item, TrackImport tracks, ImportProgress progress)
            throws InterruptedException {
        String shown = FileNames.forPeople(item.name());
        try {
            return switch (item) {
                case Unreadable unreadable -> new FileOutcome.Failed(shown, unreadable.reason());
                case Music music -> {
                    Path file = music.supply().file(() -> progress.entered(number, shown, Phase.RENDER));
                    yield tracks.run(music.name(), file, phase -> progress.entered(number, shown, phase));
                }
            };
        } catch (NoSuchFileException e) {
            return new FileOutcome.Failed(shown, "gone: " + FileNames.forPeople(e.getFile()));
        } catch (IOException e) {
            return new FileOutcome.Failed(shown, reason(e));
        } catch (RuntimeException e) {
            LOG.warn("import of '{}' failed", shown, e);
            return new FileOutcome.Failed(shown, "unexpected: " + e);
        }
    }

    private static String reason(IOException e) {
        return e.getMessage() == null ? e.getClass().getSimpleName() : FileNames.forPeople(e.getMessage());
    }
}
