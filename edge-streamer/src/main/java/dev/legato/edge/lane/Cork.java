package dev.legato.edge.lane;

import io.netty.channel.Channel;
import io.netty.channel.unix.IntegerUnixChannelOption;
import io.netty.channel.unix.UnixChannel;

/**
 * Keeps one connection's socket from sending half-filled packets amid a long answer ({@code TCP_CORK}).
 *
 * <p>{@code sendfile} passes a long part of a file to TCP in pieces of 64 KiB, and {@code MSG_MORE} holds for one piece
 * only: each acknowledgement that arrives between two pieces pushes out what was left of the last one. Corked, 1 MiB
 * goes in a seventh fewer packets, for two system calls. A short answer has too few pieces for that to pay.
 */
final class Cork {
    private static final IntegerUnixChannelOption TCP_CORK = new IntegerUnixChannelOption("TCP_CORK", 6, 3);
    private static final long MIN_ANSWER = 512 << 10;

    private final Channel channel;
    private boolean corked;

    Cork(Channel channel) {
        this.channel = channel;
    }

    /** Corks the socket if the bytes of the answer that follow are many. */
    void cork(long count) {
        if (!corked && count >= MIN_ANSWER && channel instanceof UnixChannel) {
            set(true);
        }
    }

    /** Uncorks the socket, since nothing follows soon; a half-filled packet leaves. */
    void uncork() {
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
