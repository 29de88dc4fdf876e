package dev.legato.search.life;

import dev.legato.search.index.SearchIndex;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Copies of indexes in a folder that all instances share, from which a new one starts. A copy is named after when it was
 * made and the format it is of, {@code 1764480000-1-8f0c…}, and appears as a whole: until then its name ends in
 * {@code .part}. It has the files of an {@linkplain IndexFolder index's folder}.
 */
final class Snapshots {
    private static final Logger LOG = LoggerFactory.getLogger(Snapshots.class);
    private static final Pattern NAME = Pattern.compile("[0-9]{10}-" + SearchIndex.FORMAT + "-[0-9a-f]{8}");
    private static final Pattern PART = Pattern.compile("[0-9]{10}-[0-9]+-[0-9a-f]{8}\\.part");
    private static final Duration MAX_COPYING = Duration.ofHours(1);
    private static final int KEPT = 2;

    private final Path folder;
    private final Duration every;
    private final Clock clock;

    /** @param every how old the newest copy must be for another to be made */
    Snapshots(Path folder, Duration every, Clock clock) {
        this.folder = folder;
        this.every = every;
        this.clock = clock;
    }

    /** Makes a copy, unless some instance has made one of late. */
    void makeIfDue(Generation generation) throws IOException {
        List<Path> present = newestFirst();
        if (present.isEmpty() || !madeAt(present.getFirst()).plus(every).isAfter(clock.instant())) {
            var _ = make(generation);
        }
    }

    /** Makes a copy and returns its folder; of older ones all but one are deleted, and what is left of copying that failed. */
    Path make(Generation generation) throws IOException {
        Files.createDirectories(folder);
        Instant now = clock.instant();
        String name = "%010d-%d-%s"
                .formatted(
                        now.getEpochSecond(),
                        SearchIndex.FORMAT,
                        UUID.randomUUID().toString().substring(0, 8));
        Path growing = folder.resolve(name + ".part");
        deleteParts(now.minus(MAX_COPYING));
        try {
            generation.copy(growing);
            var _ = Files.move(growing, folder.resolve(name), StandardCopyOption.ATOMIC_MOVE);
        } catch (IOException | RuntimeException e) {
            IndexFolder.deleteAfter(e, growing);
            throw e;
        }
        LOG.info("a snapshot of the index is in {}", folder.resolve(name));
        for (Path old : newestFirst().stream().skip(KEPT).toList()) {
            IndexFolder.delete(old);
        }
        return folder.resolve(name);
    }

    /**
     * Copies the newest snapshot.
     *
     * @param oldest of what age it may be
     * @param to an empty folder
     * @return whether there was one
     */
    boolean restore(Duration oldest, Path to) throws IOException {
        Optional<Path> newest = newestFirst().stream()
                .filter(copy -> madeAt(copy).plus(oldest).isAfter(clock.instant()))
                .findFirst();
        if (newest.isEmpty()) {
            return false;
        }
        IndexFolder.copy(newest.get(), to);
        LOG.info("the index begins with the snapshot {}", newest.get());
        return true;
    }

    /** Deletes what killed processes have left of copies begun before a time. */
    private void deleteParts(Instant before) throws IOException {
        for (Path part : named(PART)) {
            if (madeAt(part).isBefore(before)) {
                IndexFolder.delete(part);
            }
        }
    }

    private List<Path> newestFirst() throws IOException {
        return named(NAME);
    }

    private List<Path> named(Pattern pattern) throws IOException {
        try (Stream<Path> copies = Files.list(folder)) {
            return copies.filter(copy ->
                            pattern.matcher(copy.getFileName().toString()).matches())
                    .sorted(Comparator.comparing(
                                    (Path copy) -> copy.getFileName().toString())
                            .reversed())
                    .toList();
        } catch (NoSuchFileException _) {
            return List.of();
        }
    }

    private static Instant madeAt(Path copy) {
        return Instant.ofEpochSecond(
                Long.parseLong(copy.getFileName().toString().substring(0, 10)));
    }
}
