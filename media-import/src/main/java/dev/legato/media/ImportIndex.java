package dev.legato.media;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.legato.contracts.TrackId;
import java.io.BufferedWriter;
import java.io.Closeable;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * What earlier runs imported, so that an untouched file costs one look at its size and time. A file of lines, appended
 * to when the catalogue has accepted a track:
 *
 * <pre>{"file":"/music/a.flac","bytes":31234567,"modified":1763800000000000,"recipe":"2 aac-160 flac","track":"0gz…"}</pre>
 *
 * <p>Later lines win; a line cut short by a crash is ignored, and the file is imported again, which changes nothing. A
 * line lost or an index deleted costs time and nothing else.
 */
final class ImportIndex implements Closeable {
    /** Raised when the same file would give other objects, so that every file is imported anew. */
    private static final int VERSION = 2;

    private static final ObjectMapper JSON = new ObjectMapper();

    private final Map<String, Entry> entries;
    private final BufferedWriter writer;
    private final String recipe;

    private record Entry(String file, long bytes, long modified, String recipe, TrackId track) {}

    /**
     * A file's state on disk.
     *
     * @param modified in microseconds since 1970
     */
    record Stamp(String file, long bytes, long modified) {
        static Stamp of(Path file) throws IOException {
            BasicFileAttributes attributes = Files.readAttributes(file, BasicFileAttributes.class);
            return new Stamp(
                    file.toAbsolutePath().toString(),
                    attributes.size(),
                    attributes.lastModifiedTime().to(TimeUnit.MICROSECONDS));
        }
    }

    private ImportIndex(Map<String, Entry> entries, BufferedWriter writer, String recipe) {
        this.entries = entries;
        this.writer = writer;
        this.recipe = recipe;
    }

    /**
     * Reads an index, rewrites it without what is overtaken, and goes on at its end.
     *
     * @param settings what a file's objects depend on beside the file; entries made under others do not count
     */
    static ImportIndex open(Path file, String settings) throws IOException {
        String recipe = VERSION + " " + settings;
        Map<String, Entry> entries = new LinkedHashMap<>();
        if (Files.exists(file)) {
            try (var lines = Files.lines(file, StandardCharsets.UTF_8)) {
                lines.forEach(line -> {
                    Entry entry = parse(line);
                    if (entry != null && entry.recipe().equals(recipe)) {
                        entries.put(entry.file(), entry);
                    }
                });
            }
        }
        Files.createDirectories(file.toAbsolutePath().resolveSibling(""));
        Path aside = file.resolveSibling(file.getFileName() + ".new");
        try (BufferedWriter rewritten = Files.newBufferedWriter(aside, StandardCharsets.UTF_8)) {
            for (Entry entry : entries.values()) {
                write(rewritten, entry);
            }
        }
        Files.move(aside, file, StandardCopyOption.ATOMIC_MOVE);
        return new ImportIndex(
                entries, Files.newBufferedWriter(file, StandardCharsets.UTF_8, StandardOpenOption.APPEND), recipe);
    }

    /** The track an untouched file was imported as. */
    synchronized Optional<TrackId> find(Stamp stamp) {
        Entry entry = entries.get(stamp.file());
        return entry != null && entry.bytes() == stamp.bytes() && entry.modified() == stamp.modified()
                ? Optional.of(entry.track())
                : Optional.empty();
    }

    /** Files in a folder or below that were imported and are not there any more, named from there. */
    synchronized List<String> gone(Path folder) {
        return entries.values().stream()
                .map(entry -> Path.of(entry.file()))
                .filter(file -> file.startsWith(folder) && !Files.exists(file))
                .map(file -> folder.relativize(file).toString())
                .toList();
    }

    /** Notes that a file, as it was when {@code stamp} was taken, is in the catalogue. */
    synchronized void add(Stamp stamp, TrackId track) throws IOException {
        Entry entry = new Entry(stamp.file(), stamp.bytes(), stamp.modified(), recipe, track);
        entries.put(stamp.file(), entry);
        write(writer, entry);
        writer.flush();
    }

    @Override
    public synchronized void close() throws IOException {
        writer.close();
    }

    private static void write(BufferedWriter writer, Entry entry) throws IOException {
        writer.write(JSON.writeValueAsString(entry));
        writer.write('\n');
    }

    private static @Nullable Entry parse(String line) {
        try {
            return JSON.readValue(line, Entry.class);
        } catch (JsonProcessingException e) {
            return null;
        }
    }
}
