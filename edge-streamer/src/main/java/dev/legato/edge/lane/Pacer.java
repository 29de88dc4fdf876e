package dev.legato.edge.lane;

import dev.legato.edge.file.OpenFile;
import io.netty.channel.Channel;
import io.netty.channel.unix.IntegerUnixChannelOption;
import io.netty.channel.unix.UnixChannel;

/**
 * One connection's pace: says how much of an answer may go at once, and has the kernel pace what follows.
 *
 * <p>{@code SO_MAX_PACING_RATE} is the kernel's: the bytes still go by {@code sendfile}, TCP itself puts time between the
 * packets (since Linux 4.13; with the {@code fq} queueing discipline, that does). {@code TCP_NOTSENT_LOWAT} keeps what
 * waits in the socket to some seconds of audio. An answer no longer than its burst costs no call.
 */
public final class Pacer {
    /** Without limit: the length of one piece of a file. */
    public static final long ALL = Long.MAX_VALUE;

    private static final IntegerUnixChannelOption SO_MAX_PACING_RATE =
            new IntegerUnixChannelOption("SO_MAX_PACING_RATE", 1, 47);
    private static final IntegerUnixChannelOption TCP_NOTSENT_LOWAT =
            new IntegerUnixChannelOption("TCP_NOTSENT_LOWAT", 6, 25);
    private static final int UNPACED = -1;
    private static final int WAITING_SECONDS = 8;
    private static final int NO_LOWAT = 0;

    private final Pacing pacing;
    private final Channel channel;
    private long bytesPerSecond;
    private long burstLeft;
    private int rate = UNPACED;
    private boolean joined;
    private String target = "";
    private String listener = "";

    Pacer(Pacing pacing, Channel channel) {
        this.pacing = pacing;
        this.channel = channel;
    }

    /** An answer begins: unpaced, whatever the last one was. */
    public void begin(OpenFile file, String asked) {
        end();
        bytesPerSecond = file.bytesPerSecond();
        burstLeft = pacing.burstBytes(bytesPerSecond);
        target = asked;
        if (rate != UNPACED) {
            set(UNPACED, NO_LOWAT);
        }
    }

    /** The answer is over, or its connection. */
    public void end() {
        if (joined) {
            joined = false;
            pacing.leave(listener);
        }
    }

    /** How many bytes may be handed to the socket before {@link #next} must be asked again; sets the pace. */
    public long next() {
        if (bytesPerSecond == 0) {
            return ALL;
        }
        if (burstLeft > 0) {
            return burstLeft;
        }
        if (!joined) {
            joined = true;
            listener = Pacing.listenerOf(target);
            pacing.join(listener);
        }
        int now = pacing.rate(bytesPerSecond, listener);
        if (rate == UNPACED || Math.abs((long) now - rate) > rate / 10) {
            set(now, Math.clamp((long) now * WAITING_SECONDS, 1, Integer.MAX_VALUE));
        }
        return ALL;
    }

    /** Bytes were handed to the socket. */
    public void handed(long bytes) {
        burstLeft -= Math.min(burstLeft, bytes);
    }

    private void set(int to, int waiting) {
        rate = to;
        if (channel instanceof UnixChannel && channel.isActive()) {
            boolean _ = channel.config().setOption(SO_MAX_PACING_RATE, to);
            boolean _ = channel.config().setOption(TCP_NOTSENT_LOWAT, waiting);
        }
    }
}
