package dev.legato.media.upkeep;

import dev.legato.media.index.ImportIndex;
import dev.legato.media.pipeline.ImportReport;
import dev.legato.media.source.MusicSource;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;

/**
 * Keeps the catalogue in step with a folder: looks at its files' sizes and times every two seconds, and imports once what
 * has changed has come to rest, so that a file being copied is not taken for a broken one.
 */
public final class Watch {
    private static final Duration PAUSE = Duration.ofSeconds(2);
    /** Looks without a change after which files that failed are tried again. */
    private static final int RETRY = 30;

    private final MusicSource source;
    private final Run run;
    private final Consumer<String> out;
    /** Never counted down: waiting for it is a pause that an interrupt ends. */
    private final CountDownLatch never = new CountDownLatch(1);

    /** An import of the source. */
    @FunctionalInterface
    public interface Run {
        ImportReport now() throws IOException, InterruptedException;
    }

    /** @param out receives what was done, line by line */
    public Watch(MusicSource source, Run run, Consumer<String> out) {
        this.source = source;
        this.run = run;
        this.out = out;
    }

    /**
     * Watches until the thread is interrupted.
     *
     * @throws InterruptedException then, always
     */
    public void run() throws InterruptedException {
        Map<String, ImportIndex.Stamp> imported = Map.of();
        Map<String, ImportIndex.Stamp> before = Map.of();
        int unchanged = 0;
        boolean failed = false;
        while (true) {
            try {
                Map<String, ImportIndex.Stamp> files = look();
                unchanged = files.equals(before) ? unchanged + 1 : 0;
                before = files;
                if (unchanged > 0 && (!files.equals(imported) || (failed && unchanged % RETRY == 0))) {
                    ImportReport report = run.now();
                    report.lines().forEach(out);
                    failed = !report.failed().isEmpty();
                    imported = files;
                }
            } catch (IOException e) {
                out.accept("not imported: " + e.getMessage());
            }
            var _ = never.await(PAUSE.toMillis(), TimeUnit.MILLISECONDS);
        }
    }

    private Map<String, ImportIndex.Stamp> look() throws IOException, InterruptedException {
        Map<String, ImportIndex.Stamp> files = new HashMap<>();
        for (MusicSource.Item item : source.scan()) {
            if (item instanceof MusicSource.Music music) {
                Path file = music.supply().file(() -> {});
                try {
                    files.put(music.name(), ImportIndex.Stamp.of(file, music.beside()));
                } catch (IOException e) {
                    // Gone since the folder was listed; the next look will see.
                    files.remove(music.name());
                }
            }
        }
        return files;
    }
}
