package dev.legato.search.life;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.Optional;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * The folder of an instance's indexes. Each index has a folder of its own, so that one is built while another serves:
 *
 * <pre>
 *   current        000007      the index that serves
 *   000007/index/              the engine's files
 *   000007/topic               the id of the topic that it follows
 *   000007/alive               modified when it last followed
 * </pre>
 */
final class IndexFolder {
    private static final Pattern NUMBER = Pattern.compile("[0-9]{6}");
    private static final String CURRENT = "current";

    private final Path root;

    IndexFolder(Path root) {
        this.root = root;
    }

    /** The folder of the index that serves; empty if there is none. */
    Optional<Path> current() throws IOException {
        try {
            String name = Files.readString(root.resolve(CURRENT)).strip();
            Path folder = root.resolve(name);
            return NUMBER.matcher(name).matches() && Files.isDirectory(folder) ? Optional.of(folder) : Optional.empty();
        } catch (NoSuchFileException _) {
            return Optional.empty();
        }
    }

    /** Says which index serves from now on. */
    void choose(Path folder) throws IOException {
        Path next = root.resolve(CURRENT + ".next");
        Files.write(next, (folder.getFileName() + "\n").getBytes(StandardCharsets.UTF_8));
        var _ = Files.move(
                next, root.resolve(CURRENT), StandardCopyOption.REPLACE_EXISTING, StandardCopyOption.ATOMIC_MOVE);
    }

    /** An empty folder for another index. */
    Path next() throws IOException {
        Files.createDirectories(root);
        int last = 0;
        try (Stream<Path> folders = Files.list(root)) {
            last = folders.map(folder -> folder.getFileName().toString())
                    .filter(name -> NUMBER.matcher(name).matches())
                    .mapToInt(Integer::parseInt)
                    .max()
                    .orElse(0);
        }
        return Files.createDirectory(root.resolve("%06d".formatted((last + 1) % 1_000_000)));
    }

    /** Deletes what a process that was killed has left of other indexes. */
    void deleteAllBut(Path kept) throws IOException {
        try (Stream<Path> folders = Files.list(root)) {
            folders.filter(folder ->
                            NUMBER.matcher(folder.getFileName().toString()).matches())
                    .filter(folder -> !folder.equals(kept))
                    .forEach(folder -> {
                        try {
                            delete(folder);
                        } catch (IOException e) {
                            throw new UncheckedIOException(e);
                        }
                    });
        } catch (UncheckedIOException e) {
            throw new IOException(e);
        }
    }

    /** Deletes a folder with all in it; what is gone already is passed over. */
    static void delete(Path folder) throws IOException {
        if (!Files.exists(folder)) {
            return;
        }
        var _ = Files.walkFileTree(folder, new SimpleFileVisitor<>() {
            @Override
            public FileVisitResult visitFile(Path file, BasicFileAttributes attributes) throws IOException {
                Files.deleteIfExists(file);
                return FileVisitResult.CONTINUE;
            }

            @Override
            public FileVisitResult visitFileFailed(Path file, IOException failure) throws IOException {
                if (failure instanceof NoSuchFileException) {
                    return FileVisitResult.CONTINUE;
                }
                throw failure;
            }

            @Override
            public FileVisitResult postVisitDirectory(Path visited, @Nullable IOException failure) throws IOException {
                Files.deleteIfExists(visited);
                return FileVisitResult.CONTINUE;
            }
        });
    }

    /** Deletes a folder whose use failed; if it cannot be deleted either, the failure says so too. */
    static void deleteAfter(Exception failure, Path folder) {
        try {
            delete(folder);
        } catch (IOException e) {
            failure.addSuppressed(e);
        }
    }

    /** Copies a folder with all in it into one that is empty or not there; files keep their times. */
    static void copy(Path from, Path to) throws IOException {
        try (Stream<Path> files = Files.walk(from)) {
            for (Path file : (Iterable<Path>) files::iterator) {
                Path copy = to.resolve(from.relativize(file).toString());
                if (Files.isDirectory(file)) {
                    Files.createDirectories(copy);
                } else {
                    var _ = Files.copy(file, copy, StandardCopyOption.COPY_ATTRIBUTES);
                }
            }
        }
    }
}
