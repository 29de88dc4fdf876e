package dev.legato.bench.corpus;

import static java.nio.file.StandardOpenOption.CREATE_NEW;
import static java.nio.file.StandardOpenOption.WRITE;

import java.io.IOException;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.FileChannel;
import java.nio.file.Path;

/**
 * One file whose every byte follows from its seed: the 8-byte little-endian word {@code k} is
 * {@code mix(seed + k · φ)}, SplitMix64 (Steele, Lea and Flood 2014). Any range can be checked without the file.
 *
 * @param name its path below the server's root, such as {@code t00007-160.m4a}
 * @param size bytes
 */
public record CorpusFile(String name, long size, long seed) {
    private static final long GOLDEN = 0x9E3779B97F4A7C15L;
    private static final ValueLayout.OfLong WORD = ValueLayout.JAVA_LONG_UNALIGNED.withOrder(ByteOrder.LITTLE_ENDIAN);
    private static final int BLOCK = 1 << 18;

    public CorpusFile {
        if (size < 0) {
            throw new IllegalArgumentException("size: %d (expected: >= 0)".formatted(size));
        }
    }

    /** The byte at an offset. */
    public byte at(long offset) {
        return (byte) (word(offset >>> 3) >>> ((offset & 7) << 3));
    }

    /**
     * Compares received bytes with the file's.
     *
     * @param received holds them from {@code start} on; taken as it is, because a slice of it would be an object
     * @param offset where in the file they should come from
     * @return how many bytes are right before the first wrong one; {@code length} when all are
     */
    public int matching(MemorySegment received, int start, int length, long offset) {
        int i = 0;
        while (i < length && ((offset + i) & 7) != 0) {
            if (received.get(ValueLayout.JAVA_BYTE, start + i) != at(offset + i)) {
                return i;
            }
            i++;
        }
        while (i + 8 <= length && received.get(WORD, start + i) == word((offset + i) >>> 3)) {
            i += 8;
        }
        while (i < length && received.get(ValueLayout.JAVA_BYTE, start + i) == at(offset + i)) {
            i++;
        }
        return i;
    }

    /** Writes the file into a folder. */
    public void write(Path folder) throws IOException {
        ByteBuffer block = ByteBuffer.allocateDirect(BLOCK).order(ByteOrder.LITTLE_ENDIAN);
        try (FileChannel file = FileChannel.open(folder.resolve(name), CREATE_NEW, WRITE)) {
            for (long offset = 0; offset < size; offset += BLOCK) {
                block.clear();
                for (int i = 0; i < BLOCK; i += 8) {
                    block.putLong(i, word((offset + i) >>> 3));
                }
                block.limit((int) Math.min(BLOCK, size - offset));
                while (block.hasRemaining()) {
                    int unused = file.write(block);
                }
            }
            file.force(false); // or the kernel writes it to the disk while servers are measured
        }
    }

    private long word(long index) {
        return mix(seed + index * GOLDEN);
    }

    static long mix(long value) {
        long z = (value ^ (value >>> 30)) * 0xBF58476D1CE4E5B9L;
        z = (z ^ (z >>> 27)) * 0x94D049BB133111EBL;
        return z ^ (z >>> 31);
    }
}
