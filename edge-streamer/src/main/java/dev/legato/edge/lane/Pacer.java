package dev.legato.edge.lane;

import dev.legato.contracts.SignedPath;
import dev.legato.edge.source.OpenFile;
import org.jspecify.annotations.Nullable;

/**
 * Paces answers that follow one another: decides how much of each may be sent at once, and how fast the rest.
 *
 * <p>The sender calls {@link #delay} and {@link #next} before each piece, and {@link #sent} after it. An answer no
 * longer than its burst, or of a file whose rate is not known, costs nothing here.
 */
public abstract sealed class Pacer permits SocketPacer, TimedPacer {
    private final Pacing pacing;
    private long bytesPerSecond;
    private long burstLeft;
    private @Nullable SignedPath link;

    /** The listener whose share of the ceilings the answer uses; null until its burst is over. */
    private @Nullable String listener;

    Pacer(Pacing pacing) {
        this.pacing = pacing;
    }

    /**
     * Begins an answer, unpaced whatever the last one was.
     *
     * @param verified the link that the answer is given for; null if none was needed
     */
    public final void begin(OpenFile file, @Nullable SignedPath verified) {
        begin(file.bytesPerSecond(), verified);
    }

    final void begin(long audioBytesPerSecond, @Nullable SignedPath verified) {
        end();
        bytesPerSecond = pacing.isOn() ? audioBytesPerSecond : 0;
        burstLeft = pacing.burstBytes(bytesPerSecond);
        link = verified;
        unpace();
    }

    /** Ends the answer, or its connection. */
    public final void end() {
        if (listener != null) {
            pacing.leave(listener);
            listener = null;
        }
    }

    /** Nanoseconds to wait before more may be sent, at most a second; 0 if it may be sent now. */
    public abstract long delay();

    /**
     * Returns how many of the bytes that are left may be sent before the next call, and sets the pace.
     *
     * @param left at least 1
     * @return at least 1
     */
    public final long next(long left) {
        if (bytesPerSecond == 0 || left <= burstLeft) {
            return left;
        }
        if (!pacing.isOn() || (listener == null && link != null && link.unpaced())) {
            end();
            bytesPerSecond = 0;
            unpace();
            return left;
        }
        if (burstLeft > 0) {
            beginBurst();
            return burstLeft;
        }
        if (listener == null) {
            listener = link == null ? SignedPath.ANYONE : link.listener();
            pacing.join(listener);
        }
        return Math.min(left, pace(pacing.rate(bytesPerSecond, listener)));
    }

    /** Counts bytes that were handed to the socket, no more than {@link #next} returned. */
    public final void sent(long bytes) {
        if (listener == null) {
            burstLeft -= Math.min(burstLeft, bytes);
        } else {
            sentPaced(bytes);
        }
    }

    /** Lets bytes go as fast as the network takes them, until {@link #pace}. */
    abstract void unpace();

    /** Prepares for the rest of a burst that is followed by more. */
    abstract void beginBurst();

    /**
     * Lets bytes go at this rate from now on.
     *
     * @param rate bytes per second, at least 1
     * @return how many may be sent before the rate is set anew
     */
    abstract long pace(int rate);

    /** Counts bytes that were handed to the socket under the rate. */
    abstract void sentPaced(long bytes);
}
