package dev.legato.search.life;

import dev.legato.search.feed.Follower;
import dev.legato.search.index.IndexCondition;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Opens indexes: the one that lies in the folder if it can serve, else one from a snapshot, else an empty one. */
final class IndexStore {
    private static final Logger LOG = LoggerFactory.getLogger(IndexStore.class);

    private final IndexEngine engine;
    private final IndexFolder folder;
    private final @Nullable Snapshots snapshots;
    private final Clock clock;

    /**
     * An index that can serve.
     *
     * @param fault why it must be built again; empty if it need not
     */
    record Opened(Generation generation, String fault) {}

    IndexStore(IndexEngine engine, IndexFolder folder, @Nullable Snapshots snapshots, Clock clock) {
        this.engine = engine;
        this.folder = folder;
        this.snapshots = snapshots;
        this.clock = clock;
    }

    /** Opens the index that serves from now on; others are deleted. */
    Opened open() throws IOException {
        Optional<Path> current = folder.current();
        Opened opened = current.isPresent() ? openLying(current.get()) : new Opened(begin(), "");
        choose(opened.generation());
        folder.deleteAllBut(opened.generation().folder());
        return opened;
    }

    /** An empty one, to be built. */
    Generation empty() throws IOException {
        Path next = folder.next();
        try {
            Path files = Generation.files(next);
            Files.createDirectories(files);
            return new Generation(next, engine.open(files));
        } catch (IOException | RuntimeException e) {
            IndexFolder.deleteAfter(e, next);
            throw e;
        }
    }

    /** Says which one serves from now on. */
    void choose(Generation generation) throws IOException {
        folder.choose(generation.folder());
    }

    private Opened openLying(Path lying) throws IOException {
        IndexCondition condition = engine.condition(Generation.files(lying));
        if (condition == IndexCondition.WHOLE) {
            return new Opened(new Generation(lying, engine.open(Generation.files(lying))), sleep(lying));
        }
        LOG.warn("the index in {} is {}: it is built again", lying, condition);
        if (condition == IndexCondition.OTHER_FORMAT) {
            try {
                return new Opened(
                        new Generation(lying, engine.open(Generation.files(lying))), "it is of another format");
            } catch (IOException e) {
                LOG.warn("it cannot serve meanwhile: {}", e.toString());
            }
        }
        return new Opened(begin(), "");
    }

    private String sleep(Path lying) throws IOException {
        Duration asleep = Generation.asleep(lying, clock.instant());
        return asleep.compareTo(Follower.MAX_SLEEP) > 0 ? "it has not followed for " + asleep : "";
    }

    /** One that begins with a snapshot, or with nothing. */
    private Generation begin() throws IOException {
        if (snapshots != null) {
            Path next = folder.next();
            Path files = Generation.files(next);
            if (snapshots.restore(Follower.MAX_SLEEP, files)) {
                if (engine.condition(files) == IndexCondition.WHOLE) {
                    return new Generation(next, engine.open(files));
                }
                LOG.warn("the snapshot is of no use");
            }
        }
        return empty();
    }
}
