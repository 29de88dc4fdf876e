package dev.legato.search.feed;

import dev.legato.contracts.CatalogueRecord;
import dev.legato.contracts.Topics;
import dev.legato.contracts.TrackPlays;
import dev.legato.runtime.json.Json;
import dev.legato.runtime.kafka.CatalogueRecords;
import dev.legato.runtime.kafka.DeadLetters;
import dev.legato.runtime.kafka.KafkaSettings;
import dev.legato.runtime.kafka.RecordFault;
import dev.legato.search.index.SearchBatch;
import dev.legato.search.index.SearchChange;
import dev.legato.search.index.SearchIndex;
import dev.legato.search.index.SearchKind;
import dev.legato.search.index.TopicOffsets;
import java.io.IOException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.ConsumerRecords;
import org.apache.kafka.common.KafkaException;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Keeps an index up to date with the topics, on a thread of its own, the only one that changes the index. Its place in the
 * topics is committed with the index, so that a killed process goes on from there: what it reads a second time changes
 * nothing.
 *
 * <p>It reads first what was played, then the catalogue, so that a new document has its popularity at once. From when it has
 * caught up, what it reads can be found right away; before that, it shows new documents every {@value #SHOW_SECONDS} s.
 */
public final class Follower implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(Follower.class);
    /** For how long an index may not follow. Brokers keep a removal for a day at least after they have compacted it. */
    public static final Duration MAX_SLEEP = Duration.ofHours(20);

    private static final Duration WAIT = Duration.ofMillis(250);
    private static final long SHOW_SECONDS = 2;
    private static final long COMMIT_SECONDS = 5;
    private static final long BEAT_SECONDS = 2;
    private static final int COMMIT_CHANGES = 50_000;
    private static final int TRY_AGAIN_SECONDS = 1;
    private static final int STOP_SECONDS = 20;

    private final KafkaSettings kafka;
    private final SearchIndex index;
    private final FeedWatcher watcher;
    private final FeedMetrics metrics;
    private final DeadLetters deadLetters;
    private final Clock clock;
    private final Thread thread;
    private final CountDownLatch stopped = new CountDownLatch(1);
    private final List<String> unshown = new ArrayList<>();
    private final List<Long> unshownTimes = new ArrayList<>();
    private Popularity popularity = new Popularity();
    private PopularityChanges popularityChanges = new PopularityChanges(popularity);
    private TopicOffsets committed = TopicOffsets.NONE;
    private boolean caughtUp;
    private boolean hasTracks;
    private int uncommitted;
    private long shownAt = System.nanoTime();
    private long committedAt = System.nanoTime();
    private long beatAt = System.nanoTime();
    private volatile Instant followedAt;
    private volatile @Nullable TopicFeed feed;

    /**
     * A follower that waits to be started.
     *
     * @param name of the thread
     * @param followedAt when the index last had what was in the topics
     */
    public Follower(
            String name,
            KafkaSettings kafka,
            SearchIndex index,
            FeedWatcher watcher,
            FeedMetrics metrics,
            DeadLetters deadLetters,
            Clock clock,
            Instant followedAt) {
        this.kafka = kafka;
        this.index = index;
        this.watcher = watcher;
        this.metrics = metrics;
        this.deadLetters = deadLetters;
        this.clock = clock;
        this.followedAt = followedAt;
        thread = Thread.ofPlatform().name(name).daemon().unstarted(this::run);
    }

    public void start() {
        thread.start();
    }

    /** When the index could last be written and Kafka last answered. */
    public Instant followedAt() {
        return followedAt;
    }

    /**
     * Stops within {@value #STOP_SECONDS} s. What was applied is committed, unless reading fails just then. Must not be called
     * on its thread.
     */
    @Override
    public void close() {
        stopped.countDown();
        TopicFeed open = feed;
        if (open != null) {
            open.wake();
        }
        try {
            if (!thread.join(Duration.ofSeconds(STOP_SECONDS))) {
                LOG.warn("{} does not stop", thread.getName());
            }
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
        }
    }

    private boolean isStopped() {
        return stopped.getCount() == 0;
    }

    private void run() {
        while (!isStopped()) {
            try (TopicFeed opened = open()) {
                feed = opened;
                follow(opened);
            } catch (IOException | OutdatedException e) {
                LOG.warn("the index cannot be kept up to date and is built again: {}", e.toString());
                watcher.unusable(String.valueOf(e.getMessage()));
                return;
            } catch (RuntimeException e) {
                if (!isStopped()) {
                    LOG.warn("reading the catalogue failed and is tried again: {}", e.toString());
                    pause();
                }
            } finally {
                feed = null;
            }
        }
    }

    private TopicFeed open() throws IOException, OutdatedException {
        try {
            committed = committed.with(index.committed());
            popularity = new Popularity();
            popularityChanges = new PopularityChanges(popularity);
            hasTracks = index.count(SearchKind.TRACK) > 0;
            return TopicFeed.open(kafka, committed);
        } catch (KafkaException e) {
            throw new IllegalStateException("Kafka at %s: %s".formatted(kafka.bootstrap(), e.getMessage()), e);
        }
    }

    private void follow(TopicFeed open) throws IOException, OutdatedException {
        open.only(Topics.TRACK_PLAYS);
        boolean plays = true;
        while (!isStopped()) {
            if (plays && open.isRead(Topics.TRACK_PLAYS)) {
                plays = false;
                hasTracks = true;
                open.all();
            }
            ConsumerRecords<byte[], byte[]> records = open.next(WAIT);
            if (!records.isEmpty()) {
                apply(records, open.position());
            }
            metrics.behind(open.behind());
            if (isDue(beatAt, BEAT_SECONDS)) {
                beat(open);
            }
            boolean arrived = !caughtUp && !plays && open.isRead(Topics.CATALOGUE) && index.isWritten();
            if (arrived || (caughtUp && !unshown.isEmpty()) || isDue(shownAt, SHOW_SECONDS)) {
                show();
            }
            if (!popularityChanges.isEmpty() && (caughtUp || arrived || popularityChanges.isFull())) {
                applyPopularity();
            }
            if (arrived) {
                commit();
                caughtUp = true;
                watcher.caughtUp();
            }
            if (uncommitted > COMMIT_CHANGES || (uncommitted > 0 && isDue(committedAt, COMMIT_SECONDS))) {
                commit();
            }
        }
        commitAtEnd();
    }

    /** Notices also while no record comes that the index can no longer be written, or that Kafka does not answer. */
    private void beat(TopicFeed open) throws IOException, OutdatedException {
        index.apply(SearchBatch.NOTHING);
        if (open.answers()) {
            Instant now = clock.instant();
            Duration asleep = Duration.between(followedAt, now);
            if (asleep.compareTo(MAX_SLEEP) > 0) {
                throw new OutdatedException("it has not followed for " + asleep);
            }
            followedAt = now;
        }
        beatAt = System.nanoTime();
    }

    private void apply(ConsumerRecords<byte[], byte[]> records, TopicOffsets position) throws IOException {
        List<SearchChange> changes = new ArrayList<>(records.count());
        for (ConsumerRecord<byte[], byte[]> record : records) {
            try {
                if (record.topic().equals(Topics.CATALOGUE)) {
                    CatalogueRecord read = CatalogueRecords.read(record);
                    changes.addAll(Documents.changes(read, popularity::of));
                    unshown.add(read.key());
                    unshownTimes.add(record.timestamp());
                } else {
                    played(record);
                }
            } catch (IOException | RuntimeException e) {
                deadLetters.reportLost(record.topic(), RecordFault.ofReading(e));
            }
        }
        index.apply(new SearchBatch(changes, position));
        uncommitted += 1 + changes.size();
    }

    private void played(ConsumerRecord<byte[], byte[]> record) throws IOException {
        if (record.value() == null) {
            return;
        }
        TrackPlays plays = Json.read(record.value(), TrackPlays.class);
        boolean isNew = record.offset()
                >= committed.next(record.topic(), record.partition()).orElse(0);
        // An empty index has no documents to change: new ones have their popularity from the start.
        if (popularity.put(plays) && isNew && hasTracks) {
            popularityChanges.add(plays.trackId());
        }
    }

    private void show() throws IOException {
        index.refresh();
        shownAt = System.nanoTime();
        if (!unshown.isEmpty()) {
            watcher.shown(unshown);
            if (caughtUp) {
                unshownTimes.forEach(metrics::found);
            }
            unshown.clear();
            unshownTimes.clear();
        }
    }

    private void applyPopularity() throws IOException {
        show();
        popularityChanges.apply(index);
        uncommitted++;
        index.refresh();
    }

    /** Commits, unless popularity waits to be applied: once the plays' offsets are committed, its changes are not read again. */
    private void commit() throws IOException {
        if (!popularityChanges.isEmpty()) {
            applyPopularity();
        }
        if (popularityChanges.isEmpty()) {
            index.commit();
            uncommitted = 0;
        }
        committedAt = System.nanoTime();
    }

    private void commitAtEnd() {
        try {
            commit();
        } catch (IOException | RuntimeException e) {
            LOG.warn("the index is not committed: what it was told last is read again at the next start", e);
        }
    }

    private void pause() {
        try {
            var _ = stopped.await(TRY_AGAIN_SECONDS, TimeUnit.SECONDS);
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
        }
    }

    private static boolean isDue(long since, long seconds) {
        return System.nanoTime() - since >= TimeUnit.SECONDS.toNanos(seconds);
    }
}
