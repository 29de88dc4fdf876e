package dev.legato.media.tags;

import dev.legato.media.audio.AudioInfo;
import java.io.IOException;
import java.nio.file.Path;
import java.util.EnumMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.logging.Level;
import java.util.logging.Logger;
import org.jaudiotagger.audio.AudioFileIO;
import org.jaudiotagger.audio.exceptions.CannotReadException;
import org.jaudiotagger.audio.exceptions.InvalidAudioFrameException;
import org.jaudiotagger.audio.exceptions.ReadOnlyFileException;
import org.jaudiotagger.tag.FieldKey;
import org.jaudiotagger.tag.Tag;
import org.jaudiotagger.tag.TagException;
import org.jaudiotagger.tag.id3.AbstractID3v2Tag;

/**
 * Reads a file's tags: by jaudiotagger, which keeps several values of one field apart, and where that cannot read the
 * file or a field (Opus, some WAV), by what ffprobe saw, or by an {@link ApeTag}.
 */
public final class TagReader {
    /** Held, or the level set on it would be collected with it: jaudiotagger tells every oddity at SEVERE. */
    private static final Logger JAUDIOTAGGER = Logger.getLogger("org.jaudiotagger");

    private static final Set<String> WITH_APE_TAGS = Set.of("mp3", "ape", "mpc", "tta", "wv");

    public TagReader() {
        JAUDIOTAGGER.setLevel(Level.OFF);
    }

    /** A file's tags; empty where it says nothing. */
    public TrackTags read(Path file, AudioInfo info) {
        return TrackTags.of(values(file, info));
    }

    /** What a file and a cue sheet say of one of its tracks. */
    public TrackTags read(Path file, AudioInfo info, CueSheet sheet, CueSheet.Part part, CueSheet.Track track) {
        return TrackTags.of(sheet.over(values(file, info), part, track));
    }

    private static Map<TagName, List<String>> values(Path file, AudioInfo info) {
        Map<TagName, List<String>> ape = fromApe(file);
        Map<TagName, List<String>> values = new EnumMap<>(TagName.class);
        values.putAll(ape);
        values.putAll(fromProbe(info.tags()));
        if (!extension(file).equals("mp3")) {
            values.putAll(ape); // ffprobe reads it too, and keeps one value per field
        }
        values.putAll(fromFile(file));
        return Mojibake.repaired(values);
    }

    static Map<TagName, List<String>> fromProbe(Map<String, String> tags) {
        Map<TagName, List<String>> values = new EnumMap<>(TagName.class);
        for (TagName name : TagName.values()) {
            name.names().stream()
                    .map(key -> tags.getOrDefault(key, ""))
                    .filter(value -> !value.isBlank())
                    .findFirst()
                    .ifPresent(value -> values.put(name, List.of(value)));
        }
        return values;
    }

    private static Map<TagName, List<String>> fromApe(Path file) {
        Map<TagName, List<String>> values = new EnumMap<>(TagName.class);
        try {
            Map<String, List<String>> items = WITH_APE_TAGS.contains(extension(file)) ? ApeTag.read(file) : Map.of();
            for (TagName name : TagName.values()) {
                name.names().stream()
                        .map(key -> items.getOrDefault(key, List.of()))
                        .filter(found -> !found.isEmpty())
                        .findFirst()
                        .ifPresent(found -> values.put(name, found));
            }
        } catch (IOException e) {
            // The file has other tags, or none.
            return values;
        }
        return values;
    }

    private static Map<TagName, List<String>> fromFile(Path file) {
        Map<TagName, List<String>> values = new EnumMap<>(TagName.class);
        try {
            if (TagBytes.of(file, extension(file)) >= TagBytes.MANY) {
                return Map.of();
            }
            Tag tag = AudioFileIO.readAs(file.toFile(), extension(file)).getTag();
            for (TagName name : TagName.values()) {
                List<String> found = tag == null ? List.of() : all(tag, name);
                if (!found.isEmpty()) {
                    values.put(name, found);
                }
            }
            List<String> lyrics = tag instanceof AbstractID3v2Tag id3 ? Id3Lyrics.of(id3) : List.of();
            if (!lyrics.isEmpty()) {
                values.put(TagName.LYRICS, lyrics);
            }
        } catch (CannotReadException
                | IOException
                | TagException
                | ReadOnlyFileException
                | InvalidAudioFrameException
                | RuntimeException e) {
            // ffprobe has read the file and speaks for it; jaudiotagger throws whatever its parsers stumble over.
            return Map.of();
        }
        return values;
    }

    private static List<String> all(Tag tag, TagName name) {
        FieldKey key = name.key();
        if (key == null) {
            return List.of();
        }
        try {
            return tag.getAll(key).stream().filter(value -> !value.isBlank()).toList();
        } catch (RuntimeException e) {
            // Some tag classes throw for fields they do not know (UnsupportedOperationException in WAV and AIFF).
            return List.of();
        }
    }

    private static String extension(Path file) {
        String name = file.toString();
        String extension = name.substring(name.lastIndexOf('.') + 1).toLowerCase(Locale.ROOT);
        return extension.equals("oga") ? "ogg" : extension;
    }
}
