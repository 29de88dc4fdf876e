package dev.legato.embedded;

import static java.nio.file.StandardOpenOption.CREATE;
import static java.nio.file.StandardOpenOption.READ;
import static java.nio.file.StandardOpenOption.WRITE;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/**
 * The folder in which one all-in-one keeps everything, claimed for one process at a time.
 *
 * <pre>
 * data/.lock      locked while in use; holds the owner's pid
 * data/postgres/  data/redis/  data/kafka/  data/objects/
 * </pre>
 *
 * <p>The lock is the kernel's, so it ends with its process however that dies.
 */
public final class DataDirectory implements AutoCloseable {
    /** Free space below which a start is refused, in bytes: 1 GiB. */
    public static final long MINIMUM_FREE_BYTES = 1L << 30;

    // POSIX drops every lock a process holds on a file as soon as it closes any descriptor of that file, so a second
    // claim from inside this JVM has to be refused before it opens the lock file.
    private static final Set<Path> CLAIMED_HERE = ConcurrentHashMap.newKeySet();

    private static final int MEBIBYTE = 1 << 20;

    private final Path folder;
    private final FileChannel lockFile;

    private DataDirectory(Path folder, FileChannel lockFile) {
        this.folder = folder;
        this.lockFile = lockFile;
    }

    /** Claims {@code folder}, creating it if need be, and asks for {@link #MINIMUM_FREE_BYTES}. */
    public static DataDirectory claim(Path folder) {
        return claim(folder, MINIMUM_FREE_BYTES);
    }

    /**
     * Claims {@code folder}, creating it with mode 0700 if need be.
     *
     * @throws StartupException if another process has it, it cannot be written or the disk is too full
     */
    public static DataDirectory claim(Path folder, long minimumFreeBytes) {
        Path real;
        try {
            real = PrivateFiles.createDirectories(folder).toRealPath();
        } catch (IOException e) {
            throw notWritable(folder, e);
        }
        if (!CLAIMED_HERE.add(real)) {
            throw inUse(real, Long.toString(ProcessHandle.current().pid()));
        }
        try {
            var claimed = new DataDirectory(real, lock(real));
            claimed.requireFree(minimumFreeBytes);
            return claimed;
        } catch (RuntimeException e) {
            CLAIMED_HERE.remove(real);
            throw e;
        }
    }

    private static FileChannel lock(Path folder) {
        try {
            FileChannel file =
                    FileChannel.open(folder.resolve(".lock"), Set.of(CREATE, READ, WRITE), PrivateFiles.FILE);
            FileLock lock = file.tryLock();
            if (lock == null) {
                String owner = read(file);
                file.close();
                throw inUse(folder, owner);
            }
            file.truncate(0);
            file.write(StandardCharsets.US_ASCII.encode(
                    Long.toString(ProcessHandle.current().pid())));
            return file;
        } catch (IOException e) {
            throw notWritable(folder, e);
        }
    }

    private static String read(FileChannel file) throws IOException {
        ByteBuffer pid = ByteBuffer.allocate(20);
        file.read(pid, 0);
        return StandardCharsets.US_ASCII.decode(pid.flip()).toString();
    }

    private void requireFree(long minimumFreeBytes) {
        try {
            long free = Files.getFileStore(folder).getUsableSpace();
            if (free < minimumFreeBytes) {
                close();
                throw new StartupException(
                        "Too little disk for %s: %d MiB free (expected: >= %d MiB). Free some space, or name a folder on another disk with --data."
                                .formatted(folder, free / MEBIBYTE, minimumFreeBytes / MEBIBYTE));
            }
        } catch (IOException e) {
            close();
            throw notWritable(folder, e);
        }
    }

    private static StartupException inUse(Path folder, String pid) {
        return new StartupException(
                "The data folder %s is in use by process %s. Stop that one first, or name another folder with --data."
                        .formatted(folder, pid.isEmpty() ? "(unknown)" : pid));
    }

    private static StartupException notWritable(Path folder, IOException cause) {
        return new StartupException(
                "The data folder %s cannot be written (%s). Make it a folder you own, or name another one with --data."
                        .formatted(folder, cause),
                cause);
    }

    /** The folder itself, absolute and without symbolic links. */
    public Path path() {
        return folder;
    }

    public Path postgres() {
        return subfolder("postgres");
    }

    public Path redis() {
        return subfolder("redis");
    }

    public Path kafka() {
        return subfolder("kafka");
    }

    public Path objects() {
        return subfolder("objects");
    }

    /** The sub-folder of that name, created with mode 0700 if need be. */
    public Path subfolder(String name) {
        try {
            return PrivateFiles.createDirectories(folder.resolve(name));
        } catch (IOException e) {
            throw notWritable(folder.resolve(name), e);
        }
    }

    /** Gives the folder up; what is in it stays. */
    @Override
    public void close() {
        try {
            if (lockFile.isOpen()) {
                lockFile.close();
                CLAIMED_HERE.remove(folder);
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
