package dev.legato.store;

import java.io.Closeable;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.DirectoryNotEmptyException;
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
        int _ = removeDead(incoming);
        while (true) {
            Path folder =
                    Files.createDirectory(incoming.resolve(UUID.randomUUID().toString()));
            Path lockFile = folder.resolve(LOCK);
            try {
                FileChannel lock = FileChannel.open(lockFile, StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE);
                FileLock _ = lock.lock();
                if (Files.exists(lockFile)) {
                    return new Workspace(folder, lock);
                }
                lock.close();
            } catch (NoSuchFileException e) {
                // Another run took the folder for a dead one's before it was locked: once more.
            }
        }
    }

    /** Removes the folders of killed runs, and returns how many there were. */
    static int removeDead(Path incoming) throws IOException {
        int removed = 0;
        Files.createDirectories(incoming);
        try (DirectoryStream<Path> runs = Files.newDirectoryStream(incoming, Files::isDirectory)) {
            for (Path run : runs) {
                removed += removeIfDead(run) ? 1 : 0;
            }
        }
        return removed;
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

    /** Deletes a file if it is of this workspace, and leaves one that is not. */
    public void discard(Path file) throws IOException {
        if (file.startsWith(folder)) {
            Files.deleteIfExists(file);
        }
    }

    @Override
    public void close() throws IOException {
        if (lock.isOpen()) {
            delete(folder);
            lock.close();
        }
    }

    /** Whether a run is alive, of this process or another. */
    static boolean isAnyAlive(Path incoming) throws IOException {
        int _ = removeDead(incoming);
        try (DirectoryStream<Path> runs = Files.newDirectoryStream(incoming, Files::isDirectory)) {
            return runs.iterator().hasNext();
        }
    }

    private static boolean removeIfDead(Path run) throws IOException {
        Path lockFile = run.resolve(LOCK);
        try (FileChannel channel = FileChannel.open(lockFile, StandardOpenOption.WRITE)) {
            if (channel.tryLock() == null) {
                return false;
            }
            delete(run);
            return true;
        } catch (OverlappingFileLockException e) {
            // A run of this very process: alive.
            return false;
        } catch (DirectoryNotEmptyException e) {
            // A killed run's ffmpeg outlives it for a moment, and writes; the next run removes the rest.
            return false;
        } catch (NoSuchFileException e) {
            // Created this moment, or killed before its lock was.
            return removeIfEmpty(run);
        }
    }

    private static boolean removeIfEmpty(Path folder) throws IOException {
        try {
            return Files.deleteIfExists(folder);
        } catch (DirectoryNotEmptyException e) {
            return false;
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
