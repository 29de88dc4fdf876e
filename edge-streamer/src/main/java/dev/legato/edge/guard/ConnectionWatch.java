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
 * Watches one connection, first in its pipeline: how many requests it has made in all and in this round, since when one
 * is coming in, whether the socket takes what is written, and whether either still happens.
 *
 * <p>A head is waited for from the connection's beginning, and from each read that finds none under way; whoever has
 * read one says so. Bytes of a body count as a head that does not end, so that nobody sends one for ever. Time is that
 * of the loop's last round: on the way of a request there is no clock.
 */
public final class ConnectionWatch extends ChannelDuplexHandler {
    /** Its name in pipelines. */
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

    /** @param trusted whether the connection may make any number of requests a second */
    ConnectionWatch(Watches watches, boolean trusted) {
        this.watches = watches;
        this.trusted = trusted;
    }

    /** Trusts the connection from now on, as its certificate says who it is. */
    public void trust() {
        trusted = true;
        beginRound();
    }

    /** Whether the other end is one of the {@link TrustedPeers}. */
    public boolean isTrusted() {
        return trusted;
    }

    /** A request's head is complete. */
    public void requestRead() {
        headSince = NONE;
        requests++;
    }

    /** Whether the next request is within all bounds: neither {@linkplain #refusal refused} nor the last. */
    public boolean isNextWithinBounds() {
        return requests + 1 < bound;
    }

    /** Whether the next request must be the last. */
    public boolean isNextLast() {
        return requests + 1 >= watches.limits().requests();
    }

    /** Why the next request is refused, which comes too soon after others; null if it does not. */
    public @Nullable RefusedRequest refusal() {
        return !trusted
                        && !isNextWithinBounds()
                        && Objects.requireNonNull(loop).areTooMany(requests + 1 - requestsBefore)
                ? new RefusedRequest(
                        429,
                        "requests: more than %d a second on one connection"
                                .formatted(watches.limits().requestRate()))
                : null;
    }

    /** The loop begins a new round: requests before it count no more. */
    void beginRound() {
        requestsBefore = requests;
        long most = trusted ? Integer.MAX_VALUE : Objects.requireNonNull(loop).mostRequestsARound();
        bound = (int) Math.min(watches.limits().requests(), requests + most + 1);
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

    /** An answer that is paced over HTTP/2 leaves the socket's queue empty most of the time, and its reader silent. */
    @Override
    public void flush(ChannelHandlerContext flushing) {
        activeAt = Objects.requireNonNull(loop).now();
        flushing.flush();
    }

    /**
     * Whether a head has been coming for too long. While nothing is read, because answers are sent, it may; so it may
     * before the first byte: browsers open some connections in advance.
     */
    boolean isSlowHead(long now, long timeout) {
        if (silent || headSince == NONE || now - headSince < timeout) {
            return false;
        }
        Channel channel = channel();
        if (!channel.config().isAutoRead() || channel.pipeline().get(Http2ConnectionHandler.class) != null) {
            headSince = NONE; // HTTP/2 bounds its heads by size, and its connections by idleness
            return false;
        }
        return true;
    }

    /** Whether nothing has been read or written for too long, and nothing waits to be written. */
    boolean isIdle(long now, long timeout) {
        ChannelOutboundBuffer queue = channel().unsafe().outboundBuffer();
        if (queue != null && !queue.isEmpty()) {
            activeAt = now;
        }
        return now - activeAt >= timeout;
    }

    /** Whether something waits to be written of which no byte has gone for too long. */
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

    /** Closes the connection, for which nobody has a use. */
    void close() {
        var _ = channel().close();
    }

    /** Resets the connection: who waits for nothing more need not be waited for. */
    void cutOff() {
        channel().config().setOption(ChannelOption.SO_LINGER, 0);
        var _ = Objects.requireNonNull(context).close();
    }

    private Channel channel() {
        return Objects.requireNonNull(context).channel();
    }
}
