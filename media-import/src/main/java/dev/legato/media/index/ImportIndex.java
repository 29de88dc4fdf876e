package dev.legato.media.index;

import com.fasterxml.jackson.annotation.JsonAlias;
import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.json.JsonMapper;
import dev.legato.contracts.TrackId;
import dev.legato.media.source.FolderCover;
import java.io.BufferedWriter;
import java.io.Closeable;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * What earlier runs imported, so that an untouched file costs one look at its size and time, and one that is gone is
 * missed. A file of lines, appended to when the catalogue has accepted a file's tracks:
 *
 * <pre>{"file":"/music/a.flac","bytes":31234567,"modified":1763800000000000,"recipe":"3 aac-160 flac","tracks":["0gz…"]}</pre>
 *
 * <p>{@code "before"} names tracks the file held before it held these, of which the catalogue is still to be told;
 * {@code "gone":true} that the file is gone and the catalogue knows. Later lines win; a line cut short by a crash is
 * ignored, and the file is imported again, which changes nothing. A line lost or an index deleted costs time, and that
 * the file is not missed when it goes.
 */
public final class ImportIndex implements Closeable {
    /** Raised when the same file would give other objects or another entry, so that every file is imported anew. */
    private static final int VERSION = 3;

    private static final ObjectMapper JSON = JsonMapper.builder()
            .enable(DeserializationFeature.ACCEPT_SINGLE_VALUE_AS_ARRAY)
            .build();

    private final Map<String, Entry> entries;
    private final BufferedWriter writer;
    private final String recipe;

    private record Entry(
            String file,
            long bytes,
            long modified,
            String recipe,
            @JsonAlias("track") List<TrackId> tracks,
            @JsonInclude(JsonInclude.Include.NON_EMPTY) List<TrackId> before,
            @JsonInclude(JsonInclude.Include.NON_DEFAULT) boolean gone) {
        Entry {
            tracks = orNone(tracks);
            before = orNone(before);
        }

        private static List<TrackId> orNone(@Nullable List<TrackId> tracks) {
            return tracks == null ? List.of() : List.copyOf(tracks);
        }

        boolean saysNothing() {
            return tracks.isEmpty() && before.isEmpty();
        }

        Entry without(Collection<TrackId> forgotten) {
            return new Entry(
                    file,
                    bytes,
                    modified,
                    recipe,
                    tracks.stream().filter(track -> !forgotten.contains(track)).toList(),
                    before.stream().filter(track -> !forgotten.contains(track)).toList(),
                    gone);
        }
    }

    /**
     * A file's state on disk, with that of the files that tell of it.
     *
     * @param bytes the sum of theirs, without a cover's
     * @param modified in microseconds since 1970, the sum of theirs; a cover adds its length as well
     */
    public record Stamp(String file, long bytes, long modified) {
        public static Stamp of(Path file, Collection<Path> beside) throws IOException {
            Stamp stamp = of(file);
            for (Path companion : beside) {
                try {
                    Stamp other = of(companion);
                    // A cover says nothing of a file's own length, by which one that was moved is known again.
                    stamp = FolderCover.isNamedSo(companion)
                            ? new Stamp(stamp.file, stamp.bytes, stamp.modified + other.modified + other.bytes)
                            : new Stamp(stamp.file, stamp.bytes + other.bytes, stamp.modified + other.modified);
                } catch (NoSuchFileException e) {
                    // Gone since the folder was listed, and so no part of it.
                }
            }
            return stamp;
        }

        private static Stamp of(Path file) throws IOException {
            BasicFileAttributes attributes = Files.readAttributes(file, BasicFileAttributes.class);
            return new Stamp(
                    file.toAbsolutePath().toString(),
                    attributes.size(),
                    attributes.lastModifiedTime().to(TimeUnit.MICROSECONDS));
        }
    }

    /** The tracks a file holds; {@code gone} if the catalogue believes that it does not. */
    public record Known(List<TrackId> tracks, boolean gone) {}

    /**
     * A file that does not hold any more what it held.
     *
     * @param isThere it holds something else now
     * @param bytes of the file
     * @param tracks what it held
     */
    public record Missing(Path file, boolean isThere, long bytes, List<TrackId> tracks) {}

    /** The tracks that a file holds. */
    public record Holding(Path file, List<TrackId> tracks) {}

    private ImportIndex(Map<String, Entry> entries, BufferedWriter writer, String recipe) {
        this.entries = entries;
        this.writer = writer;
        this.recipe = recipe;
    }

    /**
     * Reads an index, rewrites it without what is overtaken, and goes on at its end.
     *
     * @param settings what a file's objects depend on beside the file; files imported under others are imported anew
     */
    public static ImportIndex open(Path file, String settings) throws IOException {
        Map<String, Entry> entries = read(file);
        write(file, entries.values());
        return new ImportIndex(
                entries,
                Files.newBufferedWriter(file, StandardCharsets.UTF_8, StandardOpenOption.APPEND),
                VERSION + " " + settings);
    }

