package dev.legato.ingest.journal;

import java.io.Closeable;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.util.List;

/** Appends to the last segment. After a failure it must not be used again: what the disk has is not known then. */
final class SegmentWriter implements Closeable {
    private final Segment segment;
    private final FileChannel channel;
    private final ByteBuffer buffer;

    /** @param buffer for what is to be written */
    SegmentWriter(Segment segment, FileChannel channel, ByteBuffer buffer) {
        this.segment = segment;
        this.channel = channel;
        this.buffer = buffer;
    }

    Segment segment() {
        return segment;
    }

    /**
     * Appends entries and waits until the disk has them.
     *
     * @throws IOException if it has not all of them; none counts then
     */
    void append(List<byte[]> entries) throws IOException {
        long position = segment.bytes();
        var _ = buffer.clear();
        for (byte[] entry : entries) {
            int taken = 0;
            while (taken < entry.length) {
                int part = Math.min(buffer.remaining(), entry.length - taken);
                var _ = buffer.put(entry, taken, part);
                taken += part;
                if (!buffer.hasRemaining()) {
                    position = write(position);
                }
            }
        }
        position = write(position);
        channel.force(false);
        segment.grow(position, entries.size());
    }

    /** Writes what is buffered, and returns where it ends. */
    private long write(long position) throws IOException {
        long next = position;
        var _ = buffer.flip();
        while (buffer.hasRemaining()) {
            next += channel.write(buffer, next);
        }
        var _ = buffer.clear();
        return next;
    }

    /** Closes the file, and cuts off what does not count if that goes. */
    @Override
    public void close() throws IOException {
        try (channel) {
            var _ = channel.truncate(segment.bytes());
        }
    }
}
