package dev.legato.store;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The checksums of a {@link FolderStore}'s objects, each in a file {@code .sha256/{key}} of a line or two:
 *
 * <pre>ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad 3</pre>
 *
 * <p>While an object is being replaced, both its checksums stand there, so that a kill at any point leaves an object with
 * a checksum that is its own.
 */
final class Checksums {
    private static final Pattern LINE = Pattern.compile("([0-9a-f]{64}) (\\d{1,18})");
    private static final int MAX_BYTES = 1 << 10;

    private final Path root;

    Checksums(Path root) {
        this.root = root;
    }

    /** Those an object may have, the newest first; empty if none are known. */
    List<StoredObject> of(String key) throws IOException {
        List<StoredObject> known = new ArrayList<>();
        Path file = root.resolve(key);
        try {
            if (Files.size(file) <= MAX_BYTES) {
                for (String line : Files.readAllLines(file, StandardCharsets.ISO_8859_1)) {
                    Matcher matcher = LINE.matcher(line);
                    if (matcher.matches()) {
                        known.add(new StoredObject(key, Long.parseLong(matcher.group(2)), matcher.group(1)));
                    }
                }
            }
        } catch (NoSuchFileException e) {
            return List.of();
        }
        return known;
    }

    /** Which of them a file of this length can have. */
    Optional<StoredObject> of(String key, long bytes) throws IOException {
        List<StoredObject> known = of(key);
        return known.stream()
                .filter(object -> object.bytes() == bytes)
                .findFirst()
                .or(() -> known.stream().findFirst());
    }

    /**
     * Writes an object's checksums so that they are there after a crash, too.
     *
     * @param room a folder on the same file system to write them in
     */
    void write(String key, List<StoredObject> objects, Path room) throws IOException {
        StringBuilder lines = new StringBuilder();
        objects.stream()
                .distinct()
                .forEach(object -> lines.append("%s %d%n".formatted(object.sha256(), object.bytes())));
        Path file = root.resolve(key);
        Path aside = room.resolve(UUID.randomUUID() + ".sha256");
        Files.writeString(aside, lines);
        Durable.sync(aside);
        Durable.move(aside, file, root);
    }

    void remove(String key) throws IOException {
        Files.deleteIfExists(root.resolve(key));
        Durable.removeEmptyFolders(root.resolve(key), root);
    }

    /** Removes those of objects that are not there; returns how many. */
    int removeOrphans(Path objects) throws IOException {
        List<Path> orphans = new ArrayList<>();
        if (Files.isDirectory(root)) {
            var _ = Files.walkFileTree(root, new SimpleFileVisitor<>() {
                @Override
                public FileVisitResult visitFile(Path file, BasicFileAttributes attributes) {
                    if (!Files.isRegularFile(
                            objects.resolve(root.relativize(file).toString()))) {
                        orphans.add(file);
                    }
                    return FileVisitResult.CONTINUE;
                }
            });
        }
        for (Path orphan : orphans) {
            Files.delete(orphan);
            Durable.removeEmptyFolders(orphan, root);
        }
        return orphans.size();
    }
}
