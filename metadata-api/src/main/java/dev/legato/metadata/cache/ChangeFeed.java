package dev.legato.metadata.cache;

import io.vertx.core.Future;
import io.vertx.core.VerticleBase;
import io.vertx.redis.client.Command;
import io.vertx.redis.client.Redis;
import io.vertx.redis.client.RedisConnection;
import io.vertx.redis.client.Request;
import io.vertx.redis.client.Response;
import io.vertx.redis.client.ResponseType;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Hears of entries that other instances have changed, by publish and subscribe of Redis. Messages that are published while
 * the connection is lost are lost as well, and a connection may be lost without a sign. So it publishes the time to itself
 * every {@value #BEAT_MS} ms: when that arrives, everything published before it has arrived. After each new subscription
 * whoever listens is told that something may have been missed. Deploy it on an event loop.
 */
final class ChangeFeed extends VerticleBase {
    private static final Logger LOG = LoggerFactory.getLogger(ChangeFeed.class);
    private static final long BEAT_MS = 200;
    private static final Duration SILENCE = Duration.ofSeconds(2);

    private final Redis redis;
    private final RedisCache sender;
    private final Listener listener;
    private final String heartbeat;
    private final LongSupplier nanoTime;
    private volatile long heardAt;
    private long triedAt;
    private boolean connecting;
    private @Nullable RedisConnection connection;

    /** Who is told; called on the feed's event loop. */
    interface Listener {
        void changed(List<EntryKey> keys);

        /** Something may have been missed. */
        void missed();

        /** Called with every beat, whether or not there is a connection. */
        void beat();
    }

    /**
     * A feed.
     *
     * @param redis a client for the subscription alone
     * @param sender what beats are published by
     * @param instance tells this instance from all others
     */
    ChangeFeed(Redis redis, RedisCache sender, String instance, Listener listener, LongSupplier nanoTime) {
        this.redis = redis;
        this.sender = sender;
        this.heartbeat = RedisKeys.heartbeat(instance);
        this.listener = listener;
        this.nanoTime = nanoTime;
        this.heardAt = nanoTime.getAsLong() - TimeUnit.DAYS.toNanos(1);
    }

    /** The time, by its clock, up to which all changes have been heard. */
    long heardAt() {
        return heardAt;
    }

    @Override
    public Future<?> start() {
        connect();
        var _ = vertx.setPeriodic(BEAT_MS, _ -> beat());
        return Future.succeededFuture();
    }

    @Override
    public Future<?> stop() {
        return connection == null ? Future.succeededFuture() : connection.close();
    }

    private void beat() {
        listener.beat();
        long now = nanoTime.getAsLong();
        if (connection != null && now - Math.max(heardAt, triedAt) > SILENCE.toNanos()) {
            LOG.warn("changes of the catalogue have not been heard for {} s, subscribing again", SILENCE.toSeconds());
            disconnect();
        }
        if (connection == null) {
            connect();
        } else {
            var _ = sender.publish(heartbeat, Long.toString(now));
        }
    }

    private void connect() {
        if (connecting) {
            return;
        }
        connecting = true;
        triedAt = nanoTime.getAsLong();
        var _ = redis.connect()
                .timeout(SILENCE.toMillis(), TimeUnit.MILLISECONDS)
                .compose(made -> subscribe(made).onFailure(_ -> made.close()))
                .onComplete(_ -> connecting = false)
                .onFailure(failure -> LOG.debug("changes of the catalogue are not heard: {}", failure.toString()));
    }

    private Future<Void> subscribe(RedisConnection made) {
        connection = made;
        var _ = made.handler(this::receive);
        var _ = made.endHandler(_ -> dropped(made));
        var _ = made.exceptionHandler(_ -> dropped(made));
        return made.send(Request.cmd(Command.SUBSCRIBE).arg(RedisKeys.CHANGES).arg(heartbeat))
                .mapEmpty();
    }

    private void dropped(RedisConnection lost) {
        if (connection == lost) {
            disconnect();
        }
    }

    private void disconnect() {
        RedisConnection lost = connection;
        connection = null;
        if (lost != null) {
            var _ = lost.close();
        }
    }

    /** Takes {@code [message, channel, text]}, and {@code [subscribe, channel, count]} once a subscription stands. */
    private void receive(Response response) {
        boolean isList = response.type() == ResponseType.PUSH || response.type() == ResponseType.MULTI;
        if (!isList || response.size() != 3) {
            return;
        }
        String channel = response.get(1).toString();
        switch (response.get(0).toString()) {
            case "subscribe" -> {
                if (channel.equals(RedisKeys.CHANGES)) {
                    listener.missed();
                }
            }
            case "message" -> {
                String text = response.get(2).toString();
                if (channel.equals(heartbeat)) {
                    hear(text);
                } else {
                    change(text);
                }
            }
            default -> {}
        }
    }

    private void hear(String time) {
        try {
            heardAt = Math.max(heardAt, Math.min(Long.parseLong(time), nanoTime.getAsLong()));
        } catch (NumberFormatException e) {
            LOG.warn("a heartbeat cannot be read: {}", e.getMessage());
        }
    }

    private void change(String lines) {
        try {
            listener.changed(lines.lines().map(EntryKey::parse).toList());
        } catch (IllegalArgumentException e) {
            LOG.warn("a change of the catalogue cannot be read, so everything is read again: {}", e.getMessage());
            listener.missed();
        }
    }
}
