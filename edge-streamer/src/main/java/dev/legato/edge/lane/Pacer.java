package dev.legato.edge.lane;

import dev.legato.edge.file.OpenFile;
import org.jspecify.annotations.Nullable;

/**
 * The pace of answers that follow one another: how much of each may go at once, and what the rest is held to.
 *
 * <p>Whoever sends asks {@link #delay} and {@link #next} before each piece, and says what of it was {@link #handed}. An
 * answer no longer than its burst, or of a file whose rate is not known, costs nothing here.
 */
public abstract sealed class Pacer permits SocketPacer, TimedPacer {
    private final Pacing pacing;
    private long bytesPerSecond;
    private long burstLeft;
    private String target = "";

    /** Whose share of the ceilings the answer has; null until its burst is over. */
    private @Nullable String listener;

    Pacer(Pacing pacing) {
        this.pacing = pacing;
    }

    /** An answer begins: unpaced, whatever the last one was. */
    public final void begin(OpenFile file, String asked) {
        begin(file.bytesPerSecond(), asked);
    }

    final void begin(long audioBytesPerSecond, String asked) {
        end();
        bytesPerSecond = pacing.isOn() ? audioBytesPerSecond : 0;
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

    /** Nanoseconds to wait before more may be handed to the socket, at most a second; 0 for now. */
    public abstract long delay();

    /**
     * How many of the bytes that are left may be handed to the socket before this must be asked again; sets the pace.
     *
     * @param left at least 1
     * @return at least 1
     */
    public final long next(long left) {
        if (bytesPerSecond == 0 || left <= burstLeft) {
            return left;
        }
        if (!pacing.isOn() || (listener == null && Pacing.isUnpaced(target))) {
            end();
            bytesPerSecond = 0;
            free();
            return left;
        }
        if (burstLeft > 0) {
            burst();
            return burstLeft;
        }
        if (listener == null) {
            listener = Pacing.listenerOf(target);
            pacing.join(listener);
        }
        return Math.min(left, hold(pacing.rate(bytesPerSecond, listener)));
    }

    /** Bytes were handed to the socket, no more than {@link #next} said. */
    public final void handed(long bytes) {
        if (listener == null) {
            burstLeft -= Math.min(burstLeft, bytes);
        } else {
            handedPaced(bytes);
        }
    }

    /** Bytes go as fast as the network takes them, until {@link #hold}. */
    abstract void free();

    /** The rest of a burst follows, with more after it. */
    abstract void burst();

    /**
     * Bytes go at this rate from now on.
     *
     * @param rate bytes a second, at least 1
     * @return how many may go before the rate is asked for anew
     */
    abstract long hold(int rate);

    /** Bytes were handed that the rate counts for. */
    abstract void handedPaced(long bytes);
}
