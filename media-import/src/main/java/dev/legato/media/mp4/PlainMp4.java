package dev.legato.media.mp4;

import java.io.EOFException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * Reads the plain MP4 file that ffmpeg writes of one audio track: {@code ftyp}, {@code mdat} and behind it {@code moov}.
 * Whatever is not as expected ends in an {@link IOException}.
 */
final class PlainMp4 {
    private static final int HEADER = 8;
    private static final int LONG_HEADER = 16;
    private static final int FULL_HEADER = 4;
    private static final int MAX_HEAD = 64 << 20;

    private PlainMp4() {}

    /** Where the samples lie. */
    private record MediaData(long start, long end) {}

    static EncodedAudio read(Path file) throws IOException {
        try (FileChannel channel = FileChannel.open(file, StandardOpenOption.READ)) {
            MediaData data = null;
            ByteBuffer movie = null;
            for (long at = 0; at < channel.size(); ) {
                ByteBuffer header = read(channel, at, (int) Math.min(LONG_HEADER, channel.size() - at));
                long size = Integer.toUnsignedLong(header.getInt(0));
                int headerSize = size == 1 ? LONG_HEADER : HEADER;
                size = size == 1 ? header.getLong(HEADER) : size;
                if (size < headerSize || size > channel.size() - at) {
                    throw new IOException("box of %d bytes at %d of %d".formatted(size, at, channel.size()));
                }
                switch (type(header)) {
                    case "mdat" -> data = new MediaData(at + headerSize, at + size);
                    case "moov" -> {
                        if (size > MAX_HEAD) {
                            throw new IOException("moov: %d bytes (expected: <= %d)".formatted(size, MAX_HEAD));
                        }
                        movie = read(channel, at + headerSize, (int) (size - headerSize));
                    }
                    default -> {}
                }
                at += size;
            }
            if (data == null || movie == null) {
                throw new IOException("no moov or no mdat");
            }
            return audio(movie, data);
        }
    }

    private static EncodedAudio audio(ByteBuffer movie, MediaData data) throws IOException {
        ByteBuffer track = required(movie, "trak");
        ByteBuffer media = required(track, "mdia");
        ByteBuffer table = required(required(media, "minf"), "stbl");
        int[] sizes = sizes(required(table, "stsz"));
        long sum = Arrays.stream(sizes).asLongStream().sum();
        if (sizes.length == 0 || sum != data.end() - data.start()) {
            throw new IOException(
                    "%d samples of %d bytes in an mdat of %d".formatted(sizes.length, sum, data.end() - data.start()));
        }
        // Version 0: ffmpeg takes version 1, with times of 64 bits, only for media of days.
        ByteBuffer header = required(media, "mdhd");
        int timescale = header.getInt(header.get(0) == 0 ? 12 : 20);
        return new EncodedAudio(
                timescale,
                whole(required(table, "stsd"), "stsd"),
                roll(find(table, "sgpd")),
                delay(find(track, "edts")),
                sizes,
                durations(required(table, "stts"), sizes.length),
                data.start());
    }

    private static int[] sizes(ByteBuffer box) throws IOException {
        int common = box.getInt(FULL_HEADER);
        int count = count(box, 8);
        int[] sizes = new int[count];
        for (int sample = 0; sample < count; sample++) {
            sizes[sample] = common != 0 ? common : box.getInt(12 + Integer.BYTES * sample);
        }
        return sizes;
    }

    private static int[] durations(ByteBuffer box, int samples) throws IOException {
        int[] durations = new int[samples];
        int at = 0;
        for (int entry = 0; entry < count(box, FULL_HEADER); entry++) {
            int run = box.getInt(8 + 8 * entry);
            if (run < 0 || run > samples - at) {
                throw new IOException("stts: more durations than samples");
            }
            Arrays.fill(durations, at, at + run, box.getInt(12 + 8 * entry));
            at += run;
        }
        if (at != samples) {
            throw new IOException("stts: %d durations for %d samples".formatted(at, samples));
        }
        return durations;
    }

    /** The media time at which the last edit begins; an empty edit before it is a late start, which is not kept. */
    private static long delay(@Nullable ByteBuffer edits) throws IOException {
        if (edits == null) {
            return 0;
        }
        ByteBuffer list = required(edits, "elst");
        boolean isLong = list.get(0) == 1;
        int entries = count(list, FULL_HEADER);
        if (entries == 0) {
            return 0;
        }
        int last = 8 + (entries - 1) * (isLong ? 20 : 12);
        return Math.max(0, isLong ? list.getLong(last + Long.BYTES) : list.getInt(last + Integer.BYTES));
    }

    private static int roll(@Nullable ByteBuffer groups) {
        return groups != null && groups.getInt(FULL_HEADER) == fourCc("roll") ? groups.getShort(16) : 0;
    }

    private static int count(ByteBuffer box, int at) throws IOException {
        int count = box.getInt(at);
        if (count < 0 || count > MAX_HEAD / Integer.BYTES) {
            throw new IOException("a table of %d entries".formatted(count));
        }
        return count;
    }

    private static ByteBuffer required(ByteBuffer parent, String type) throws IOException {
        ByteBuffer found = find(parent, type);
        if (found == null) {
            throw new IOException("no " + type);
        }
        return found;
    }

    /** The content of the first child of this type. */
    private static @Nullable ByteBuffer find(ByteBuffer parent, String type) throws IOException {
        for (int at = 0; at + HEADER <= parent.limit(); ) {
            int size = parent.getInt(at);
            if (size < HEADER || size > parent.limit() - at) {
                throw new IOException("box of %d bytes in %s".formatted(size, type));
            }
            if (parent.getInt(at + Integer.BYTES) == fourCc(type)) {
                return parent.slice(at + HEADER, size - HEADER);
            }
            at += size;
        }
        return null;
    }

    private static byte[] whole(ByteBuffer content, String type) {
        byte[] bytes = new byte[content.limit()];
        content.get(0, bytes);
        Boxes boxes = new Boxes();
        return boxes.box(type, () -> boxes.put(bytes)).toBytes();
    }

    private static String type(ByteBuffer header) {
        byte[] type = new byte[Integer.BYTES];
        header.get(Integer.BYTES, type);
        return new String(type, StandardCharsets.ISO_8859_1);
    }

    private static int fourCc(String type) {
        return ByteBuffer.wrap(type.getBytes(StandardCharsets.ISO_8859_1)).getInt();
    }

    private static ByteBuffer read(FileChannel channel, long at, int length) throws IOException {
        ByteBuffer bytes = ByteBuffer.allocate(length);
        while (bytes.hasRemaining()) {
            if (channel.read(bytes, at + bytes.position()) < 0) {
                throw new EOFException("%d bytes at %d".formatted(length, at));
            }
        }
        return bytes.flip();
    }
}
