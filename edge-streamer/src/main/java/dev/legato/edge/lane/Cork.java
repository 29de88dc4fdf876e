package dev.legato.edge.lane;

import io.netty.channel.Channel;
import io.netty.channel.unix.IntegerUnixChannelOption;
import io.netty.channel.unix.UnixChannel;

/**
 * Keeps one connection's socket from sending half-filled packets amid a long answer ({@code TCP_CORK}).
 *
 * <p>{@code sendfile} hands a long part of a file to TCP in pieces of 64 KiB, and {@code MSG_MORE} holds for one piece
 * only: each acknowledgement that arrives between two of them pushes out what the last one left over. Corked, 1 MiB goes
 * in a seventh fewer packets, for two system calls. An answer that is not long is sent in fewer pieces than that pays for.
 */
final class Cork {
    private static final IntegerUnixChannelOption TCP_CORK = new IntegerUnixChannelOption("TCP_CORK", 6, 3);
    private static final long LONG_ANSWER = 512 << 10;

    private final Channel channel;
    private boolean corked;

    Cork(Channel channel) {
        this.channel = channel;
    }

    /** This many bytes of an answer follow. */
    void put(long count) {
        if (!corked && count >= LONG_ANSWER && channel instanceof UnixChannel) {
            set(true);
        }
    }

    /** Nothing follows soon: what is left over goes. */
    void pull() {
        if (corked) {
            set(false);
        }
    }

    private void set(boolean to) {
        corked = to;
        if (channel.isActive()) {
            boolean _ = channel.config().setOption(TCP_CORK, to ? 1 : 0);
        }
    }
}
