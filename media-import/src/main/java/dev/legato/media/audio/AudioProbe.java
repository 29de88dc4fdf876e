package dev.legato.media.audio;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Reads {@link AudioInfo} by ffprobe. */
public final class AudioProbe {
    private static final Duration LIMIT = Duration.ofSeconds(30);
    private static final Duration DECODING_LIMIT = Duration.ofMinutes(10);
    /** Reported again and again while ffmpeg decodes, last at the end. */
    private static final Pattern BYTES_WRITTEN = Pattern.compile("total_size=(\\d{1,18})");

    /** Pictures that some taggers store as a track instead of as an attachment: covers, and chapters' images. */
    private static final Set<String> PICTURES = Set.of("mjpeg", "png", "gif", "bmp", "webp", "tiff");

    /** Read to see whether they are encrypted, which no header of a file tells; the first may be a picture. */
    private static final int PACKETS = 4;

    private static final ObjectMapper JSON = new ObjectMapper();

    private final Ffmpeg ffmpeg;

    public AudioProbe(Ffmpeg ffmpeg) {
        this.ffmpeg = ffmpeg;
    }

    /**
     * Looks into a file.
     *
     * @throws FfmpegException if it holds no audio that can be read
     */
    public AudioInfo read(Path file) throws IOException, InterruptedException {
        List<String> arguments = new ArrayList<>(List.of(
                "-of", "json", "-show_format", "-show_streams", "-show_packets", "-read_intervals", "%+#" + PACKETS));
        arguments.addAll(Ffmpeg.music(file));
        byte[] output = ffmpeg.probe(LIMIT, arguments);
        JsonNode root = JSON.readTree(output);
        String name = file.toString();
        String extension = name.substring(name.lastIndexOf('.') + 1);
        String format = root.path("format").path("format_name").asText();
        if (!ContentTypes.isOf(extension, format)) {
            throw new FfmpegException("holds %s, which is not what .%s says".formatted(format, extension));
        }
        AudioInfo info = info(root, Files.size(file), () -> decodedSamples(file));
        if (info.durationMs() > AudioEncoder.LONGEST.toMillis()) {
            throw new FfmpegException("lasts %d h (expected: <= %d)"
                    .formatted(Duration.ofMillis(info.durationMs()).toHours(), AudioEncoder.LONGEST.toHours()));
        }
        return info;
    }

    /** Finds out how long a stream is that does not say it, in samples. */
    @FunctionalInterface
    private interface LengthByDecoding {
        long samples() throws IOException, InterruptedException;
    }

    /** Decodes the whole file, one byte per sample: FLAC written to a pipe lacks its total, which is filled in last. */
    private long decodedSamples(Path file) throws IOException, InterruptedException {
        List<String> arguments = new ArrayList<>(Ffmpeg.music(file));
        arguments.addAll(List.of("-map", "0:a:0", "-ac", "1", "-c:a", "pcm_u8", "-f", "u8"));
        arguments.addAll(List.of("-progress", "pipe:1", "-stats_period", "60", "-y", "file:/dev/null"));
        String progress = new String(ffmpeg.run(DECODING_LIMIT, arguments), StandardCharsets.US_ASCII);
        return BYTES_WRITTEN
                .matcher(progress)
                .results()
                .mapToLong(size -> Long.parseLong(size.group(1)))
                .max()
                .orElse(0);
    }

    private static AudioInfo info(JsonNode root, long bytes, LengthByDecoding unsaid)
            throws IOException, InterruptedException {
        JsonNode audio = null;
        Integer cover = null;
        for (JsonNode stream : root.path("streams")) {
            if (audio == null && stream.path("codec_type").asText().equals("audio")) {
                audio = stream;
            }
            if (cover == null && stream.path("disposition").path("attached_pic").asInt() == 1) {
                cover = stream.path("index").asInt();
            } else if (isVideo(stream)) {
                throw new FfmpegException("holds a video (expected: audio)");
            }
        }
        if (audio == null) {
            throw new FfmpegException("holds no audio");
        }
        if (root.findValuesAsText("side_data_type").contains("Encryption info")) {
            throw new FfmpegException("is encrypted");
        }
        JsonNode format = root.path("format");
        double said = seconds(audio, seconds(format, 0));
        int sampleRate = audio.path("sample_rate").asInt();
        double seconds = said > 0 || sampleRate <= 0 ? said : (double) unsaid.samples() / sampleRate;
        if (seconds <= 0) {
            throw new FfmpegException("holds no audio that lasts");
        }
        int bitrate = audio.path("bit_rate").asInt((int) Math.min(Integer.MAX_VALUE, bytes * Byte.SIZE / seconds));
        Map<String, String> tags = new HashMap<>();
        putTags(tags, audio);
        putTags(tags, format);
        return new AudioInfo(
                audio.path("codec_name").asText("unknown"),
                text(audio.get("profile")),
                sampleRate,
                audio.path("bits_per_raw_sample").asInt(),
                audio.path("channels").asInt(),
                Math.round(seconds * 1000),
                bitrate,
                cover,
                tags);
    }

    private static boolean isVideo(JsonNode stream) {
        return stream.path("codec_type").asText().equals("video")
                && stream.path("disposition").path("attached_pic").asInt() == 0
                && !PICTURES.contains(stream.path("codec_name").asText());
    }

    private static double seconds(JsonNode node, double otherwise) {
        return node.path("duration").asDouble(otherwise);
    }

    private static @Nullable String text(@Nullable JsonNode node) {
        return node == null ? null : node.asText();
    }

    private static void putTags(Map<String, String> tags, JsonNode node) {
        node.path("tags")
                .properties()
                .forEach(tag -> tags.put(
                        tag.getKey().toLowerCase(Locale.ROOT), tag.getValue().asText()));
    }
}
