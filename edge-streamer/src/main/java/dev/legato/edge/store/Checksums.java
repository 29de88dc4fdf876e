package dev.legato.edge.store;

import java.io.EOFException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.util.zip.CRC32C;

/** Reads bytes at their offsets, and their checksums. */
final class Checksums {
    private static final int BUFFER = 128 << 10;

    private Checksums() {}

    /** Computes the CRC32C of a part of a file. */
    static int of(FileChannel channel, long offset, long length) throws IOException {
        CRC32C checksum = new CRC32C();
        ByteBuffer buffer = ByteBuffer.allocate((int) Math.min(BUFFER, length));
        for (long at = offset; at < offset + length; ) {
            buffer.clear().limit((int) Math.min(BUFFER, offset + length - at));
            int count = buffer.remaining();
            readFully(channel, buffer, at);
            checksum.update(buffer.flip());
            at += count;
        }
        return (int) checksum.getValue();
    }

    /** Fills a buffer to its limit. */
    static void readFully(FileChannel channel, ByteBuffer into, long offset) throws IOException {
        long at = offset;
        while (into.hasRemaining()) {
            int count = channel.read(into, at);
            if (count < 0) {
                throw new EOFException("the data file was truncated");
            }
            at += count;
        }
    }
}
