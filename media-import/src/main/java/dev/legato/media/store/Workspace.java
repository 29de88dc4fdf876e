package dev.legato.media.store;

import java.io.Closeable;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.Stream;

/**
 * One import run's folder for files in the making. A lock inside tells the living from the dead: a folder whose lock
 * can be had belongs to a run that was killed, and the next run removes it.
 */
public final class Workspace implements Closeable {
    private static final String LOCK = "lock";

    private final Path folder;
    private final FileChannel lock;
    private final AtomicLong counter = new AtomicLong();

    private Workspace(Path folder, FileChannel lock) {
        this.folder = folder;
        this.lock = lock;
    }

    static Workspace open(Path incoming) throws IOException {
        Files.createDirectories(incoming);
        try (DirectoryStream<Path> runs = Files.newDirectoryStream(incoming)) {
            for (Path run : runs) {
                removeIfDead(run);
            }
        }
        Path folder = Files.createDirectory(incoming.resolve(UUID.randomUUID().toString()));
        FileChannel lock =
                FileChannel.open(folder.resolve(LOCK), StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE);
        FileLock _ = lock.lock();
        return new Workspace(folder, lock);
    }

    /** Where its files lie. */
    public Path folder() {
        return folder;
    }

    /** A path for a new file. */
    public Path newFile(String extension) {
        return folder.resolve("%d.%s".formatted(counter.incrementAndGet(), extension));
    }

    /**
     * A name of our own for a user's file: whatever its name holds (line ends, emoji, bytes the locale cannot spell, a
     * leading hyphen), tools see a plain one.
     */
    public Path link(Path file, String extension) throws IOException {
        return Files.createSymbolicLink(newFile(extension), file.toAbsolutePath());
    }

    @Override
    public void close() throws IOException {
        delete(folder);
        lock.close();
    }

    private static void removeIfDead(Path run) throws IOException {
        Path lockFile = run.resolve(LOCK);
        try (FileChannel channel = FileChannel.open(lockFile, StandardOpenOption.WRITE)) {
            if (channel.tryLock() != null) {
                delete(run);
            }
        } catch (OverlappingFileLockException e) {
            // A run of this very process: alive.
            return;
        } catch (NoSuchFileException e) {
            // Created this moment, or killed before its lock was: an empty folder harms nobody.
            return;
        }
    }

    private static void delete(Path folder) throws IOException {
        try (Stream<Path> files = Files.walk(folder)) {
            files.sorted((a, b) -> b.getNameCount() - a.getNameCount()).forEach(file -> {
                try {
                    Files.deleteIfExists(file);
                } catch (IOException e) {
                    throw new UncheckedIOException(e);
                }
            });
        } catch (UncheckedIOException e) {
            throw e.getCause();
        }
    }
}
