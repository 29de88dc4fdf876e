package dev.legato.edge.source;

import dev.legato.edge.http.HeadFields;
import dev.legato.edge.http.Representation;
import io.netty.buffer.ByteBuf;
import io.netty.channel.FileRegion;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.RejectedExecutionException;

/**
 * A representation whose bytes can be sent at once: a file that is open, what answers say about it, and every way to
 * send a range of it. Both lanes work with this type and know nothing beneath it, neither descriptors nor threads, nor
 * whether all of its bytes are here yet.
 *
 * <p>Five methods give its bytes. Two go past memory: {@link #sendTo} straight to a socket and {@link #region} through
 * Netty's queue of writes. Two read into memory: {@link #readCached} without waiting and {@link #read} with. {@link
 * #readAhead} makes bytes resident for the first two. An event loop calls {@link #isResident} before it sends.
 *
 * <p>References are counted: its source holds one, every response under way another. Whoever releases the last one
 * closes the file, so a file that was evicted, replaced or deleted is still sent to its end.
 */
public interface OpenFile {
    /**
     * The file itself, for Vert.x, which sends nothing but files, and for reading small ones whole. Do not close it.
     */
    FileChannel channel();

    /** What answers say about it. */
    Representation representation();

    /**
     * The same as HTTP/1.1 writes it.
     *
     * @param seconds since 1970, when the answer is given
     */
    HeadFields head(long seconds);

    /** How many of its bytes one second of audio takes; 0 if that is not known. */
    long bytesPerSecond();

    /**
     * False if its bytes may differ from what its representation says. Then nothing may be sent until {@link #read} or
     * {@link #readAhead} has verified them.
     */
    boolean isUnchanged();

    /** Whether {@link #sendTo} works, which takes a system with native calls. */
    boolean isSendable();

    /**
     * Sends bytes to a non-blocking socket, as many as it takes. The caller has found them unchanged and resident in the
     * same task of its event loop.
     *
     * @param socket its descriptor
     * @return bytes taken, or -1
     */
    long sendTo(int socket, long offset, long count);

    /**
     * Bytes to be written to a channel. The region ends early when they may no longer be there: {@link
     * FileRegion#transferred} then says how much was sent, and the rest may follow after {@link #readAhead}.
     */
    FileRegion region(long offset, long count);

    /** False if some of these bytes would have to be read from the disk or fetched first. */
    boolean isResident(long offset, long length);

    /**
     * The same without reading the clock.
     *
     * @param now nanoseconds of the source's ticker
     */
    boolean isResident(long offset, long length, long now);

    /**
     * Appends bytes to a buffer without waiting for the disk.
     *
     * @param length at most this many, and no more than there is room for
     * @return bytes read; 0 if {@link #read} has to wait for the disk or for the file to be verified
     * @throws IOException if the file has changed
     */
    int readCached(ByteBuf into, long offset, int length) throws IOException;

    /**
     * Appends bytes to a buffer on a worker. If the file has changed it is verified first.
     *
     * @return how many, at least 1; fails with an IOException if the file cannot be read or its bytes have changed,
     *     with a {@link RejectedExecutionException} if too many tasks wait for the disk
     */
    CompletionStage<Integer> read(ByteBuf into, long offset, int length);

    /**
     * Makes bytes resident on a worker. If the file has changed it is verified first.
     *
     * @return how many of them from the first on, at least 1, can be sent now; fails as {@link #read} does
     */
    CompletionStage<Long> readAhead(long offset, long length);

    /** Takes a reference; false if the file is closed already. */
    boolean acquire();

    /** Gives a reference back. */
    void release();
}
