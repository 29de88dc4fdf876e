package dev.legato.edge.cluster;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import dev.legato.cluster.Cluster;
import dev.legato.cluster.Cluster.Subscription;
import dev.legato.edge.cache.Purge;
import dev.legato.edge.file.FileWorkers;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.RejectedExecutionException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Purges that hold on all edges. An edge that is asked for one logs it, tells the others and applies it; whoever hears of it
 * logs and applies it too. What an edge did not hear it asks for, see {@link PurgeExchange}. Applying one twice does no
 * harm, and the order of two does not matter.
 *
 * <p>A purge that is heard at once applies to all that is stored, and twice more a little later to what was on its way. For as
 * long, this edge names it to those it asks: one that has not applied it does not answer from what it stores. One that was missed applies to what was made before it, by the clock of the edge that was asked
 * for it: {@link #MAX_SKEW} is added, so that clocks may differ by so much. Beyond that, what was stored right after the
 * purge may be purged needlessly, or, if the clock of the edge that was asked was that much behind, survive it.
 */
final class Purges {
    /** How much the clocks of edges may differ. */
    static final Duration MAX_SKEW = Duration.ofSeconds(10);

    /** Everything, kept to be validated. */
    static final Purge ALL = new Purge(List.of(), List.of(""), List.of(), true);

    private static final Logger LOG = LoggerFactory.getLogger(Purges.class);
    private static final String PURGES = "edge.purges";
    private static final String CHANGES = "edge.changes";

    /** By then every edge has heard of a purge, or is taken for one that is away. */
    private static final Duration AGAIN = Duration.ofSeconds(2);

    /** What was asked for before a purge has come by then, for the most part. */
    private static final Duration SOON = Duration.ofMillis(500);

    private static final int MAX_RECENT = 50;

    /** Age has no fraction of a second. */
    private static final long AGE_MS = 1_000;

    private static final int MAX_CHANGES = 10_000;
    private static final Duration CHANGE = Duration.ofSeconds(5);

    private final Vertx vertx;
    private final Cluster cluster;
    private final PurgeLog log;
    private final Applied cache;
    private final FileWorkers workers;
    private final InstantSource clock;
    private final Runnable missing;
    /** The last purge of each edge, for as long as others may not have heard of it. */
    private final Cache<String, Long> recent = Caffeine.newBuilder()
            .maximumSize(MAX_RECENT)
            .expireAfterWrite(AGAIN)
            .executor(Runnable::run)
            .build();

    /** Those that are being applied. */
    private final Set<String> applying = ConcurrentHashMap.newKeySet();

    private final List<Subscription> subscriptions = new ArrayList<>();

    /** Keys that were said to have changed a moment ago. */
    private final Cache<String, Boolean> changes = Caffeine.newBuilder()
            .maximumSize(MAX_CHANGES)
            .expireAfterWrite(CHANGE)
            .executor(Runnable::run)
            .build();

    /** Purges a cache. */
    @FunctionalInterface
    interface Applied {
        /**
         * @param until milliseconds since 1970: what was made or validated later stays
         * @return how many responses were purged
         */
        int purge(Purge purge, long until);
    }

    /** @param missing called when a purge is known to be missing */
    Purges(
            Vertx vertx,
            Cluster cluster,
            PurgeLog log,
            Applied cache,
            FileWorkers workers,
            InstantSource clock,
            Runnable missing) {
        this.vertx = vertx;
        this.cluster = cluster;
        this.log = log;
        this.cache = cache;
        this.workers = workers;
        this.clock = clock;
        this.missing = missing;
    }

    synchronized void start() {
        subscriptions.add(cluster.subscribe(PURGES, this::heard));
        subscriptions.add(cluster.subscribe(CHANGES, this::changeHeard));
    }

    synchronized void stop() {
        subscriptions.forEach(Subscription::cancel);
        subscriptions.clear();
    }

    /**
     * Purges all edges.
     *
     * @return how many responses this one had; fails if the purge could not be logged, or is longer than {@value
     *     Cluster#MAX_PAYLOAD_BYTES} bytes
     */
    Future<Integer> purge(Purge purge) {
        CompletableFuture<Integer> purged = workers.submit(() -> {
            requireShort(purge);
            PurgeEntry entry = log.add(purge);
            recent.put(entry.source(), entry.number());
            publish(PURGES, entry.encode());
            return applyNow(purge);
        });
        return Future.fromCompletionStage(purged, vertx.getOrCreateContext());
    }

    /**
     * Has all edges validate what is stored under a key: an origin has something else now. Only those that are there hear of
     * it, as RFC 9111 §4.4 asks for no more than one cache's own invalidation.
     */
    void changed(String key) {
        if (changes.asMap().putIfAbsent(key, true) == null) {
            publish(CHANGES, key.getBytes(StandardCharsets.UTF_8));
        }
    }

    /** Applies what this edge has missed, unless it knows it. Waits for the disk. */
    void applyMissed(List<PurgeEntry> entries) throws IOException {
        for (PurgeEntry entry : entries) {
            String id = id(entry.source(), entry.number());
            applying.add(id);
            try {
                if (log.add(entry)) {
                    recent.put(entry.source(), entry.number());
                    long until = entry.time() + MAX_SKEW.toMillis();
                    int purged = cache.purge(entry.purge(), until);
                    applyAgain(entry.purge(), until);
                    LOG.info("applied a purge that was missed, to {} responses", purged);
                }
            } finally {
                applying.remove(id);
            }
        }
    }

    /** Has everything validated, since purges were missed that nobody knows any more. Waits for the disk. */
    void revalidateAll(Map<String, Long> numbers) throws IOException {
        log.skipTo(numbers);
        LOG.warn(
                "purges were missed that no edge knows any more: {} responses are validated before they are served",
                cache.purge(ALL, clock.millis()));
    }

    /** The purges that other edges may not have heard of yet, as {@link PurgeExchange#format} writes them; empty for none. */
    String recent() {
        return recent.estimatedSize() == 0 ? "" : PurgeExchange.format(recent.asMap());
    }

    /** Whether this edge has applied purges. */
    boolean areApplied(Map<String, Long> numbers) {
        return numbers.entrySet().stream()
                .allMatch(purge -> log.isKnown(purge.getKey(), purge.getValue())
                        && !applying.contains(id(purge.getKey(), purge.getValue())));
    }

    private static String id(String source, long number) {
        return source + number;
    }

    private static void requireShort(Purge purge) {
        int length = new PurgeEntry("", 1, 0, purge).encode().length;
        if (length > Cluster.MAX_PAYLOAD_BYTES - 100) {
            throw new IllegalArgumentException(
                    "a purge of %d bytes (expected: <= %d)".formatted(length, Cluster.MAX_PAYLOAD_BYTES - 100));
        }
    }

    private void heard(byte[] payload) {
        PurgeEntry entry = PurgeEntry.decode(payload);
        if (entry != null && !entry.source().equals(log.node())) {
            work(() -> {
                String id = id(entry.source(), entry.number());
                applying.add(id);
                try {
                    if (log.add(entry)) {
                        recent.put(entry.source(), entry.number());
                        int _ = applyNow(entry.purge());
                    }
                } finally {
                    applying.remove(id);
                }
                if (log.hasGap()) {
                    missing.run();
                }
            });
        }
    }

    private void changeHeard(byte[] payload) {
        String key = new String(payload, StandardCharsets.UTF_8);
        Purge stale = new Purge(List.of(key), List.of(), List.of(), true);
        work(() -> {
            // The origin was asked a moment ago; what was made since then is right.
            int _ = cache.purge(stale, clock.millis() - AGE_MS);
        });
    }

    /** Purges all that is stored, and a little later what was on its way. */
    private int applyNow(Purge purge) {
        long now = clock.millis();
        int purged = cache.purge(purge, Long.MAX_VALUE);
        applyAgain(purge, now + AGE_MS);
        return purged;
    }

    /** Purges what was on its way, from an origin or from an edge that had not heard of the purge yet. */
    private void applyAgain(Purge purge, long until) {
        for (Duration later : List.of(SOON, AGAIN)) {
            long _ = vertx.setTimer(
                    later.toMillis(),
                    _ -> work(() -> {
                        int _ = cache.purge(purge, until);
                    }));
        }
    }

    private void publish(String topic, byte[] payload) {
        try {
            var _ = cluster.publish(topic, payload)
                    .onFailure(failure -> LOG.warn("the other edges did not hear of a purge: {}", failure.toString()));
        } catch (RuntimeException e) {
            LOG.warn("the other edges did not hear of a purge: {}", e.toString());
        }
    }

    /** Work that may wait for the disk. */
    @FunctionalInterface
    private interface Work {
        void run() throws IOException;
    }

    private void work(Work work) {
        try {
            workers.execute(() -> {
                try {
                    work.run();
                } catch (IOException e) {
                    LOG.warn("a purge could not be logged: {}", e.toString());
                }
            });
        } catch (RejectedExecutionException e) {
            LOG.warn("a purge is late, since the disk is: {}", e.toString());
            missing.run();
        }
    }
}
