package dev.legato.media.audio;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import javax.imageio.ImageIO;
import javax.imageio.ImageReader;
import javax.imageio.stream.FileImageInputStream;

/**
 * Cover pictures, taken out and scaled by ffmpeg: it reads WebP and CMYK too, and whatever a picture holds, its memory
 * is another process's and bounded.
 */
public final class CoverImages {
    private static final Duration LIMIT = Duration.ofSeconds(30);
    private static final String MAX_PIXELS = Integer.toString(100_000_000);

    private final Ffmpeg ffmpeg;

    public CoverImages(Ffmpeg ffmpeg) {
        this.ffmpeg = ffmpeg;
    }

    /** A picture's size in pixels. */
    public record Size(int width, int height) {}

    /**
     * Takes an embedded picture out as it is.
     *
     * @param stream its index in the file
     * @param maxBytes a larger picture is cut there, and cannot be read then
     */
    public void extract(Path file, int stream, long maxBytes, Path output) throws IOException, InterruptedException {
        byte[] _ = ffmpeg.run(
                LIMIT,
                List.of(
                        "-i",
                        url(file),
                        "-map",
                        "0:" + stream,
                        "-c",
                        "copy",
                        "-frames:v",
                        "1",
                        "-fs",
                        Long.toString(maxBytes),
                        "-f",
                        "image2",
                        "-update",
                        "1",
                        "-y",
                        url(output)));
    }

    /**
     * Writes a picture as JPEG that fits into a square; a smaller one is not blown up.
     *
     * @param edge of the square, in pixels
     */
    public void scale(Path image, int edge, Path output) throws IOException, InterruptedException {
        String fit = "scale='min(%1$d,iw)':'min(%1$d,ih)':force_original_aspect_ratio=decrease:flags=lanczos"
                .formatted(edge);
        byte[] _ = ffmpeg.run(
                LIMIT,
                List.of(
                        "-threads",
                        "1",
                        "-max_pixels",
                        MAX_PIXELS,
                        "-i",
                        url(image),
                        "-map",
                        "0:v:0",
                        "-map_metadata",
                        "-1",
                        "-frames:v",
                        "1",
                        "-vf",
                        fit + ",format=yuvj420p",
                        "-q:v",
                        "3",
                        "-threads",
                        "1",
                        "-f",
                        "image2",
                        "-update",
                        "1",
                        "-y",
                        url(output)));
    }

    /** The size of a JPEG, from its header. */
    public Size size(Path jpeg) throws IOException {
        ImageReader reader = ImageIO.getImageReadersByFormatName("jpeg").next();
        try (FileImageInputStream in = new FileImageInputStream(jpeg.toFile())) {
            reader.setInput(in, true, true);
            return new Size(reader.getWidth(0), reader.getHeight(0));
        } finally {
            reader.dispose();
        }
    }

    private static String url(Path file) {
        return "file:" + file.toAbsolutePath();
    }
}
