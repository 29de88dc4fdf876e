package dev.legato.media.tags;

import java.io.EOFException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;

/**
 * How much of a file jaudiotagger would read into memory: all that is not audio. A file may hold gigabytes of it, or say
 * that it does.
 */
final class TagBytes {
    /** What {@link #of} says at the most. */
    static final long MANY = 16L << 20;

    private static final int ID3_HEADER = 10;
    private static final int OGG_HEADER = 27;
    private static final int OGG_GRANULE = 6;

    private final FileChannel file;
    private final long size;

    private TagBytes(FileChannel file) throws IOException {
        this.file = file;
        this.size = file.size();
    }

    /**
     * The bytes beside the audio, or {@link #MANY} if there are more.
     *
     * @param extension says in which format they are looked for
     */
    static long of(Path path, String extension) throws IOException {
        try (FileChannel channel = FileChannel.open(path, StandardOpenOption.READ)) {
            TagBytes file = new TagBytes(channel);
            long bytes =
                    switch (extension) {
                        case "mp3" -> file.id3();
                        case "flac" -> file.flac();
                        case "m4a", "m4b", "mp4" -> file.chunks(ByteOrder.BIG_ENDIAN, 0, "mdat", true);
                        case "wav" -> file.chunks(ByteOrder.LITTLE_ENDIAN, 12, "data", false);
                        case "aif", "aiff" -> file.chunks(ByteOrder.BIG_ENDIAN, 12, "SSND", false);
                        default -> file.ogg();
                    };
            return Math.clamp(bytes, 0, MANY);
        } catch (EOFException e) {
            return MANY;
        }
    }

    /** An ID3v2 tag at the beginning. */
    private long id3() throws IOException {
        if (size < ID3_HEADER) {
            return 0;
        }
        ByteBuffer head = bytes(0, ID3_HEADER);
        return text(head, 3).equals("ID3") ? ID3_HEADER + synchsafe(head.getInt(6)) : 0;
    }

    /** Seven bits in each byte, so that none looks like the beginning of an mp3's frame. */
    private static int synchsafe(int value) {
        return (value >>> 24 & 0x7f) << 21 | (value >>> 16 & 0x7f) << 14 | (value >>> 8 & 0x7f) << 7 | (value & 0x7f);
    }

    /** An ID3v2 tag, which does not belong there, and the metadata blocks (RFC 9639 §8). */
    private long flac() throws IOException {
        long at = id3() + Integer.BYTES;
        for (boolean last = false; !last && at < MANY; ) {
            int block = bytes(at, Integer.BYTES).getInt();
            last = block < 0;
            at += Integer.BYTES + (block & 0xff_ffff);
        }
        return at;
    }

    /** The chunks of RIFF and AIFF, and the boxes of MP4, but for the audio's. */
    private long chunks(ByteOrder order, long start, String audio, boolean boxes) throws IOException {
        long sum = 0;
        for (long at = start; at + 2 * Integer.BYTES <= size && sum < MANY; ) {
            ByteBuffer head = bytes(at, 2 * Integer.BYTES).order(order);
            String name = text(head.position(boxes ? Integer.BYTES : 0), Integer.BYTES);
            long length = Integer.toUnsignedLong(head.getInt(boxes ? 0 : Integer.BYTES));
            if (boxes && length == 1) {
                length = bytes(at + 2 * Integer.BYTES, Long.BYTES).getLong();
            }
            long all = boxes ? length : 2 * Integer.BYTES + length + (length & 1);
            if (all < 2 * Integer.BYTES) {
                return boxes && length == 0 && name.equals(audio) ? sum : MANY;
            }
            sum += name.equals(audio) ? 0 : all;
            at += all;
        }
        return sum;
    }

    /** The pages before the first one with audio (RFC 3533 §6): those whose granule position is not above 0. */
    private long ogg() throws IOException {
        long at = 0;
        while (at < Math.min(MANY, size)) {
            ByteBuffer page = bytes(at, OGG_HEADER);
            if (!text(page, 4).equals("OggS")) {
                return MANY;
            }
            if (page.order(ByteOrder.LITTLE_ENDIAN).getLong(OGG_GRANULE) > 0) {
                return at;
            }
            int segments = page.get(OGG_HEADER - 1) & 0xff;
            ByteBuffer lengths = bytes(at + OGG_HEADER, segments);
            at += OGG_HEADER + segments;
            for (int segment = 0; segment < segments; segment++) {
                at += lengths.get(segment) & 0xff;
            }
        }
        return at;
    }

    private static String text(ByteBuffer bytes, int length) {
        byte[] text = new byte[length];
        bytes.get(bytes.position(), text);
        return new String(text, StandardCharsets.ISO_8859_1);
    }

    private ByteBuffer bytes(long at, int count) throws IOException {
        ByteBuffer bytes = ByteBuffer.allocate(count);
        while (bytes.hasRemaining()) {
            if (file.read(bytes, at + bytes.position()) < 0) {
                throw new EOFException();
            }
        }
        return bytes.flip();
    }
}