    /** Makes the next import look at every file anew. */
    public static void distrust(Path file) throws IOException {
        if (Files.exists(file)) {
            write(
                    file,
                    read(file).values().stream()
                            .map(entry -> new Entry(
                                    entry.file(),
                                    entry.bytes(),
                                    entry.modified(),
                                    "",
                                    entry.tracks(),
                                    entry.before(),
                                    entry.gone()))
                            .toList());
        }
    }

    /** What an untouched file was imported as. */
    public synchronized Optional<Known> find(Stamp stamp) {
        Entry entry = entries.get(stamp.file());
        return entry != null
                        && entry.recipe().equals(recipe)
                        && entry.bytes() == stamp.bytes()
                        && entry.modified() == stamp.modified()
                        && !entry.tracks().isEmpty()
                ? Optional.of(new Known(entry.tracks(), entry.gone()))
                : Optional.empty();
    }

    /** Files in a folder or below that do not hold what they held, of which the catalogue has not been told. */
    public synchronized List<Missing> missing(Path folder) {
        List<Missing> missing = new ArrayList<>();
        for (Entry entry : entries.values()) {
            Path file = Path.of(entry.file());
            if (file.startsWith(folder) && !entry.saysNothing()) {
                boolean isThere = Files.exists(file);
                Set<TrackId> lost = new LinkedHashSet<>(entry.before());
                if (!isThere && !entry.gone()) {
                    lost.addAll(entry.tracks());
                }
                if (!lost.isEmpty()) {
                    missing.add(new Missing(file, isThere, entry.bytes(), List.copyOf(lost)));
                }
            }
        }
        return missing;
    }

    /** What files hold that are there, as far as the catalogue believes; those in a folder or below are not looked for. */
    public synchronized List<Holding> holdings(Path folder) {
        List<Holding> holdings = new ArrayList<>();
        for (Entry entry : entries.values()) {
            Path file = Path.of(entry.file());
            if (!entry.gone() && (file.startsWith(folder) || Files.exists(file))) {
                holdings.add(new Holding(file, entry.tracks()));
            }
        }
        return holdings;
    }

    /** Records that a file, as it was when {@code stamp} was taken, is in the catalogue. */
    public synchronized void add(Stamp stamp, List<TrackId> tracks) throws IOException {
        Set<TrackId> before = new LinkedHashSet<>();
        Entry earlier = entries.get(stamp.file());
        if (earlier != null) {
            before.addAll(earlier.before());
            if (!earlier.gone()) {
                before.addAll(earlier.tracks());
            }
            before.removeAll(tracks);
        }
        put(new Entry(stamp.file(), stamp.bytes(), stamp.modified(), recipe, tracks, List.copyOf(before), false));
    }

    /** Records that the catalogue has been told that a file is missing or holds other tracks. */
    public synchronized void markReported(Missing missing) throws IOException {
        Entry entry = entries.get(missing.file().toString());
        if (entry != null) {
            put(new Entry(
                    entry.file(),
                    entry.bytes(),
                    entry.modified(),
                    entry.recipe(),
                    entry.tracks(),
                    List.of(),
                    !missing.isThere()));
        }
    }

    /** Removes tracks that are purged. */
    public synchronized void remove(Collection<TrackId> tracks) throws IOException {
        for (Entry entry : List.copyOf(entries.values())) {
            Entry rest = entry.without(tracks);
            if (!rest.equals(entry)) {
                put(rest);
            }
        }
    }

    @Override
    public synchronized void close() throws IOException {
        writer.close();
    }

    private void put(Entry entry) throws IOException {
        entries.put(entry.file(), entry);
        write(writer, entry);
        writer.flush();
    }

    private static Map<String, Entry> read(Path file) throws IOException {
        Map<String, Entry> entries = new LinkedHashMap<>();
        if (Files.exists(file)) {
            try (var lines = Files.lines(file, StandardCharsets.UTF_8)) {
                lines.forEach(line -> {
                    Entry entry = parse(line);
                    if (entry != null) {
                        entries.put(entry.file(), entry);
                    }
                });
            }
        }
        entries.values().removeIf(Entry::saysNothing);
        return entries;
    }

    private static void write(Path file, Collection<Entry> entries) throws IOException {
        Files.createDirectories(file.toAbsolutePath().resolveSibling(""));
        Path aside = file.resolveSibling(file.getFileName() + ".new");
        try (BufferedWriter rewritten = Files.newBufferedWriter(aside, StandardCharsets.UTF_8)) {
            for (Entry entry : entries) {
                write(rewritten, entry);
            }
        }
        Files.move(aside, file, StandardCopyOption.ATOMIC_MOVE);
    }

    private static void write(BufferedWriter writer, Entry entry) throws IOException {
        writer.write(JSON.writeValueAsString(entry));
        writer.write('\n');
    }

    private static @Nullable Entry parse(String line) {
        try {
            Entry entry = JSON.readValue(line, Entry.class);
            return entry.file() == null || entry.recipe() == null ? null : entry;
        } catch (JsonProcessingException e) {
            return null;
        }
    }
}
