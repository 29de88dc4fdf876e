package dev.legato.account.avatar;

import com.twelvemonkeys.imageio.metadata.Entry;
import com.twelvemonkeys.imageio.metadata.jpeg.JPEG;
import com.twelvemonkeys.imageio.metadata.jpeg.JPEGSegment;
import com.twelvemonkeys.imageio.metadata.jpeg.JPEGSegmentUtil;
import com.twelvemonkeys.imageio.metadata.tiff.TIFF;
import com.twelvemonkeys.imageio.metadata.tiff.TIFFReader;
import java.awt.geom.AffineTransform;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.util.List;
import javax.imageio.stream.MemoryCacheImageInputStream;

/** How a camera was held, Exif 2.32 §4.6.4 A, tag 0x0112: cameras turn the note and not the picture. */
final class Orientation {
    private static final int UPRIGHT = 1;

    private Orientation() {}

    /** The value of a JPEG, 1 to 8; 1 if it says nothing that can be read. */
    static int of(byte[] jpeg) {
        try (MemoryCacheImageInputStream in = new MemoryCacheImageInputStream(new ByteArrayInputStream(jpeg))) {
            List<JPEGSegment> segments = JPEGSegmentUtil.readSegments(in, JPEG.APP1, "Exif");
            return segments.isEmpty() ? UPRIGHT : of(segments.getFirst());
        } catch (IOException | RuntimeException _) {
            return UPRIGHT; // a picture with a broken note is still a picture
        }
    }

    private static int of(JPEGSegment exif) throws IOException {
        try (InputStream data = exif.data()) {
            int _ = data.read(); // the second zero behind "Exif"
            Entry entry =
                    new TIFFReader().read(new MemoryCacheImageInputStream(data)).getEntryById(TIFF.TAG_ORIENTATION);
            return entry != null && entry.getValue() instanceof Number value ? value.intValue() : UPRIGHT;
        }
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
