package dev.legato.media.audio;

import java.util.Locale;
import java.util.Map;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** Media types of originals, with codecs where the container can hold several (RFC 4281, RFC 6381). */
public final class ContentTypes {
    private static final Map<String, String> BY_EXTENSION = Map.of(
            "mp3", "audio/mpeg",
            "flac", "audio/flac",
            "wav", "audio/wav",
            "aiff", "audio/aiff",
            "aif", "audio/aiff",
            "ogg", "audio/ogg",
            "oga", "audio/ogg",
            "opus", "audio/ogg",
            "m4a", "audio/mp4");

    /** What ffprobe calls the containers. */
    private static final Map<String, String> FORMATS = Map.of(
            "audio/mpeg", "mp3",
            "audio/flac", "flac",
            "audio/wav", "wav",
            "audio/aiff", "aiff",
            "audio/ogg", "ogg",
            "audio/mp4", "mov,mp4,m4a,3gp,3g2,mj2");

    private ContentTypes() {}

    /** All that ffmpeg may take a file of music for, parted by commas. */
    static String formats() {
        return FORMATS.values().stream().distinct().sorted().collect(Collectors.joining(","));
    }

    /** Whether a container is the one that files of this extension are in; other extensions say nothing. */
    static boolean isOf(String extension, String format) {
        String type = BY_EXTENSION.getOrDefault(extension.toLowerCase(Locale.ROOT), "");
        return type.isEmpty() || format.equals(FORMATS.get(type));
    }

    /** Whether files of this extension (in any case) are music to import. */
    public static boolean isMusic(String extension) {
        return BY_EXTENSION.containsKey(extension.toLowerCase(Locale.ROOT));
    }

    /** The media type of a file. */
    public static String of(String extension, AudioInfo info) {
        String type = BY_EXTENSION.getOrDefault(extension.toLowerCase(Locale.ROOT), "application/octet-stream");
        return switch (type) {
            case "audio/ogg" -> "audio/ogg; codecs=\"%s\"".formatted(info.codec());
            case "audio/mp4" -> "audio/mp4; codecs=\"%s\"".formatted(mp4Codec(info.codec(), info.profile()));
            default -> type;
        };
    }

    private static String mp4Codec(String codec, @Nullable String profile) {
        return switch (codec) {
            case "aac" -> "mp4a.40." + audioObjectType(profile == null ? "LC" : profile);
            case "mp3" -> "mp4a.6B";
            case "flac" -> "fLaC";
            case "opus" -> "Opus";
            case "ac3" -> "ac-3";
            case "eac3" -> "ec-3";
            default -> codec;
        };
    }

    /** ISO/IEC 14496-3 table 1.17. */
    private static int audioObjectType(String profile) {
        return switch (profile) {
            case "Main" -> 1;
            case "SSR" -> 3;
            case "LTP" -> 4;
            case "HE-AAC" -> 5;
            case "HE-AACv2" -> 29;
            default -> 2;
        };
    }
}
