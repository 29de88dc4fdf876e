package dev.legato.edge.lane;

import io.netty.channel.Channel;
import io.netty.channel.unix.IntegerUnixChannelOption;
import io.netty.channel.unix.UnixChannel;

/**
 * Has the kernel pace a connection that carries one answer at a time.
 *
 * <p>{@code SO_MAX_PACING_RATE} is the kernel's: the bytes still go by {@code sendfile}, TCP itself puts time between the
 * packets (since Linux 4.13; with the {@code fq} queueing discipline, that does). It holds for what lies in the socket
 * already, so it is set no sooner than the burst has left it: {@code TCP_NOTSENT_LOWAT} has the socket take a first small
 * piece only then. Afterwards that keeps what waits in the socket to some seconds of audio.
 */
final class SocketPacer extends Pacer {
    private static final IntegerUnixChannelOption SO_MAX_PACING_RATE =
            new IntegerUnixChannelOption("SO_MAX_PACING_RATE", 1, 47);
    private static final IntegerUnixChannelOption TCP_NOTSENT_LOWAT =
            new IntegerUnixChannelOption("TCP_NOTSENT_LOWAT", 6, 25);
    private static final int UNPACED = -1;
    private static final int WAITING_SECONDS = 8;
    private static final int NO_LOWAT = 0;

    /** Bytes of a burst that may lie in the socket yet when the pace begins. */
    private static final int NEARLY_SENT = 16 << 10;

    /** Bytes of the piece that tells when the burst has left: about a packet. */
    private static final int PROBE = 1448;

    private final Channel channel;
    private int rate = UNPACED;
    private int waiting = NO_LOWAT;
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
    void free() {
        probed = false;
        pace(UNPACED);
        keepWaiting(NO_LOWAT);
    }

    @Override
    void burst() {
        keepWaiting(NEARLY_SENT);
    }

    @Override
    long hold(int now) {
        if (!probed) {
            probed = true;
            return PROBE;
        }
        if (rate == UNPACED || Math.abs((long) now - rate) > rate / 10) {
            pace(now);
            keepWaiting(Math.clamp((long) now * WAITING_SECONDS, 1, Integer.MAX_VALUE));
        }
        return Long.MAX_VALUE;
    }

    @Override
    void handedPaced(long bytes) {
        // the kernel counts them
    }

    private void pace(int to) {
        if (rate != to) {
            rate = to;
            set(SO_MAX_PACING_RATE, to);
        }
    }

    /** Has the socket take more only while fewer bytes than these wait in it to be sent. */
    private void keepWaiting(int below) {
        if (waiting != below) {
            waiting = below;
            set(TCP_NOTSENT_LOWAT, below);
        }
    }

    private void set(IntegerUnixChannelOption option, int value) {
        if (channel instanceof UnixChannel && channel.isActive()) {
            boolean _ = channel.config().setOption(option, value);
        }
    }
}
