package dev.legato.edge.lane;

import dev.legato.edge.file.OpenFile;
import org.jspecify.annotations.Nullable;

/**
 * The pace of answers that follow one another: says how much of each may go at once, and what the rest is held to.
 *
 * <p>An answer no longer than its burst costs nothing here.
 */
public abstract sealed class Pacer permits SocketPacer, TimedPacer {
    /** Without limit: the length of one piece of a file. */
    public static final long ALL = Long.MAX_VALUE;

    private final Pacing pacing;
    private long bytesPerSecond;
    private long burstLeft;
    private @Nullable String listener;
    private String target = "";

    Pacer(Pacing pacing) {
        this.pacing = pacing;
    }

    /** An answer begins: unpaced, whatever the last one was. */
    public final void begin(OpenFile file, String asked) {
        begin(file.bytesPerSecond(), asked);
    }

    final void begin(long audioBytesPerSecond, String asked) {
        end();
        bytesPerSecond = audioBytesPerSecond;
        burstLeft = pacing.burstBytes(bytesPerSecond);
        target = asked;
        free();
    }

    /** The answer is over, or its connection. */
    public final void end() {
        if (listener != null) {
            pacing.leave(listener);
            listener = null;
        }
    }

    /** How many bytes may be handed to the socket before {@link #next} must be asked again; sets the pace. */
    public final long next() {
        if (bytesPerSecond == 0) {
            return ALL;
        }
        if (burstLeft > 0) {
            return burstLeft;
        }
        if (listener == null) {
            listener = Pacing.listenerOf(target);
            pacing.join(listener);
        }
        hold(pacing.rate(bytesPerSecond, listener));
        return ALL;
    }

    /** Bytes were handed to the socket. */
    public final void handed(long bytes) {
        long burst = Math.min(burstLeft, bytes);
        burstLeft -= burst;
        handedBeyond(bytes - burst);
    }

    /** Nanoseconds to wait before more may be handed. */
    public abstract long delay();

    /** Bytes go as fast as the network takes them, until {@link #hold}. */
    abstract void free();

    /** Bytes go at this rate from now on. */
    abstract void hold(int rate);

    /** Bytes beyond the burst were handed. */
    abstract void handedBeyond(long bytes);
}
