package dev.legato.edge.lane;

import dev.legato.edge.access.Exchange;
import dev.legato.edge.http.Answer;
import dev.legato.edge.http.ByteRange;
import dev.legato.edge.metrics.EdgeMetrics;
import dev.legato.edge.metrics.EdgeMetrics.RangeClass;
import dev.legato.edge.metrics.EdgeMetrics.Tier;
import dev.legato.edge.source.OpenFile;
import io.netty.buffer.ByteBuf;
import io.netty.channel.ChannelPromise;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * An answer that the fast lane is sending: what was decided, and how much of it was handed over. One instance serves
 * all answers of a connection, one after the other, so that none of them is an allocation.
 */
final class FastAnswer implements LaneState {
    private static final int OK = 200;
    private static final int PARTIAL_CONTENT = 206;
    private static final int NOT_MODIFIED = 304;

    private @Nullable OpenFile file;
    private @Nullable Answer answer;
    private @Nullable Exchange exchange;
    private @Nullable ChannelPromise closing;
    private boolean readingPaused;
    private int status;
    private RangeClass rangeClass = RangeClass.NONE;
    private long begin;
    private long position;
    private long end;

    /** Begins an answer with a file, of which the caller holds a reference; false if only the slow lane can give it. */
    boolean begin(OpenFile of, Answer decided) {
        switch (decided) {
            case Answer.Whole _ ->
                begin(OK, RangeClass.WHOLE, 0, of.representation().completeLength());
            case Answer.Partial(ByteRange range) ->
                begin(PARTIAL_CONTENT, RangeClass.ofLength(range.length()), range.start(), range.endExclusive());
            case Answer.NotModified _ -> begin(NOT_MODIFIED, RangeClass.NONE, 0, 0);
            case Answer.Multipart _, Answer.PreconditionFailed _, Answer.Unsatisfiable _ -> {
                return false;
            }
        }
        file = of;
        answer = decided;
        return true;
    }

    private void begin(int decided, RangeClass range, long from, long to) {
        status = decided;
        rangeClass = range;
        begin = from;
        position = from;
        end = to;
        readingPaused = false;
        closing = null;
        exchange = null;
    }

    OpenFile file() {
        return Objects.requireNonNull(file);
    }

    int status() {
        return status;
    }

    /** The answer's head. */
    ByteBuf head(ResponseHead heads, byte[] dateLine, long seconds) {
        return heads.of(Objects.requireNonNull(answer), file(), dateLine, seconds);
    }

    /** Bytes of the body. */
    long length() {
        return end - begin;
    }

    /** Offset in the file of the first byte that was not handed over yet. */
    long position() {
        return position;
    }

    /** Bytes of the body that were not handed over yet. */
    long left() {
        return end - position;
    }

    /** Says that bytes were handed over. */
    void advance(long count) {
        position += count;
    }

    /** Records this answer; null to record nothing. */
    void record(@Nullable Exchange record) {
        exchange = record;
    }

    /** Says that the lane has stopped reading, since the client has sent more meanwhile. */
    void pauseReading() {
        readingPaused = true;
    }

    boolean isReadingPaused() {
        return readingPaused;
    }

    /** Closes the connection after this answer; false if that is decided already. */
    boolean closeAfterwards(ChannelPromise promise) {
        if (closing != null) {
            return false;
        }
        closing = promise;
        return true;
    }

    /** The close that waits for this answer; null if none does. */
    @Nullable
    ChannelPromise closing() {
        return closing;
    }

    /**
     * Counts and records the answer and releases its file.
     *
     * @param bytes of the body that the connection has taken
     * @param whole whether those are all
     */
    void finish(long bytes, boolean whole, EdgeMetrics metrics) {
        OpenFile finished = file();
        metrics.count(status, rangeClass, finished.representation().rendition(), Tier.OPEN, bytes);
        file = null;
        answer = null;
        finished.release();
        Exchange recorded = exchange;
        if (recorded != null) {
            exchange = null;
            recorded.finished(bytes, whole);
        }
    }
}
