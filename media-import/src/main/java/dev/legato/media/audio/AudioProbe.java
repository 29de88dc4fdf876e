package dev.legato.media.audio;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Reads {@link AudioInfo} by ffprobe. */
public final class AudioProbe {
    private static final Duration LIMIT = Duration.ofSeconds(30);
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
        AudioInfo info = info(root, Files.size(file));
        if (info.durationMs() > AudioEncoder.LONGEST.toMillis()) {
            throw new FfmpegException("lasts %d h (expected: <= %d)"
                    .formatted(Duration.ofMillis(info.durationMs()).toHours(), AudioEncoder.LONGEST.toHours()));
        }
        return info;
    }

    static AudioInfo info(JsonNode root, long bytes) throws FfmpegException {
        JsonNode audio = null;
        Integer cover = null;
        for (JsonNode stream : root.path("streams")) {
            if (audio == null && stream.path("codec_type").asText().equals("audio")) {
                audio = stream;
            }
            if (cover == null && stream.path("disposition").path("attached_pic").asInt() == 1) {
                cover = stream.path("index").asInt();
            }
        }
        if (audio == null) {
            throw new FfmpegException("holds no audio");
        }
        if (root.findValuesAsText("side_data_type").contains("Encryption info")) {
            throw new FfmpegException("is encrypted");
        }
        JsonNode format = root.path("format");
        double seconds = seconds(audio, seconds(format, 0));
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
                audio.path("sample_rate").asInt(),
                audio.path("channels").asInt(),
                Math.round(seconds * 1000),
                bitrate,
                cover,
                tags);
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
