package dev.legato.search.life;

import dev.legato.search.feed.Follower;
import dev.legato.search.index.IndexCondition;
import dev.legato.search.index.SearchIndex;
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
        Opened opened = current.isPresent() ? openLying(current.get()) : begin();
        folder.choose(opened.generation().folder());
        folder.deleteAllBut(opened.generation().folder());
        return opened;
    }

    /**
     * Another one, to be built.
     *
     * @param topic the id of the topic that it is built from
     */
    Generation empty(String topic) throws IOException {
        return made(files -> engine.build(files, topic));
    }

    @FunctionalInterface
    private interface Opening {
        SearchIndex in(Path files) throws IOException;
    }

    private Generation made(Opening opening) throws IOException {
        Path next = folder.next();
        try {
            Path files = Generation.files(next);
            Files.createDirectories(files);
            return new Generation(next, opening.in(files));
        } catch (IOException | RuntimeException e) {
            IndexFolder.deleteAfter(e, next);
            throw e;
        }
    }

    /** Has one that was built serve from now on; to be repeated after a failure. */
    void promote(Generation generation) throws IOException {
        engine.promote(generation.index());
        folder.choose(generation.folder());
    }

    private Opened openLying(Path lying) throws IOException {
        IndexCondition condition = engine.condition(Generation.files(lying));
        if (condition == IndexCondition.WHOLE) {
            return opened(lying);
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
        return begin();
    }

    private Opened opened(Path lying) throws IOException {
        Duration asleep = Generation.asleep(lying, clock.instant());
        String fault = asleep.compareTo(Follower.MAX_SLEEP) > 0 ? "it has not followed for " + asleep : "";
        return new Opened(new Generation(lying, engine.open(Generation.files(lying))), fault);
    }

    /** One that begins with a snapshot, or with nothing. */
    private Opened begin() throws IOException {
        Optional<Path> restored = restored();
        return restored.isPresent() ? opened(restored.get()) : new Opened(made(engine::open), "");
    }

    /** A folder with what a snapshot has; empty if none is of use, for whatever reason. */
    private Optional<Path> restored() throws IOException {
        if (snapshots == null) {
            return Optional.empty();
        }
        Path next = folder.next();
        try {
            if (snapshots.restore(Follower.MAX_SLEEP, next)
                    && engine.condition(Generation.files(next)) == IndexCondition.WHOLE) {
                return Optional.of(next);
            }
            LOG.info("no snapshot is of use");
        } catch (IOException e) {
            LOG.warn("the index does not begin with a snapshot: {}", e.toString());
        }
        IndexFolder.delete(next);
        return Optional.empty();
    }
}
