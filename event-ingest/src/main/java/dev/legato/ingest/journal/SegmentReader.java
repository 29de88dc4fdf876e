package dev.legato.ingest.journal;

import static java.nio.file.StandardOpenOption.READ;

import java.io.Closeable;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import org.jspecify.annotations.Nullable;

/**
 * Reads a segment's entries, one after the other. An entry that a bad disk has changed is passed over if a good one follows it
 * where it says that it ends; otherwise the segment ends there.
 */
final class SegmentReader implements Closeable {
    private final Segment segment;
    private final FileChannel channel;
    private final ByteBuffer buffer = ByteBuffer.allocate(2 * (JournalEntry.HEAD_BYTES + JournalEntry.MAX_BODY_BYTES))
            .limit(0);

    /** Where in the file the buffer begins. */
    private long base = JournalFolder.MAGIC.length;

    private long index;
    private @Nullable JournalEntry entry;

    SegmentReader(Segment segment) throws IOException {
        this.segment = segment;
        this.channel = FileChannel.open(segment.file(), READ);
        this.index = segment.first() - 1;
    }

    /**
     * Goes to the next entry that can be read.
     *
     * @return false if none follows now
     */
    boolean advance() throws IOException {
        if (index + 1 >= segment.end()) {
            return false;
        }
        JournalEntry next = read();
        long skipped = 0;
        while (next == null
                && JournalEntry.length(buffer, buffer.position()) > 0
                && index + 2 + skipped < segment.end()) {
            move(JournalEntry.length(buffer, buffer.position()));
            skipped++;
            next = read();
        }
        if (next == null) {
            return false;
        }
        move(JournalEntry.length(buffer, buffer.position()));
        index += 1 + skipped;
        entry = next;
        return true;
    }

    /** Goes behind the entries before an index without reading them again. */
    void skipTo(long wanted) throws IOException {
        while (index + 1 < wanted && advance()) {
            // passed over
        }
    }

    /**
     * Gives up what cannot be read of the entries that are there now.
     *
     * @return how many
     */
    long giveUp() {
        Segment.Extent extent = segment.extent();
        long lost = extent.end() - index - 1;
        index = extent.end() - 1;
        base = extent.bytes();
        var _ = buffer.clear().limit(0);
        return lost;
    }

    /** The index of the entry that {@link #advance} has gone to. */
    long index() {
        return index;
    }

    JournalEntry entry() {
        if (entry == null) {
            throw new IllegalStateException("advance first");
        }
        return entry;
    }

    /** Where in the file the next entry begins. */
    long position() {
        return base + buffer.position();
    }

    @Override
    public void close() throws IOException {
        channel.close();
    }

    private @Nullable JournalEntry read() throws IOException {
        JournalEntry read = JournalEntry.read(buffer, buffer.position());
        if (read == null) {
            fill();
            read = JournalEntry.read(buffer, buffer.position());
        }
        return read;
    }

    private void move(int bytes) {
        var _ = buffer.position(buffer.position() + bytes);
    }

    /** Reads the file anew from the next entry on. */
    private void fill() throws IOException {
        base = position();
        long there = segment.bytes() - base;
        var _ = buffer.clear().limit((int) Math.min(buffer.capacity(), Math.max(0, there)));
        long from = base;
        while (buffer.hasRemaining()) {
            int read = channel.read(buffer, from);
            if (read < 0) {
                break;
            }
            from += read;
        }
        var _ = buffer.flip();
    }
}
