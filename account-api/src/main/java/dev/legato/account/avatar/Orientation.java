package dev.legato.account.avatar;

import java.awt.geom.AffineTransform;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Optional;

/**
 * How a camera was held, Exif 2.32 §4.6.4 A, tag 0x0112: cameras turn the note and not the picture. Of the Exif segment only this
 * entry of the first directory is read, in place: general readers keep a copy of every value, and values may overlap, so that a
 * segment of 64 KiB can stand for gigabytes.
 */
final class Orientation {
    private static final int UPRIGHT = 1;

    /** The marker that stands before segments of Exif, and that behind which pixels begin (ITU-T T.81 §B.1.1.3). */
    private static final int APP1 = 0xffe1;

    private static final int START_OF_SCAN = 0xffda;
    private static final int MARKER_BYTES = 2;

    /** {@code "Exif"} and two zeros. */
    private static final long EXIF = 0x4578_6966_0000L;

    private static final int EXIF_BYTES = 6;

    private static final short LITTLE_ENDIAN = 0x4949;
    private static final short BIG_ENDIAN = 0x4d4d;
    private static final int TIFF = 42;
    private static final int MAX_ENTRIES = 100;
    private static final int ENTRY_BYTES = 12;
    private static final int TAG = 0x0112;
    private static final int SHORT = 3;

    private Orientation() {}

    /** The value of a JPEG, 1 to 8; 1 if it says nothing that can be read. */
    static int of(byte[] jpeg) {
        try {
            return exif(ByteBuffer.wrap(jpeg)).map(Orientation::of).orElse(UPRIGHT);
        } catch (IndexOutOfBoundsException _) {
            return UPRIGHT; // a picture with a broken note is still a picture
        }
    }

    /** The TIFF structure of the first Exif segment. */
    private static Optional<ByteBuffer> exif(ByteBuffer jpeg) {
        int at = MARKER_BYTES;
        while (true) {
            int marker = Short.toUnsignedInt(jpeg.getShort(at));
            if (marker >>> 8 != 0xff || marker == START_OF_SCAN) {
                return Optional.empty();
            }
            // The length counts itself.
            int length = Short.toUnsignedInt(jpeg.getShort(at + MARKER_BYTES));
            int content = at + 2 * MARKER_BYTES;
            if (marker == APP1 && length >= MARKER_BYTES + EXIF_BYTES && isExif(jpeg, content)) {
                return Optional.of(jpeg.slice(content + EXIF_BYTES, length - MARKER_BYTES - EXIF_BYTES));
            }
            at += MARKER_BYTES + Math.max(length, MARKER_BYTES);
        }
    }

    private static boolean isExif(ByteBuffer jpeg, int at) {
        return ((long) jpeg.getInt(at) << 16 | Short.toUnsignedInt(jpeg.getShort(at + 4))) == EXIF;
    }

    private static int of(ByteBuffer tiff) {
        short order = tiff.getShort(0);
        if (order != LITTLE_ENDIAN && order != BIG_ENDIAN) {
            return UPRIGHT;
        }
        ByteBuffer data = tiff.order(order == LITTLE_ENDIAN ? ByteOrder.LITTLE_ENDIAN : ByteOrder.BIG_ENDIAN);
        int directory = data.getInt(4);
        if (data.getShort(2) != TIFF) {
            return UPRIGHT;
        }
        int entries = Math.min(Short.toUnsignedInt(data.getShort(directory)), MAX_ENTRIES);
        for (int i = 0; i < entries; i++) {
            int entry = directory + 2 + i * ENTRY_BYTES;
            if (data.getShort(entry) == TAG) {
                boolean one = data.getShort(entry + 2) == SHORT && data.getInt(entry + 4) == 1;
                return one ? Short.toUnsignedInt(data.getShort(entry + 8)) : UPRIGHT;
            }
        }
        return UPRIGHT;
    }

    /** Turns a square picture upright. */
    static AffineTransform upright(int orientation, int edge) {
        return switch (orientation) {
            case 2 -> new AffineTransform(-1, 0, 0, 1, edge, 0);
            case 3 -> new AffineTransform(-1, 0, 0, -1, edge, edge);
            case 4 -> new AffineTransform(1, 0, 0, -1, 0, edge);
            case 5 -> new AffineTransform(0, 1, 1, 0, 0, 0);
            case 6 -> new AffineTransform(0, 1, -1, 0, edge, 0);
            case 7 -> new AffineTransform(0, -1, -1, 0, edge, edge);
            case 8 -> new AffineTransform(0, -1, 1, 0, 0, edge);
            default -> new AffineTransform();
        };
    }
}
