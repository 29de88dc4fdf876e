package dev.legato.media.tags;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/**
 * An APE tag (version 1 or 2) at the end of a file, before an ID3v1 tag if there is one. In an mp3 neither jaudiotagger nor
 * ffprobe looks there; in the other formats ffprobe keeps one value per field only:
 *
 * <pre>
 * item …              length, flags (4 bytes each, little-endian), key, 0, value: UTF-8, several parted by 0
 * APETAGEX            then version, bytes from the first item to the footer's end, items, flags, 8 zeros
 * </pre>
 *
 * <p>Source: APE Tags Specification, Hydrogenaudio.
 */
final class ApeTag {
    private static final int FOOTER = 32;
    private static final int ID3V1 = 128;
    private static final int MAX_BYTES = 1 << 20;
    private static final int MAX_ITEMS = 200;
    private static final int MAX_VALUE = 64 << 10;
    private static final int BINARY = 0b110;
    private static final byte[] PREAMBLE = "APETAGEX".getBytes(StandardCharsets.US_ASCII);

    private ApeTag() {}

    /** The texts by lower-case key; empty if there is no such tag, or it is broken. */
    static Map<String, List<String>> read(Path file) throws IOException {
        try (FileChannel channel = FileChannel.open(file, StandardOpenOption.READ)) {
            for (long end : new long[] {channel.size(), channel.size() - ID3V1}) {
                ByteBuffer footer = bytes(channel, end - FOOTER, FOOTER);
                byte[] preamble = new byte[PREAMBLE.length];
                if (footer.remaining() == FOOTER) {
                    footer.get(preamble);
                }
                if (Arrays.equals(preamble, PREAMBLE)) {
                    int _ = footer.getInt();
                    int length = footer.getInt();
                    int items = footer.getInt();
                    return length < FOOTER || length > MAX_BYTES
                            ? Map.of()
                            : items(bytes(channel, end - length, length - FOOTER), Math.min(items, MAX_ITEMS));
                }
            }
            return Map.of();
        }
    }

    static Map<String, List<String>> items(ByteBuffer tag, int count) {
        Map<String, List<String>> values = new HashMap<>();
        for (int item = 0; item < count && tag.remaining() > 2 * Integer.BYTES; item++) {
            int length = tag.getInt();
            int flags = tag.getInt();
            StringBuilder key = new StringBuilder();
            for (int c = next(tag); c > 0; c = next(tag)) {
                key.append((char) c);
            }
            if (length < 0 || length > tag.remaining()) {
                break;
            }
            byte[] value = new byte[length];
            tag.get(value);
            if ((flags & BINARY) == 0 && length <= MAX_VALUE) {
                values.put(
                        key.toString().toLowerCase(Locale.ROOT),
                        List.of(new String(value, StandardCharsets.UTF_8).split("\0")));
            }
        }
        return values;
    }

    /** The next byte, or -1. */
    private static int next(ByteBuffer tag) {
        return tag.hasRemaining() ? tag.get() & 0xff : -1;
    }

    /** What of it is there. */
    private static ByteBuffer bytes(FileChannel channel, long from, int count) throws IOException {
        ByteBuffer buffer = ByteBuffer.allocate(count).order(ByteOrder.LITTLE_ENDIAN);
        for (int read = 0; from >= 0 && buffer.hasRemaining() && read >= 0; ) {
            read = channel.read(buffer, from + buffer.position());
        }
        return buffer.flip();
    }
}
