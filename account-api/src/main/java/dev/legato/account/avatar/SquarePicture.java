package dev.legato.account.avatar;

import java.awt.Color;
import java.awt.Graphics2D;
import java.awt.RenderingHints;
import java.awt.geom.AffineTransform;
import java.awt.image.BufferedImage;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.util.Iterator;
import java.util.Locale;
import javax.imageio.IIOImage;
import javax.imageio.ImageIO;
import javax.imageio.ImageReadParam;
import javax.imageio.ImageReader;
import javax.imageio.ImageWriteParam;
import javax.imageio.ImageWriter;
import javax.imageio.stream.ImageInputStream;
import javax.imageio.stream.MemoryCacheImageInputStream;
import javax.imageio.stream.MemoryCacheImageOutputStream;

/**
 * Makes a square JPEG of {@value #EDGE} px of a PNG, JPEG or WebP: its middle, upright, transparent parts white, without any of
 * its metadata. A picture's size is read from its head before a pixel is decoded, because a few kilobytes can stand for
 * gigabytes of pixels.
 */
final class SquarePicture {
    /** Of the square, in pixels. */
    static final int EDGE = 256;

    /** Of either side. */
    static final int MAX_SIDE = 8_192;

    /** 16 megapixels take 64 MiB while they are decoded. */
    static final long MAX_PIXELS = 16_000_000;

    /** Of a JPEG: each is a pass over all pixels, and a kilobyte can hold many. Cameras and programs write up to a dozen. */
    static final int MAX_SCANS = 50;

    private static final float QUALITY = .86f;

    private SquarePicture() {}

    static byte[] of(byte[] bytes) throws PictureException {
        PictureKind kind = PictureKind.of(bytes)
                .orElseThrow(() -> new PictureException("This is no picture (expected: PNG, JPEG or WebP)."));
        if (kind == PictureKind.JPEG && scans(bytes) > MAX_SCANS) {
            throw new PictureException(
                    "The picture has more than %d scans (expected: a JPEG of fewer).".formatted(MAX_SCANS));
        }
        try {
            int orientation = kind == PictureKind.JPEG ? Orientation.of(bytes) : 1;
            BufferedImage square = square(decoded(kind, bytes));
            return jpeg(turned(square, Orientation.upright(orientation, EDGE)));
        } catch (IOException | RuntimeException _) { // readers throw both at what is damaged
            throw new PictureException("The picture is damaged.");
        }
    }

    /** At least as many scans as a decoder may find: pixels never hold their marker, FF DA (ITU-T T.81 §B.1.1.2). */
    private static int scans(byte[] jpeg) {
        int scans = 0;
        for (int i = 1; i < jpeg.length; i++) {
            if (jpeg[i - 1] == (byte) 0xff && jpeg[i] == (byte) 0xda) {
                scans++;
            }
        }
        return scans;
    }

    private static BufferedImage decoded(PictureKind kind, byte[] bytes) throws IOException, PictureException {
        Iterator<ImageReader> readers =
                ImageIO.getImageReadersByFormatName(kind.name().toLowerCase(Locale.ROOT));
        if (!readers.hasNext()) {
            throw new IllegalStateException("no reader for " + kind);
        }
        ImageReader reader = readers.next();
        try (ImageInputStream in = new MemoryCacheImageInputStream(new ByteArrayInputStream(bytes))) {
            reader.setInput(in, true, true);
            int width = reader.getWidth(0);
            int height = reader.getHeight(0);
            requireSize(width, height);
            ImageReadParam parameters = reader.getDefaultReadParam();
            // Twice the edge is enough to scale from.
            int step = Math.max(1, Math.min(width, height) / (2 * EDGE));
            parameters.setSourceSubsampling(step, step, 0, 0);
            return reader.read(0, parameters);
        } finally {
            reader.dispose();
        }
    }

    private static void requireSize(int width, int height) throws PictureException {
        if (width < 1 || height < 1 || width > MAX_SIDE || height > MAX_SIDE || (long) width * height > MAX_PIXELS) {
            throw new PictureException(
                    "The picture is %d × %d pixels (expected: sides of up to %d, %d megapixels in all)."
                            .formatted(width, height, MAX_SIDE, MAX_PIXELS / 1_000_000));
        }
    }

    private static BufferedImage square(BufferedImage image) {
        int side = Math.min(image.getWidth(), image.getHeight());
        int left = (image.getWidth() - side) / 2;
        int top = (image.getHeight() - side) / 2;
        BufferedImage square = blank();
        Graphics2D canvas = canvas(square);
        try {
            canvas.drawImage(image, 0, 0, EDGE, EDGE, left, top, left + side, top + side, Color.WHITE, null);
        } finally {
            canvas.dispose();
        }
        return square;
    }

    private static BufferedImage turned(BufferedImage square, AffineTransform how) {
        if (how.isIdentity()) {
            return square;
        }
        BufferedImage turned = blank();
        Graphics2D canvas = canvas(turned);
        try {
            canvas.drawImage(square, how, null);
        } finally {
            canvas.dispose();
        }
        return turned;
    }

    private static BufferedImage blank() {
        return new BufferedImage(EDGE, EDGE, BufferedImage.TYPE_INT_RGB);
    }

    private static Graphics2D canvas(BufferedImage image) {
        Graphics2D canvas = image.createGraphics();
        canvas.setRenderingHint(RenderingHints.KEY_INTERPOLATION, RenderingHints.VALUE_INTERPOLATION_BICUBIC);
        canvas.setRenderingHint(RenderingHints.KEY_RENDERING, RenderingHints.VALUE_RENDER_QUALITY);
        return canvas;
    }

    private static byte[] jpeg(BufferedImage image) throws IOException {
        ImageWriter writer = ImageIO.getImageWritersByFormatName("jpeg").next();
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (MemoryCacheImageOutputStream out = new MemoryCacheImageOutputStream(bytes)) {
            writer.setOutput(out);
            ImageWriteParam parameters = writer.getDefaultWriteParam();
            parameters.setCompressionMode(ImageWriteParam.MODE_EXPLICIT);
            parameters.setCompressionQuality(QUALITY);
            writer.write(null, new IIOImage(image, null, null), parameters);
        } finally {
            writer.dispose();
        }
        return bytes.toByteArray();
    }
}
