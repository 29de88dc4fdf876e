package dev.legato.edge.lane;

import dev.legato.edge.access.AccessLog;
import dev.legato.edge.address.RecentAddresses;
import dev.legato.edge.file.OpenFile;
import dev.legato.edge.file.OpenFiles;
import dev.legato.edge.guard.ConnectionWatch;
import dev.legato.edge.guard.RequestGuard;
import dev.legato.edge.http.DateField;
import dev.legato.edge.metrics.EdgeMetrics;
import dev.legato.edge.os.Linux;
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
 * Puts the handlers of this package into connections. The one class that reaches into Vert.x: a connection's pipeline is
 * accessible only through its internal type.
 *
 * <p>HTTP/2 has no handlers of ours, only its pace.
 */
public final class Lanes {
    private static final AttributeKey<@Nullable Supplier<Pacer>> PACERS = AttributeKey.valueOf(Lanes.class, "pacers");

    private static final String SENDER = "sender";
    private static final DirectRead DIRECT_READ = new DirectRead();

    private final Optional<Linux> linux;
    private final long mostBodyBytes;
    private final ConcurrentHashMap<EventExecutor, Round> rounds = new ConcurrentHashMap<>();
    private final @Nullable Fast fast;
    private final @Nullable Pacing pacing;

    /**
     * What the fast lane needs.
     *
     * @param addresses what request targets address
     * @param files what lies there
     * @param isRetiring whether the edge is about to stop, so that every request must go to Vert.x
     * @param log null to record nothing
     */
    public record Fast(
            RecentAddresses addresses,
            OpenFiles files,
            BooleanSupplier isRetiring,
            DateField date,
            EdgeMetrics metrics,
            @Nullable AccessLog log) {}

    /**
     * @param linux system calls, where there are any
     * @param mostBodyBytes of a request
     * @param fast null to leave every request to Vert.x
     * @param pacing null to send as fast as the network takes it
     */
    public Lanes(Optional<Linux> linux, long mostBodyBytes, @Nullable Fast fast, @Nullable Pacing pacing) {
        this.linux = linux;
        this.mostBodyBytes = mostBodyBytes;
        this.fast = fast;
        this.pacing = pacing;
    }

    /**
     * For {@code HttpServer.connectionHandler}. Where h2c is on, Vert.x calls that with a connection's first request, so
     * that the first is answered by Vert.x.
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
        // Right before Vert.x's own handler: amid the first request's coming there is no other place it still passes.
        ConnectionWatch watch = Objects.requireNonNull(pipeline.get(ConnectionWatch.class));
        pipeline.addBefore("handler", "guard", new RequestGuard(watch, mostBodyBytes));
        Pacer pacer = pacing == null || linux.isEmpty() || watch.isTrusted()
                ? null
                : new SocketPacer(pacing, pipeline.channel());
        if (pacer != null) {
            pipeline.channel().attr(PACERS).set(() -> pacer);
        }
        SslHandler tls = pipeline.get(SslHandler.class);
        if (tls != null) {
            // Each buffer is encrypted as it is: to join two would copy both.
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
                pipeline.channel().eventLoop(), loop -> new Round(loop, parts.date(), parts.files()));
    }

    /** The pace of an answer that does not go through {@link FileSender} as a file; null if there is none. */
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
     * Says which file Vert.x is about to send, and to what target's asking.
     *
     * @return how many bytes of it the socket has taken, until the connection's next answer begins
     */
    public static LongSupplier sending(HttpConnection connection, OpenFile file, String target) {
        ChannelPipeline pipeline = pipeline(connection);
        FileSender sender = pipeline == null ? null : pipeline.get(FileSender.class);
        if (sender == null) {
            return () -> 0; // the connection is gone
        }
        sender.begin(file, target);
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

    private static @Nullable ChannelPipeline pipeline(HttpConnection connection) {
        return connection instanceof Http1xServerConnection http1
                ? http1.channelHandlerContext().pipeline()
                : null;
    }
}
