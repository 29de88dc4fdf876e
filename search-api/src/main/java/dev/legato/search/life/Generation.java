package dev.legato.search.life;

import dev.legato.search.feed.Follower;
import dev.legato.search.index.SearchIndex;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.FileTime;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.locks.ReentrantReadWriteLock;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** One index with what keeps it up to date. It is closed when the searches under way have ended. */
final class Generation {
    private static final Logger LOG = LoggerFactory.getLogger(Generation.class);
    private static final String INDEX = "index";
    private static final String TOPIC = "topic";
    private static final String ALIVE = "alive";

    private final Path folder;
    private final SearchIndex index;
    private final ReentrantReadWriteLock use = new ReentrantReadWriteLock();
    private @Nullable Follower follower;
    private boolean closed;

    Generation(Path folder, SearchIndex index) {
        this.folder = folder;
        this.index = index;
    }

    /** Where the engine's files lie in an index's folder. */
    static Path files(Path folder) {
        return folder.resolve(INDEX);
    }

    /** The id of the topic that an index follows; empty if it is not known. */
    static Optional<String> topic(Path folder) throws IOException {
        try {
            return Optional.of(Files.readString(folder.resolve(TOPIC)));
        } catch (NoSuchFileException _) {
            return Optional.empty();
        }
    }

    /** For how long an index has not followed. */
    static Duration asleep(Path folder, Instant now) throws IOException {
        try {
            return Duration.between(
                    Files.getLastModifiedTime(folder.resolve(ALIVE)).toInstant(), now);
        } catch (NoSuchFileException _) {
            return Duration.ofDays(Integer.MAX_VALUE);
        }
    }

    Path folder() {
        return folder;
    }

    SearchIndex index() {
        return index;
    }

    /** Makes a follower of an index. */
    @FunctionalInterface
    interface Following {
        Follower from(Instant followedAt);
    }

    /** Begins to follow a topic: an index that never did from now on, another from when it last did. */
    synchronized void follow(String topic, Instant now, Following following) throws IOException {
        Files.write(folder.resolve(TOPIC), topic.getBytes(StandardCharsets.UTF_8));
        if (!Files.exists(folder.resolve(ALIVE))) {
            touch(now);
        }
        Follower by =
                following.from(Files.getLastModifiedTime(folder.resolve(ALIVE)).toInstant());
        follower = by;
        by.start();
    }

    /** When it last followed; empty if nothing has followed since it was opened. */
    synchronized Optional<Instant> followedAt() {
        return Optional.ofNullable(follower).map(Follower::followedAt);
    }

    /** Notes when it last followed. */
    void touch(Instant followedAt) throws IOException {
        Path alive = folder.resolve(ALIVE);
        if (!Files.exists(alive)) {
            Files.write(alive, new byte[0]);
        }
        var _ = Files.setLastModifiedTime(alive, FileTime.from(followedAt));
    }

    /** What is asked of an index. */
    @FunctionalInterface
    interface Question<T> {
        T ask(SearchIndex index) throws IOException;
    }

    /** Asks the index; empty if it is closed by now, so that another serves. */
    <T> Optional<T> ask(Question<T> question) throws IOException {
        use.readLock().lock();
        try {
            return closed ? Optional.empty() : Optional.of(question.ask(index));
        } finally {
            use.readLock().unlock();
        }
    }

    /** Copies the last commit, with the topic it is of and when it followed, to a new folder that is like its own. */
    void copy(Path to) throws IOException {
        use.readLock().lock();
        try {
            if (closed) {
                throw new IOException("the index is closed");
            }
            index.snapshot(files(to));
            for (String file : List.of(TOPIC, ALIVE)) {
                if (Files.exists(folder.resolve(file))) {
                    var _ = Files.copy(folder.resolve(file), to.resolve(file), StandardCopyOption.COPY_ATTRIBUTES);
                }
            }
        } finally {
            use.readLock().unlock();
        }
    }

    /** Stops following, then closes the index. */
    void close() {
        Follower following;
        synchronized (this) {
            following = follower;
        }
        if (following != null) {
            following.close();
        }
        use.writeLock().lock();
        try {
            if (!closed) {
                closed = true;
                index.close();
            }
        } catch (IOException | RuntimeException e) {
            LOG.warn("the index in {} did not close: {}", folder, e.toString());
        } finally {
            use.writeLock().unlock();
        }
    }
}
