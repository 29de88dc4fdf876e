package dev.legato.search.life;

import dev.legato.contracts.Topics;
import dev.legato.runtime.kafka.DeadLetters;
import dev.legato.runtime.kafka.KafkaSettings;
import dev.legato.runtime.kafka.TopicSetup;
import dev.legato.runtime.problem.Problem;
import dev.legato.search.feed.FeedMetrics;
import dev.legato.search.feed.FeedWatcher;
import dev.legato.search.feed.Follower;
import dev.legato.search.index.SearchIndex;
import io.vertx.core.Future;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.Collection;
import java.util.Optional;
import java.util.concurrent.Executors;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Keeps the index that serves: opens what lies in the folder if it is whole, else begins with a snapshot or with nothing,
 * and builds another one from the topic whenever that is needed. The old one serves until the new one has caught up.
 *
 * <p>An index is built again if it is damaged, of another format or of another topic; if it has not followed for so long
 * that the topic may have dropped the record of a removal; if it cannot be written; and if an operator asks for it.
 */
public final class IndexKeeper {
    private static final Logger LOG = LoggerFactory.getLogger(IndexKeeper.class);
    private static final int SEARCHES_PER_CORE = 8;
    private static final long PATIENCE_MS = 1_000;
    private static final int STOP_SECONDS = 20;
    private static final int TRY_AGAIN_SECONDS = 2;

    /** For how long an index that follows may show no sign of it. */
    private static final Duration QUIET = Duration.ofSeconds(60);

    private final IndexStore store;
    private final @Nullable Snapshots snapshots;
    private final KafkaSettings kafka;
    private final FeedMetrics metrics;
    private final DeadLetters deadLetters;
    private final Clock clock;
    private final Consumer<Collection<String>> shown;
    private final AtomicInteger followers = new AtomicInteger();
    private final Semaphore searches =
            new Semaphore(SEARCHES_PER_CORE * Runtime.getRuntime().availableProcessors());

    /** Opens, exchanges and closes indexes, one step after another. */
    private final ScheduledExecutorService steps = Executors.newSingleThreadScheduledExecutor(
            Thread.ofPlatform().name("search-index").daemon().factory());

    private volatile @Nullable Generation serving;
    private volatile @Nullable Generation building;
    /** What served until the one being built took its place, while that is not complete. */
    private @Nullable Generation replaced;

    private volatile boolean caughtUp;
    private String topic = "";
    private String fault = "";

    /** Asks an index. */
    @FunctionalInterface
    public interface Question<T> {
        T ask(SearchIndex index) throws IOException;
    }

    /**
     * Where indexes lie.
     *
     * @param folder of this instance alone
     * @param snapshots a folder that all instances share, or null for none
     * @param snapshotEvery how old the newest snapshot must be for another to be made
     */
    public record Places(Path folder, @Nullable Path snapshots, Duration snapshotEvery) {}

    /** @param shown hears which ids searches find changed */
    public IndexKeeper(
            IndexEngine engine,
            Places places,
            KafkaSettings kafka,
            FeedMetrics metrics,
            DeadLetters deadLetters,
            Clock clock,
            Consumer<Collection<String>> shown) {
        this.snapshots =
                places.snapshots() == null ? null : new Snapshots(places.snapshots(), places.snapshotEvery(), clock);
        this.store = new IndexStore(engine, new IndexFolder(places.folder()), snapshots, clock);
        this.kafka = kafka;
        this.metrics = metrics;
        this.deadLetters = deadLetters;
        this.clock = clock;
        this.shown = shown;
    }

    /**
     * Opens the index, which serves from then on, unless it is open. Blocks.
     *
     * @throws IOException if the folder cannot be used
     * @throws dev.legato.runtime.problem.ProblemException 503 if the engine does not answer now
     */
    public synchronized void open() throws IOException {
        if (serving != null) {
            return;
        }
        IndexStore.Opened opened = store.open();
        fault = opened.fault();
        serving = opened.generation();
    }

    /** Begins to follow the topic. Blocks; Kafka must answer, and the topics must be there. */
    public synchronized void follow() throws IOException {
        Generation generation = serving;
        if (generation == null) {
            throw new IllegalStateException("the index is not open");
        }
        topic = TopicSetup.id(kafka, Topics.CATALOGUE);
        Optional<String> followed = Generation.topic(generation.folder());
        if (fault.isEmpty() && followed.isPresent() && !followed.get().equals(topic)) {
            fault = "it is of another topic";
        }
        if (fault.isEmpty()) {
            follow(generation);
        } else if (building == null) {
            LOG.info("the index is built again, and the old one serves meanwhile: {}", fault);
            build();
        }
    }

    /**
     * Asks the index that serves.
     *
     * @throws dev.legato.runtime.problem.ProblemException 503 if there is none yet, or too much is asked at once
     */
    public <T> T ask(Question<T> question) throws IOException {
        if (!acquire()) {
            throw Problem.unavailable("Too many searches at once; try again.");
        }
        try {
            for (Generation generation = serving; generation != null; generation = serving) {
                Optional<T> answer = generation.ask(question::ask);
                if (answer.isPresent()) {
                    return answer.get();
                }
            }
        } finally {
            searches.release();
        }
        throw Problem.unavailable("The index is not open yet; try again.");
    }

    /** Succeeds once the index has all that was in the topics when it was opened. */
    public Future<Void> check() {
        if (serving == null) {
            return Future.failedFuture("the index is not open yet");
        }
        return caughtUp ? Future.succeededFuture() : Future.failedFuture("the index is catching up");
    }

