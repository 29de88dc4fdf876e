package dev.legato.edge.lane;

import io.netty.channel.Channel;
import io.netty.channel.unix.IntegerUnixChannelOption;
import io.netty.channel.unix.UnixChannel;

/**
 * Has the kernel pace a connection that carries one answer at a time.
 *
 * <p>{@code SO_MAX_PACING_RATE} is the kernel's: the bytes still go by {@code sendfile}, TCP itself puts time between the
 * packets (since Linux 4.13; with the {@code fq} queueing discipline, that does). {@code TCP_NOTSENT_LOWAT} keeps what
 * waits in the socket to some seconds of audio.
 */
final class SocketPacer extends Pacer {
    private static final IntegerUnixChannelOption SO_MAX_PACING_RATE =
            new IntegerUnixChannelOption("SO_MAX_PACING_RATE", 1, 47);
    private static final IntegerUnixChannelOption TCP_NOTSENT_LOWAT =
            new IntegerUnixChannelOption("TCP_NOTSENT_LOWAT", 6, 25);
    private static final int UNPACED = -1;
    private static final int WAITING_SECONDS = 8;
    private static final int NO_LOWAT = 0;

    private final Channel channel;
    private int rate = UNPACED;

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
        if (rate != UNPACED) {
            set(UNPACED, NO_LOWAT);
        }
    }

    @Override
    long hold(int now) {
        if (rate == UNPACED || Math.abs((long) now - rate) > rate / 10) {
            set(now, Math.clamp((long) now * WAITING_SECONDS, 1, Integer.MAX_VALUE));
        }
        return ALL;
    }

    @Override
    void handedPaced(long bytes) {
        // the kernel counts them
    }

    private void set(int to, int waiting) {
        rate = to;
        if (channel instanceof UnixChannel && channel.isActive()) {
            boolean _ = channel.config().setOption(SO_MAX_PACING_RATE, to);
            boolean _ = channel.config().setOption(TCP_NOTSENT_LOWAT, waiting);
        }
    }
}
