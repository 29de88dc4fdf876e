package dev.legato.edge.lane;

import dev.legato.contracts.SignedPath;
import dev.legato.edge.access.AccessLog;
import dev.legato.edge.address.RecentAddresses;
import dev.legato.edge.guard.ConnectionWatch;
import dev.legato.edge.guard.RequestGuard;
import dev.legato.edge.http.DateField;
import dev.legato.edge.metrics.EdgeMetrics;
import dev.legato.edge.os.Linux;
import dev.legato.edge.source.OpenFile;
import dev.legato.edge.source.Source;
import io.netty.channel.ChannelOption;
import io.netty.channel.ChannelPipeline;
import io.netty.handler.ssl.SslHandler;
import io.netty.util.AttributeKey;
import io.netty.util.concurrent.EventExecutor;
import io.vertx.core.http.HttpConnection;
import io.vertx.core.http.impl.Http1xServerConnection;
import io.vertx.core.net.impl.ConnectionBase;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.BooleanSupplier;
import java.util.function.LongSupplier;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Installs the handlers of this package in connections. Only this class uses Vert.x's internals here: a connection's
 * pipeline is accessible only through its internal type.
 *
 * <p>HTTP/2 connections get no handlers, only a pacer for each answer.
 */
public final class Lanes {
    private static final AttributeKey<@Nullable Supplier<Pacer>> PACERS = AttributeKey.valueOf(Lanes.class, "pacers");

    private static final String SENDER = "sender";
    private static final DirectRead DIRECT_READ = new DirectRead();

    private final Optional<Linux> linux;
    private final long maxBodyBytes;
    private final boolean passesBodies;
    private final ConcurrentHashMap<EventExecutor, Round> rounds = new ConcurrentHashMap<>();
    private final @Nullable Fast fast;
    private final @Nullable Pacing pacing;

    /**
     * What the fast lane works with.
     *
     * @param addresses gives the keys of request targets
     * @param source gives the file of a key
     * @param isRetiring whether the edge is about to stop, so that every request goes to Vert.x
     * @param log null to record nothing
     */
    public record Fast(
            RecentAddresses addresses,
            Source source,
            BooleanSupplier isRetiring,
            DateField date,
            EdgeMetrics metrics,
            @Nullable AccessLog log) {}

    /**
     * @param linux system calls, where there are any
     * @param maxBodyBytes of a request that are read
     * @param passesBodies whether they are passed on; otherwise they are dropped
     * @param fast null to leave every request to Vert.x
     * @param pacing null to send as fast as the network takes it
     */
    public Lanes(
            Optional<Linux> linux,
            long maxBodyBytes,
            boolean passesBodies,
            @Nullable Fast fast,
            @Nullable Pacing pacing) {
        this.linux = linux;
        this.maxBodyBytes = maxBodyBytes;
        this.passesBodies = passesBodies;
        this.fast = fast;
        this.pacing = pacing;
    }

    /**
     * Installs them in a connection, as a {@code HttpServer.connectionHandler}. Where h2c is on, Vert.x calls that with
     * a connection's first request, so that Vert.x answers the first one.
     */
    public void install(HttpConnection connection) {
        ChannelPipeline pipeline = pipeline(connection);
        if (pipeline != null) {
            installHttp1(pipeline);
        } else if (pacing != null && connection instanceof ConnectionBase http2 && !isTrusted(watch(connection))) {
            http2.channel().attr(PACERS).set(() -> new TimedPacer(pacing, System::nanoTime));
        }
    }

    private void installHttp1(ChannelPipeline pipeline) {
        // While the first request is being read it only passes what stands right before Vert.x's own handler.
        ConnectionWatch watch = Objects.requireNonNull(pipeline.get(ConnectionWatch.class));
        pipeline.addBefore("handler", "guard", new RequestGuard(watch, maxBodyBytes, passesBodies));
        Pacer pacer = pacing == null || linux.isEmpty() || watch.isTrusted()
                ? null
                : new SocketPacer(pacing, pipeline.channel());
        if (pacer != null) {
            pipeline.channel().attr(PACERS).set(() -> pacer);
        }
        SslHandler tls = pipeline.get(SslHandler.class);
        if (tls != null) {
            // Each buffer is encrypted on its own: joining two would copy both.
            tls.setWrapDataSize(0);
        }
        AnswerSender sender =
                tls == null ? new FileSender(linux, new Cork(pipeline.channel()), pacer) : new TlsSender(pacer);
        pipeline.addAfter(
                tls == null ? ConnectionWatch.NAME : pipeline.context(tls).name(), SENDER, sender);
        if (fast != null) {
            pipeline.addAfter(SENDER, null, new FastLane(sender, watch, round(pipeline, fast), fast));
            pipeline.addLast(DIRECT_READ);
        }
    }

    private static boolean isTrusted(@Nullable ConnectionWatch watch) {
        return watch != null && watch.isTrusted();
    }

    private Round round(ChannelPipeline pipeline, Fast parts) {
        return rounds.computeIfAbsent(
                pipeline.channel().eventLoop(), loop -> new Round(loop, parts.date(), parts.source()));
    }

    /** The pacer of an answer that is not sent as a file through {@link FileSender}; null to send it unpaced. */
    public static @Nullable Pacer pacer(HttpConnection connection) {
        Supplier<Pacer> pacers = connection instanceof ConnectionBase base
                ? base.channel().attr(PACERS).get()
                : null;
        return pacers == null ? null : pacers.get();
    }

    /** The connection's watch; null if it is closed. */
    public static @Nullable ConnectionWatch watch(HttpConnection connection) {
        return connection instanceof ConnectionBase base
                ? base.channel().pipeline().get(ConnectionWatch.class)
                : null;
    }

    /**
     * Announces the file that Vert.x is about to send.
     *
     * @param link the verified link that it is sent for; null if none was needed
     * @return gives how many bytes of it the socket has taken, until the connection's next answer begins
     */
    public static LongSupplier announce(HttpConnection connection, OpenFile file, @Nullable SignedPath link) {
        ChannelPipeline pipeline = pipeline(connection);
        FileSender sender = pipeline == null ? null : pipeline.get(FileSender.class);
        if (sender == null) {
            return () -> 0; // the connection is closed
        }
        sender.begin(file, link);
        sender.announce(file);
        return sender::sent;
    }

    /** Says that Vert.x has answered. */
    public static void answered(HttpConnection connection) {
        ChannelPipeline pipeline = pipeline(connection);
        if (pipeline == null) {
            return;
        }
        FastLane lane = pipeline.get(FastLane.class);
        if (lane != null) {
            lane.answered();
        }
        FileSender sender = pipeline.get(FileSender.class);
        if (sender != null) {
            sender.end();
        }
    }

    /**
     * Closes a connection at once, by a reset. Vert.x would close it behind what is being written, TLS behind its own good-bye, and
     * the socket behind what it has taken: all of that is paced, and would go on for minutes. So the close begins below their
     * handlers, which learn of it as if the client had disconnected.
     */
    public static void abort(HttpConnection connection) {
        if (connection instanceof ConnectionBase base && base.channel().isActive()) {
            boolean _ = base.channel().config().setOption(ChannelOption.SO_LINGER, 0);
            var _ = base.channel().pipeline().firstContext().close();
        }
    }

    private static @Nullable ChannelPipeline pipeline(HttpConnection connection) {
        return connection instanceof Http1xServerConnection http1
                ? http1.channelHandlerContext().pipeline()
                : null;
    }
}
