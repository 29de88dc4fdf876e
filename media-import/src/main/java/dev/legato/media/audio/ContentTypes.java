package dev.legato.media.audio;

import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** Media types of originals, with codecs where the container can hold several (RFC 4281, RFC 6381). */
public final class ContentTypes {
    private static final Container MP3 = new Container("audio/mpeg", "mp3");
    private static final Container FLAC = new Container("audio/flac", "flac");
    private static final Container WAV = new Container("audio/wav", "wav");
    private static final Container AIFF = new Container("audio/aiff", "aiff");
    private static final Container OGG = new Container("audio/ogg", "ogg");
    private static final Container MP4 = new Container("audio/mp4", "mov,mp4,m4a,3gp,3g2,mj2");
    private static final Container MATROSKA = new Container("audio/x-matroska", "matroska,webm");

    private static final Map<String, Container> BY_EXTENSION = Map.ofEntries(
            Map.entry("mp3", MP3),
            Map.entry("flac", FLAC),
            Map.entry("wav", WAV),
            Map.entry("aiff", AIFF),
            Map.entry("aif", AIFF),
            Map.entry("ogg", OGG),
            Map.entry("oga", OGG),
            Map.entry("opus", OGG),
            Map.entry("m4a", MP4),
            Map.entry("m4b", MP4),
            Map.entry("mp4", MP4),
            Map.entry("mka", MATROSKA),
            Map.entry("webm", new Container("audio/webm", "matroska,webm")),
            Map.entry("aac", new Container("audio/aac", "aac")),
            Map.entry("caf", new Container("audio/x-caf", "caf")),
            Map.entry("wma", new Container("audio/x-ms-wma", "asf")),
            Map.entry("wv", new Container("audio/x-wavpack", "wv")),
            Map.entry("ape", new Container("audio/x-ape", "ape")),
            Map.entry("tta", new Container("audio/x-tta", "tta")),
            Map.entry("mpc", new Container("audio/x-musepack", "mpc", "mpc8")),
            Map.entry("dsf", new Container("audio/x-dsf", "dsf")));

    /** Audio in formats that ffmpeg cannot decode, or that hold notes instead of sound. */
    private static final Set<String> NOT_IMPORTED = Set.of(
            "aa", "aax", "aaxc", "ac3", "amr", "au", "dff", "dts", "it", "kar", "m4p", "mid", "midi", "mod", "mp2",
            "ofr", "ra", "ram", "rm", "s3m", "shn", "snd", "spx", "tak", "thd", "voc", "vqf", "w64", "wvc", "xm");

    /**
     * A kind of file.
     *
     * @param type its media type
     * @param formats what ffprobe calls it
     */
    private record Container(String type, Set<String> formats) {
        Container(String type, String... formats) {
            this(type, Set.of(formats));
        }
    }

    private ContentTypes() {}

    /** All that ffmpeg may take a file of music for, parted by commas. */
    static String formats() {
        return BY_EXTENSION.values().stream()
                .flatMap(container -> container.formats().stream())
                .distinct()
                .sorted()
                .collect(Collectors.joining(","));
    }

    /** Whether a container is the one that files of this extension are in; other extensions say nothing. */
    static boolean isOf(String extension, String format) {
        Container container = BY_EXTENSION.get(extension.toLowerCase(Locale.ROOT));
        return container == null || container.formats().contains(format);
    }

    /** Whether files of this extension (in any case) are music to import. */
    public static boolean isMusic(String extension) {
        return BY_EXTENSION.containsKey(extension.toLowerCase(Locale.ROOT));
    }

    /** Whether files of this extension (in any case) are audio that is not imported. */
    public static boolean isOtherAudio(String extension) {
        return NOT_IMPORTED.contains(extension.toLowerCase(Locale.ROOT));
    }

    /** The media type of a file. */
    public static String of(String extension, AudioInfo info) {
        Container container = BY_EXTENSION.get(extension.toLowerCase(Locale.ROOT));
        String type = container == null ? "application/octet-stream" : container.type();
        return switch (type) {
            case "audio/ogg", "audio/webm" -> "%s; codecs=\"%s\"".formatted(type, info.codec());
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