    /** Succeeds while the index that serves follows the topics. */
    public Future<Void> checkFollowing() {
        Generation generation = serving;
        return generation != null && follows(generation)
                ? Future.succeededFuture()
                : Future.failedFuture("the index is not kept up to date now");
    }

    private boolean follows(Generation generation) {
        Instant latest = clock.instant().minus(QUIET);
        return generation.followedAt().filter(latest::isBefore).isPresent();
    }

    /**
     * Builds another index from the topic, which then takes the place of this one.
     *
     * @return whether that begins now; false if one is being built already
     */
    public synchronized boolean rebuild() throws IOException {
        if (building != null || serving == null) {
            return false;
        }
        if (topic.isEmpty()) {
            throw Problem.unavailable("The topic is not known yet; try again when Kafka answers.");
        }
        build();
        return true;
    }

    /** Whether another index is being built. */
    public boolean isBuilding() {
        return building != null;
    }

    /**
     * Makes a snapshot now, of what was committed last.
     *
     * @return its folder
     */
    public String snapshot() throws IOException {
        Generation generation = serving;
        if (snapshots == null || generation == null) {
            throw Problem.conflict(
                    "search.snapshotFolder",
                    "There is no %s (expected: both a folder for snapshots and an open index)."
                            .formatted(snapshots == null ? "search.snapshotFolder" : "open index"));
        }
        return snapshots.make(generation).toString();
    }

    /** Notes when the index last followed, and makes a snapshot if it is time for one. May wait. */
    public void look() {
        Generation generation = serving;
        if (generation == null || !caughtUp) {
            return;
        }
        try {
            Optional<Instant> followedAt = generation.followedAt();
            if (followedAt.isPresent()) {
                generation.touch(followedAt.get());
            }
            if (snapshots != null && follows(generation)) {
                snapshots.makeIfDue(generation);
            }
        } catch (IOException e) {
            LOG.warn("no snapshot was made: {}", e.toString());
        }
    }

    /** Stops following and closes the index. Blocks. */
    public void close() {
        steps.shutdown();
        try {
            if (!steps.awaitTermination(STOP_SECONDS, TimeUnit.SECONDS)) {
                LOG.warn("a step with the index has not ended");
            }
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
        }
        synchronized (this) {
            for (Generation generation : Arrays.asList(building, serving, replaced)) {
                if (generation != null) {
                    generation.close();
                }
            }
        }
    }

    private boolean acquire() {
        try {
            return searches.tryAcquire(PATIENCE_MS, TimeUnit.MILLISECONDS);
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
            return false;
        }
    }

    private void build() throws IOException {
        Generation generation = store.empty(topic);
        try {
            follow(generation);
            building = generation;
        } catch (IOException | RuntimeException e) {
            generation.close();
            IndexFolder.deleteAfter(e, generation.folder());
            throw e;
        }
    }

    private void follow(Generation generation) throws IOException {
        generation.follow(
                topic,
                clock.instant(),
                followedAt -> new Follower(
                        "search-follower-" + followers.incrementAndGet(),
                        kafka,
                        generation.index(),
                        new Watcher(generation),
                        metrics,
                        deadLetters,
                        clock,
                        followedAt));
    }

    private final class Watcher implements FeedWatcher {
        private final Generation generation;

        Watcher(Generation generation) {
            this.generation = generation;
        }

        @Override
        public void caughtUp() {
            step(() -> promote(generation), 0);
        }

        @Override
        public void shown(Collection<String> ids) {
            shown.accept(ids);
        }

        @Override
        public void unusable(String reason) {
            step(() -> replace(generation, reason), 0);
        }
    }

    /**
     * Takes a step off the follower's own thread, which it may stop. One that fails, as while Kafka is away, is taken again
     * until it goes through.
     */
    private void step(Step step, int afterSeconds) {
        try {
            var _ = steps.schedule(
                    () -> {
                        try {
                            step.take();
                        } catch (IOException | RuntimeException e) {
                            LOG.warn("an index is not exchanged yet: {}", e.toString());
                            step(step, TRY_AGAIN_SECONDS);
                        }
                    },
                    afterSeconds,
                    TimeUnit.SECONDS);
        } catch (RejectedExecutionException _) {
            // It is being closed.
        }
    }

    @FunctionalInterface
    private interface Step {
        void take() throws IOException;
    }

    private synchronized void promote(Generation generation) throws IOException {
        if (generation == building) {
            // First here: the old one may be deleted for all processes in the next step, which may fail and is then
            // repeated.
            if (serving != generation) {
                replaced = serving;
                serving = generation;
            }
            store.promote(generation);
            building = null;
            LOG.info("the index was built again and serves now");
            Generation before = replaced;
            replaced = null;
            if (before != null) {
                before.close();
                IndexFolder.delete(before.folder());
            }
        }
        caughtUp = true;
    }

    private synchronized void replace(Generation generation, String reason) throws IOException {
        if (generation != serving && generation != building) {
            // Its place is taken already.
            return;
        }
        LOG.warn("the index is built again: {}", reason);
        topic = TopicSetup.id(kafka, Topics.CATALOGUE);
        if (generation == building) {
            building = null;
            if (serving == generation) {
                serving = replaced;
                replaced = null;
            }
            generation.close();
            IndexFolder.delete(generation.folder());
        }
        if (building == null) {
            build();
        }
    }
}
