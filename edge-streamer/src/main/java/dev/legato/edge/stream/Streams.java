package dev.legato.edge.stream;

import dev.legato.cluster.Cluster;
import dev.legato.cluster.Cluster.SeatAnswer;
import dev.legato.cluster.Cluster.Subscription;
import dev.legato.contracts.SignedPath;
import dev.legato.runtime.circuit.Circuit;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.LongAdder;
import java.util.function.LongSupplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Counts the players that are being sent audio. Each has one of the listener's seats in the cluster, see {@link
 * Cluster#seat}: it takes one with its first request, and keeps it while audio is being sent and for {@link #LIFE}
 * afterwards. The newest displaces the one that plays longest.
 *
 * <p>Edges tell each other who was displaced, and cut off what they are sending there, so that a file that was asked for as a
 * whole ends as well. A message that is lost is made up for when the seat is next extended. A cluster that does not answer is
 * left alone for a while, and everybody may play meanwhile. For use by any thread.
 */
public final class Streams implements AutoCloseable {
    /** A player that is sent nothing for so long does not count any more. */
    static final Duration LIFE = Duration.ofSeconds(10);

    /** A displaced player is refused for so long; nobody is locked out for longer. */
    static final Duration REST = Duration.ofSeconds(20);

    private static final Logger LOG = LoggerFactory.getLogger(Streams.class);
    private static final String TOPIC = "streams";

    /** Seats are extended once per round, each at its own tick of it: a burst would keep new players waiting. */
    private static final long ROUND_MS = 3_000;

    private static final int TICKS = 30;

    /** Requests that a player makes at the same time ask the cluster once. */
    private static final long FRESH_NANOS = TimeUnit.SECONDS.toNanos(1);

    /** A listener should not notice that the cluster does not answer. */
    private static final long PATIENCE_MS = 500;

    private static final Duration LEFT_ALONE = Duration.ofSeconds(2);

    private final Vertx vertx;
    private final Cluster cluster;
    private final LongSupplier nanoTime;
    private final Circuit circuit;
    private final ConcurrentMap<PlayerStream.Id, PlayerStream> players = new ConcurrentHashMap<>();
    private final Round<PlayerStream> extending = new Round<>(TICKS, this::delivering);
    private final LongAdder uncounted = new LongAdder();
    private final Subscription subscription;
    private final long timer;

    /**
     * Begins to count.
     *
     * @param nanoTime a clock like {@link System#nanoTime}
     */
    public Streams(Vertx vertx, Cluster cluster, LongSupplier nanoTime) {
        this.vertx = vertx;
        this.cluster = cluster;
        this.nanoTime = nanoTime;
        this.circuit = new Circuit(1, LEFT_ALONE, nanoTime);
        this.subscription = cluster.subscribe(TOPIC, this::displaced);
        this.timer = vertx.setPeriodic(ROUND_MS / TICKS, _ -> extend());
    }

    /**
     * Decides whether the player of a link may be sent audio.
     *
     * @param link one that counts streams
     * @return 0 if it may, else for how many milliseconds it may not; never fails
     */
    public Future<Long> admit(SignedPath link) {
        long now = nanoTime.getAsLong();
        PlayerStream player = player(link, now);
        player.seen(link.limits().streams(), now);
        long refused = player.refusedFor(now);
        if (refused > 0) {
            return Future.succeededFuture(waitMs(refused));
        }
        return player.isFresh(now) ? Future.succeededFuture(0L) : ask(player, now);
    }

    /**
     * Registers something that is being sent to the player of a link.
     *
     * @param cut ends it, on any thread; called more than once if the player is displaced more than once
     * @return to be called when it has ended
     */
    public Runnable deliver(SignedPath link, Runnable cut) {
        long now = nanoTime.getAsLong();
        return player(link, now).deliver(cut, now);
    }

    /** How many players are known here, those refused included. */
    public int count() {
        return players.size();
    }

    /** How many times a player was let through because the cluster did not answer. */
    public long uncounted() {
        return uncounted.sum();
    }

    @Override
    public void close() {
        vertx.cancelTimer(timer);
        try {
            subscription.cancel();
        } catch (RuntimeException e) {
            LOG.debug("the process has left its cluster already: {}", e.toString());
        }
    }

    private PlayerStream player(SignedPath link, long now) {
        return players.computeIfAbsent(PlayerStream.Id.of(link), id -> new PlayerStream(id, now));
    }

    private Future<Long> ask(PlayerStream player, long now) {
        if (!circuit.allows()) {
            uncounted.increment();
            return Future.succeededFuture(0L);
        }
        PlayerStream.Id id = player.id();
        return cluster.seat(id.listener(), id.player(), player.max(), LIFE, REST)
                .timeout(PATIENCE_MS, TimeUnit.MILLISECONDS)
                .map(answer -> answered(player, answer, now))
                .recover(failure -> {
                    uncounted.increment();
                    if (circuit.failed()) {
                        LOG.warn("streams are not counted until the cluster answers: {}", failure.toString());
                    }
                    return Future.succeededFuture(0L);
                });
    }

    private long answered(PlayerStream player, SeatAnswer answer, long now) {
        if (circuit.succeeded()) {
            LOG.info("streams are counted again");
        }
        for (String displaced : answer.displaced()) {
            String told = player.id().listener() + ' ' + displaced;
            var _ = cluster.publish(TOPIC, told.getBytes(StandardCharsets.UTF_8));
        }
        if (answer.isSeated()) {
            player.freshUntil(now + FRESH_NANOS);
        } else {
            player.refuse(nanoTime.getAsLong(), TimeUnit.MILLISECONDS.toNanos(answer.waitMs()));
        }
        return answer.waitMs();
    }

    /** Hears that a player has lost its seat. */
    private void displaced(byte[] told) {
        String[] words = new String(told, StandardCharsets.UTF_8).split(" ", -1);
        PlayerStream player = words.length == 2 ? players.get(new PlayerStream.Id(words[0], words[1])) : null;
        if (player != null) {
            player.refuse(nanoTime.getAsLong(), REST.toNanos());
        }
    }

    /** Extends the seats of some of those who are being sent something. */
    private void extend() {
        long now = nanoTime.getAsLong();
        for (PlayerStream player : extending.next()) {
            if (player.isDelivering() && player.refusedFor(now) <= 0) {
                var _ = ask(player, now);
            }
        }
    }

    /** Forgets those who are sent nothing, and returns those who are. */
    private List<PlayerStream> delivering() {
        long now = nanoTime.getAsLong();
        players.values().removeIf(player -> player.isForgettable(now, LIFE.toNanos()));
        return players.values().stream().filter(PlayerStream::isDelivering).toList();
    }

    private static long waitMs(long nanos) {
        return Math.max(1, TimeUnit.NANOSECONDS.toMillis(nanos));
    }
}
