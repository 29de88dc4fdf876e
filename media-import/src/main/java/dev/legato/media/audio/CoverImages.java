package dev.legato.media.audio;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.awt.image.BufferedImage;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
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

    private static final Map<String, String> EXTENSIONS =
            Map.of("mjpeg", "jpg", "png", "png", "webp", "webp", "gif", "gif");
    private static final ObjectMapper JSON = new ObjectMapper();

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
        List<String> arguments = new ArrayList<>(Ffmpeg.music(file));
        arguments.addAll(List.of("-map", "0:" + stream, "-c", "copy", "-fs", Long.toString(maxBytes)));
        arguments.addAll(onePicture(output));
        byte[] _ = ffmpeg.run(LIMIT, arguments);
    }

    /**
     * Writes a picture as JPEG that fits into a square; a smaller one is not blown up.
     *
     * @param edge of the square, in pixels
     */
    public void scale(Path image, int edge, Path output) throws IOException, InterruptedException {
        String fit = "scale='min(%1$d,iw)':'min(%1$d,ih)':force_original_aspect_ratio=decrease:flags=lanczos"
                .formatted(edge);
        List<String> arguments = new ArrayList<>(List.of("-threads", "1", "-max_pixels", MAX_PIXELS));
        arguments.addAll(Ffmpeg.picture(image));
        arguments.addAll(List.of("-map", "0:v:0", "-map_metadata", "-1", "-vf", fit + ",format=yuvj420p"));
        arguments.addAll(List.of("-q:v", "3", "-threads", "1"));
        arguments.addAll(onePicture(output));
        byte[] _ = ffmpeg.run(LIMIT, arguments);
    }

    private static List<String> onePicture(Path output) {
        return List.of("-frames:v", "1", "-f", "image2", "-update", "1", "-y", "file:" + output.toAbsolutePath());
    }

    /** A picture as it is: its file name's extension, and its size. */
    public record Kind(String extension, Size size) {}

    /** What a picture is; empty if browsers don't show its format. */
    public Optional<Kind> kind(Path image) throws IOException, InterruptedException {
        List<String> arguments = new ArrayList<>(
                List.of("-of", "json", "-select_streams", "v:0", "-show_entries", "stream=codec_name,width,height"));
        arguments.addAll(Ffmpeg.picture(image));
        JsonNode stream =
                JSON.readTree(ffmpeg.probe(LIMIT, arguments)).path("streams").path(0);
        String extension = EXTENSIONS.get(stream.path("codec_name").asText());
        Size size = new Size(stream.path("width").asInt(), stream.path("height").asInt());
        return extension == null || size.width() < 1 || size.height() < 1
                ? Optional.empty()
                : Optional.of(new Kind(extension, size));
    }

    /** The colour a JPEG is remembered by, as {@code #rrggbb}; the JPEG is one of ours, hence small. */
    public String colour(Path jpeg) throws IOException {
        BufferedImage image = ImageIO.read(jpeg.toFile());
        if (image == null) {
            throw new IOException("no picture: " + jpeg.getFileName());
        }
        return DominantColour.of(image);
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
}
