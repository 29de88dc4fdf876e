package dev.legato.edge.lane;

import io.netty.channel.Channel;
import io.netty.channel.unix.IntegerUnixChannelOption;
import io.netty.channel.unix.UnixChannel;

/**
 * Lets the kernel pace a connection that carries one answer at a time.
 *
 * <p>{@code SO_MAX_PACING_RATE} makes TCP put time between the packets, while the bytes still go by {@code sendfile}
 * (since Linux 4.13; with the {@code fq} queueing discipline, that does it). The rate applies to bytes that are in the
 * socket already, so it is set only when the burst has left the socket: {@code TCP_NOTSENT_LOWAT} makes the socket take
 * a first small piece only then. Afterwards the same option limits what waits in the socket to some seconds of audio.
 */
final class SocketPacer extends Pacer {
    private static final IntegerUnixChannelOption SO_MAX_PACING_RATE =
            new IntegerUnixChannelOption("SO_MAX_PACING_RATE", 1, 47);
    private static final IntegerUnixChannelOption TCP_NOTSENT_LOWAT =
            new IntegerUnixChannelOption("TCP_NOTSENT_LOWAT", 6, 25);
    private static final int UNPACED = -1;
    private static final int MAX_UNSENT_SECONDS = 8;
    private static final int NO_LOWAT = 0;

    /** Bytes of a burst that may still be in the socket when the pace begins. */
    private static final int MAX_UNSENT_BURST = 16 << 10;

    /** Bytes of the piece that shows when the burst has left: about a packet. */
    private static final int PROBE = 1448;

    private final Channel channel;
    private int rate = UNPACED;
    private int unsentLimit = NO_LOWAT;
    private boolean probed;

    SocketPacer(Pacing pacing, Channel channel) {
        super(pacing);
        this.channel = channel;
    }

    @Override
    public long delay() {
        return 0;
    }

    @Override
    void unpace() {
        probed = false;
        setRate(UNPACED);
        limitUnsent(NO_LOWAT);
    }

    @Override
    void beginBurst() {
        limitUnsent(MAX_UNSENT_BURST);
    }

    @Override
    long pace(int bytesPerSecond) {
        if (!probed) {
            probed = true;
            return PROBE;
        }
        if (rate == UNPACED || Math.abs((long) bytesPerSecond - rate) > rate / 10) {
            setRate(bytesPerSecond);
            limitUnsent(Math.clamp((long) bytesPerSecond * MAX_UNSENT_SECONDS, 1, Integer.MAX_VALUE));
        }
        return Long.MAX_VALUE;
    }

    @Override
    void sentPaced(long bytes) {
        // the kernel counts them
    }

    private void setRate(int bytesPerSecond) {
        if (rate != bytesPerSecond) {
            rate = bytesPerSecond;
            set(SO_MAX_PACING_RATE, bytesPerSecond);
        }
    }

    /** Makes the socket take more only while it has fewer unsent bytes than these. */
    private void limitUnsent(int bytes) {
        if (unsentLimit != bytes) {
            unsentLimit = bytes;
            set(TCP_NOTSENT_LOWAT, bytes);
        }
    }

    private void set(IntegerUnixChannelOption option, int value) {
        if (channel instanceof UnixChannel && channel.isActive()) {
            boolean _ = channel.config().setOption(option, value);
        }
    }
}
