package dev.legato.edge.guard;

import io.netty.channel.Channel;
import io.netty.channel.ChannelDuplexHandler;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelOption;
import io.netty.channel.ChannelOutboundBuffer;
import io.netty.handler.codec.http2.Http2ConnectionHandler;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * Watches one connection as the first handler of its pipeline: how many requests it has made, in all and in this round,
 * since when a head is being received, whether the socket takes what is written, and whether the connection is idle.
 *
 * <p>The time for a head begins when the connection is accepted, and again with each read when no head is under way;
 * {@link #requestRead} ends it. Bytes of a body count as a head that does not end, so that nobody can send one for
 * ever. Time is that of the loop's last round, so that requests do not read the clock.
 */
public final class ConnectionWatch extends ChannelDuplexHandler {
    /** The handler's name in pipelines. */
    public static final String NAME = "watch";

    private static final long NONE = Long.MIN_VALUE;

    private final Watches watches;
    private boolean trusted;
    private Watches.@Nullable Loop loop;
    private @Nullable ChannelHandlerContext context;
    private boolean silent = true;
    private int requests;
    private int requestsBefore;
    private int bound;
    private long activeAt;
    private long headSince = NONE;
    private long stalledSince = NONE;
    private @Nullable Object stalledAt;
    private long stalledProgress;

    /** @param trusted whether the connection may make any number of requests per second */
    ConnectionWatch(Watches watches, boolean trusted) {
        this.watches = watches;
        this.trusted = trusted;
    }

    /** Trusts the connection from now on, since it has shown a valid certificate. */
    public void trust() {
        trusted = true;
        beginRound();
    }

    /** Whether the other end is one of the {@link TrustedPeers}. */
    public boolean isTrusted() {
        return trusted;
    }

    /** Counts a request, whose head is complete. */
    public void requestRead() {
        headSince = NONE;
        requests++;
    }

    /** Whether the next request is within all limits: neither {@linkplain #refusal refused} nor the last one. */
    public boolean isNextWithinBounds() {
        return requests + 1 < bound;
    }

    /** Whether the next request is the last one that the connection may make. */
    public boolean isNextLast() {
        return requests + 1 >= watches.limits().requests();
    }

    /** The refusal of the next request if it comes too soon after others; otherwise null. */
    public @Nullable RefusedRequest refusal() {
        return !trusted
                        && !isNextWithinBounds()
                        && Objects.requireNonNull(loop).areTooMany(requests + 1 - requestsBefore)
                ? new RefusedRequest(
                        429,
                        "requests: more than %d per second on one connection"
                                .formatted(watches.limits().requestRate()))
                : null;
    }

    /** Begins a new round of the loop: earlier requests no longer count. */
    void beginRound() {
        requestsBefore = requests;
        long max = trusted ? Integer.MAX_VALUE : Objects.requireNonNull(loop).maxRequestsPerRound();
        bound = (int) Math.min(watches.limits().requests(), requests + max + 1);
    }

    @Override
    public void handlerAdded(ChannelHandlerContext added) {
        context = added;
        Watches.Loop own = watches.loop(added.executor());
        loop = own;
        own.add(this);
        beginRound();
        activeAt = own.now();
        headSince = activeAt;
    }

    @Override
    public void handlerRemoved(ChannelHandlerContext removed) {
        Objects.requireNonNull(loop).remove(this);
    }

    @Override
    public void channelInactive(ChannelHandlerContext inactive) {
        Objects.requireNonNull(loop).remove(this);
        inactive.fireChannelInactive();
    }

    @Override
    public void channelRead(ChannelHandlerContext reading, Object message) {
        activeAt = Objects.requireNonNull(loop).now();
        if (silent || headSince == NONE) {
            silent = false;
            headSince = activeAt;
        }
        reading.fireChannelRead(message);
    }

    /**
     * Counts as activity: a paced answer over HTTP/2 leaves the queue of writes empty most of the time, and its client
     * silent.
     */
    @Override
    public void flush(ChannelHandlerContext flushing) {
        activeAt = Objects.requireNonNull(loop).now();
        flushing.flush();
    }

    /**
     * Whether a head has taken too long. There is no limit while the edge does not read because it sends an answer, nor
     * before the first byte, since browsers open connections in advance.
     */
    boolean isSlowHead(long now, long timeout) {
        if (silent || headSince == NONE || now - headSince < timeout) {
            return false;
        }
        Channel channel = channel();
        if (!channel.config().isAutoRead() || channel.pipeline().get(Http2ConnectionHandler.class) != null) {
            headSince = NONE; // HTTP/2 limits heads by size and connections by idleness
            return false;
        }
        return true;
    }

    /** Whether nothing has been read or written for too long, and no write is waiting. */
    boolean isIdle(long now, long timeout) {
        ChannelOutboundBuffer queue = channel().unsafe().outboundBuffer();
        if (queue != null && !queue.isEmpty()) {
            activeAt = now;
        }
        return now - activeAt >= timeout;
    }

    /** Whether no byte of a waiting write has been sent for too long. */
    boolean isStalled(long now, long timeout) {
        ChannelOutboundBuffer queue = channel().unsafe().outboundBuffer();
        Object first = queue == null ? null : queue.current();
        if (queue == null || first == null) {
            stalledSince = NONE;
            stalledAt = null;
            return false;
        }
        long progress = queue.currentProgress();
        if (stalledSince == NONE || first != stalledAt || progress != stalledProgress) {
            stalledSince = now;
            stalledAt = first;
            stalledProgress = progress;
        }
        return now - stalledSince >= timeout;
    }

    /** Closes the idle connection. */
    void close() {
        var _ = channel().close();
    }

    /** Resets the connection, without waiting for its client. */
    void reset() {
        channel().config().setOption(ChannelOption.SO_LINGER, 0);
        var _ = Objects.requireNonNull(context).close();
    }

    private Channel channel() {
        return Objects.requireNonNull(context).channel();
    }
}
