package dev.legato.allinone;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/** Looks at fragmented MP4 with eyes of its own (ISO/IEC 14496-12), as far as manifests speak of it. */
final class Mp4Check {
    private Mp4Check() {}

    /** A box in its file; {@code content} is without its header. */
    record Box(String type, int start, int size, ByteBuffer content) {}

    /** A reference of {@code sidx}, in bytes and in the timescale. */
    record Reference(int bytes, int duration) {}

    /** What {@code sidx} says. */
    record Index(int timescale, long earliest, long firstOffset, List<Reference> references) {}

    static List<Box> boxes(byte[] bytes) {
        return boxes(ByteBuffer.wrap(bytes));
    }

    static List<Box> boxes(ByteBuffer bytes) {
        List<Box> boxes = new ArrayList<>();
        for (int at = 0; at < bytes.limit(); ) {
            int size = bytes.getInt(at);
            assertTrue(size >= 8 && size <= bytes.limit() - at, "box of %d bytes at %d".formatted(size, at));
            byte[] type = new byte[4];
            bytes.get(at + 4, type);
            boxes.add(new Box(new String(type, StandardCharsets.ISO_8859_1), at, size, bytes.slice(at + 8, size - 8)));
            at += size;
        }
        return boxes;
    }

    static List<String> types(byte[] bytes) {
        return boxes(bytes).stream().map(Box::type).toList();
    }

    /** A box within boxes, by its path. */
    static ByteBuffer find(byte[] bytes, String... path) {
        ByteBuffer content = ByteBuffer.wrap(bytes);
        for (String type : path) {
            content = boxes(content).stream()
                    .filter(box -> box.type().equals(type))
                    .findFirst()
                    .orElseThrow(() -> new AssertionError("no " + type))
                    .content();
        }
        return content;
    }

    /** A range that is one {@code sidx} and nothing else. */
    static Index index(byte[] range) {
        assertEquals(List.of("sidx"), types(range));
        ByteBuffer sidx = find(range, "sidx");
        assertEquals(1, sidx.get(0), "version");
        List<Reference> references = new ArrayList<>();
        int count = Short.toUnsignedInt(sidx.getShort(30));
        assertEquals(32 + 12 * count, sidx.limit());
        for (int at = 32; at < sidx.limit(); at += 12) {
            assertTrue(sidx.getInt(at) > 0, "a reference to media, not to an index");
            assertEquals(0x9000_0000, sidx.getInt(at + 8), "starts with a SAP of type 1");
            references.add(new Reference(sidx.getInt(at), sidx.getInt(at + 4)));
        }
        return new Index(sidx.getInt(8), sidx.getLong(12), sidx.getLong(20), references);
    }

    /** A range that is one segment, {@code moof} and {@code mdat}; returns its decode time. */
    static long segment(byte[] range, int number) {
        assertEquals(List.of("moof", "mdat"), types(range));
        assertEquals(number, find(range, "moof", "mfhd").getInt(4));
        ByteBuffer header = find(range, "moof", "traf", "tfhd");
        assertEquals(0x02_0000, header.getInt(0) & 0xff_ffff, "default-base-is-moof and nothing else");
        ByteBuffer run = find(range, "moof", "traf", "trun");
        int flags = run.getInt(0) & 0xff_ffff;
        int samples = run.getInt(4);
        Box data = boxes(range).getLast();
        assertEquals(data.start() + 8, run.getInt(8), "data offset");
        boolean durations = (flags & 0x100) != 0;
        int bytes = 0;
        for (int sample = 0; sample < samples; sample++) {
            bytes += run.getInt(12 + (durations ? 8 * sample + 4 : 4 * sample));
        }
        assertEquals(data.size() - 8, bytes, "samples fill mdat");
        return find(range, "moof", "traf", "tfdt").getLong(4);
    }
}
