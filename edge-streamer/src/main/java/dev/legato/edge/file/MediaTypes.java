package dev.legato.edge.file;

import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import java.util.regex.Pattern;

/**
 * Content types by the extension of a file name: the type registered with IANA if there is one, else the type that
 * players and other servers use.
 *
 * @param byExtension types by extension in lower case
 */
public record MediaTypes(Map<String, String> byExtension) {
    private static final String UNKNOWN = "application/octet-stream";
    private static final Pattern EXTENSION = Pattern.compile("[a-z0-9]{1,16}");

    /** RFC 9110 §8.3.1, its parameters' values as tokens or quoted. */
    private static final Pattern TYPE = Pattern.compile(
            "T/T(; ?T=(T|\"[^\"\\\\\\p{Cntrl}\\P{ASCII}]*\"))*".replace("T", "[A-Za-z0-9!#$%&'*+.^_`|~-]{1,64}"));

    private static final Map<String, String> KNOWN = Map.ofEntries(
            Map.entry("aac", "audio/aac"),
            Map.entry("ac3", "audio/ac3"),
            Map.entry("aif", "audio/aiff"),
            Map.entry("aifc", "audio/aiff"),
            Map.entry("aiff", "audio/aiff"),
            Map.entry("amr", "audio/amr"),
            Map.entry("ape", "audio/x-ape"),
            Map.entry("au", "audio/basic"),
            Map.entry("avif", "image/avif"),
            Map.entry("bmp", "image/bmp"),
            Map.entry("caf", "audio/x-caf"),
            Map.entry("css", "text/css; charset=utf-8"),
            Map.entry("csv", "text/csv; charset=utf-8"),
            Map.entry("cue", "text/plain; charset=utf-8"),
            Map.entry("dff", "audio/x-dff"),
            Map.entry("dsf", "audio/x-dsf"),
            Map.entry("eac3", "audio/eac3"),
            Map.entry("flac", "audio/flac"),
            Map.entry("gif", "image/gif"),
            Map.entry("heic", "image/heic"),
            Map.entry("htm", "text/html; charset=utf-8"),
            Map.entry("html", "text/html; charset=utf-8"),
            Map.entry("ico", "image/vnd.microsoft.icon"),
            Map.entry("jpeg", "image/jpeg"),
            Map.entry("jpg", "image/jpeg"),
            Map.entry("js", "text/javascript; charset=utf-8"),
            Map.entry("json", "application/json"),
            Map.entry("jxl", "image/jxl"),
            Map.entry("log", "text/plain; charset=utf-8"),
            Map.entry("lrc", "text/plain; charset=utf-8"),
            Map.entry("m3u", "audio/mpegurl"),
            Map.entry("m3u8", "application/vnd.apple.mpegurl"),
            Map.entry("m4a", "audio/mp4"),
            Map.entry("m4b", "audio/mp4"),
            Map.entry("m4r", "audio/mp4"),
            Map.entry("m4s", "audio/mp4"),
            Map.entry("m4v", "video/mp4"),
            Map.entry("md", "text/markdown; charset=utf-8"),
            Map.entry("mid", "audio/midi"),
            Map.entry("midi", "audio/midi"),
            Map.entry("mjs", "text/javascript; charset=utf-8"),
            Map.entry("mka", "audio/matroska"),
            Map.entry("mkv", "video/matroska"),
            Map.entry("mov", "video/quicktime"),
            Map.entry("mp1", "audio/mpeg"),
            Map.entry("mp2", "audio/mpeg"),
            Map.entry("mp3", "audio/mpeg"),
            Map.entry("mp4", "video/mp4"),
            Map.entry("mpa", "audio/mpeg"),
            Map.entry("mpc", "audio/x-musepack"),
            Map.entry("mpd", "application/dash+xml"),
            Map.entry("nfo", "text/plain; charset=utf-8"),
            Map.entry("ofr", "audio/x-ofr"),
            Map.entry("oga", "audio/ogg"),
            Map.entry("ogg", "audio/ogg"),
            Map.entry("ogv", "video/ogg"),
            Map.entry("opus", "audio/ogg; codecs=opus"),
            Map.entry("pdf", "application/pdf"),
            Map.entry("pls", "audio/x-scpls"),
            Map.entry("png", "image/png"),
            Map.entry("ra", "audio/vnd.rn-realaudio"),
            Map.entry("rf64", "audio/wav"),
            Map.entry("shn", "audio/x-shorten"),
            Map.entry("snd", "audio/basic"),
            Map.entry("spx", "audio/ogg; codecs=speex"),
            Map.entry("srt", "text/plain; charset=utf-8"),
            Map.entry("svg", "image/svg+xml"),
            Map.entry("tak", "audio/x-tak"),
            Map.entry("tif", "image/tiff"),
            Map.entry("tiff", "image/tiff"),
            Map.entry("ts", "video/mp2t"),
            Map.entry("tta", "audio/x-tta"),
            Map.entry("ttml", "application/ttml+xml"),
            Map.entry("txt", "text/plain; charset=utf-8"),
            Map.entry("vtt", "text/vtt; charset=utf-8"),
            Map.entry("w64", "audio/x-w64"),
            Map.entry("wasm", "application/wasm"),
            Map.entry("wav", "audio/wav"),
            Map.entry("weba", "audio/webm"),
            Map.entry("webm", "video/webm"),
            Map.entry("webp", "image/webp"),
            Map.entry("wma", "audio/x-ms-wma"),
            Map.entry("wv", "audio/x-wavpack"),
            Map.entry("xml", "application/xml"),
            Map.entry("xspf", "application/xspf+xml"),
            Map.entry("zip", "application/zip"));

    public MediaTypes {
        byExtension = Map.copyOf(byExtension);
    }

    /**
     * Returns the known types with others added, which replace known ones.
     *
     * @param more by extension in lower case, without its dot
     * @throws IllegalArgumentException if an extension or a type is malformed
     */
    public static MediaTypes with(Map<String, String> more) {
        more.forEach((extension, type) -> {
            if (!EXTENSION.matcher(extension).matches()) {
                throw new IllegalArgumentException(
                        "extension '%s' (expected: 1 to 16 of a-z 0-9, without a dot)".formatted(extension));
            }
            if (!TYPE.matcher(type).matches()) {
                throw new IllegalArgumentException(
                        "%s: '%s' (expected: a type like audio/flac or text/plain; charset=utf-8)"
                                .formatted(extension, type));
            }
        });
        Map<String, String> all = new HashMap<>(KNOWN);
        all.putAll(more);
        return new MediaTypes(all);
    }

    /** The type of the object with a key; {@code application/octet-stream} if its extension is unknown. */
    String of(String key) {
        int dot = key.lastIndexOf('.');
        return dot < key.lastIndexOf('/')
                ? UNKNOWN
                : byExtension.getOrDefault(key.substring(dot + 1).toLowerCase(Locale.ROOT), UNKNOWN);
    }
}
