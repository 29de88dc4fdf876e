package dev.legato.edge.store;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.DirectoryStream;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.HashSet;
import java.util.Objects;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * The folder of a store, which belongs to one process at a time.
 *
 * <pre>
 * format             legato edge cache 1, slices of 1048576 bytes
 * lock               locked as long as a process uses the folder
 * journal            see Journal
 * objects/2a/000000000000012a    the data file of object 12a, in the folder of its last two digits
 * </pre>
 *
 * <p>Everything here waits for the disk.
 */
final class StoreFolder implements AutoCloseable {
    private static final int FOLDERS = 256;
    private static final int ID_DIGITS = 16;
    private static final int HEX = 16;

    private final Path root;
    private final String format;
    private final Object device;
    private final FileChannel lockFile;
    private final FileLock lock;

    /**
     * Makes the folder if there is none, and locks it.
     *
     * @throws IOException if that fails, or another process uses it
     */
    StoreFolder(Path folder, int sliceBytes) throws IOException {
        this.root = Files.createDirectories(folder).toRealPath();
        this.format = "legato edge cache 1, slices of %d bytes\n".formatted(sliceBytes);
        this.device = device();
        this.lockFile = FileChannel.open(root.resolve("lock"), StandardOpenOption.CREATE, StandardOpenOption.WRITE);
        this.lock = lock();
    }

    private FileLock lock() throws IOException {
        FileLock acquired = null;
        try {
            acquired = lockFile.tryLock();
        } catch (OverlappingFileLockException _) {
            // this process uses it already
        } finally {
            if (acquired == null) {
                lockFile.close();
            }
        }
        if (acquired == null) {
            throw new IOException("%s: used as a cache by another process".formatted(root));
        }
        return acquired;
    }

    /** The file that holds the journal. */
    Path journal() {
        return root.resolve("journal");
    }

    /** The data file of an object. */
    Path dataFile(long id) {
        return shard((int) (id & FOLDERS - 1)).resolve(name(id));
    }

    /** Makes the folder of a new data file. */
    void prepare(long id) throws IOException {
        makeFolder(shard((int) (id & FOLDERS - 1)));
    }

    /** Whether the folder's content is of this version. */
    boolean isCurrent() {
        try {
            return Files.readString(root.resolve("format")).equals(format);
        } catch (IOException _) {
            return false;
        }
    }

    /** Says in the folder of which version its content is. */
    void prepare() throws IOException {
        Files.writeString(root.resolve("format"), format);
        makeFolder(root.resolve("objects"));
    }

    /** The root itself is not made again: it would lie on another disk if this one is no longer mounted. */
    private static void makeFolder(Path folder) throws IOException {
        try {
            Files.createDirectory(folder);
        } catch (FileAlreadyExistsException _) {
            // as it should be
        }
    }

    /** Lists the ids of all data files, and deletes files that are none. */
    Set<Long> dataFiles() throws IOException {
        Set<Long> ids = new HashSet<>();
        for (int i = 0; i < FOLDERS; i++) {
            try (DirectoryStream<Path> files = Files.newDirectoryStream(shard(i))) {
                for (Path file : files) {
                    Long id = id(file, i);
                    if (id == null) {
                        boolean _ = Files.deleteIfExists(file);
                    } else {
                        ids.add(id);
                    }
                }
            } catch (NoSuchFileException _) {
                // nothing was stored here
            }
        }
        return ids;
    }

    void delete(long id) throws IOException {
        boolean _ = Files.deleteIfExists(dataFile(id));
    }

    /**
     * Fails unless the folder can be written to and is on the disk that it was on: where the disk is no longer mounted, the
     * folder beneath must not be filled instead.
     */
    void probe() throws IOException {
        if (!device().equals(device)) {
            throw new IOException("%s: on another disk than before".formatted(root));
        }
        prepare();
        Path file = root.resolve("probe");
        try (FileChannel channel = FileChannel.open(file, StandardOpenOption.CREATE, StandardOpenOption.WRITE)) {
            ByteBuffer block = ByteBuffer.allocate(StoreSettings.BLOCK);
            while (block.hasRemaining()) {
                int _ = channel.write(block);
            }
            channel.force(true);
        } finally {
            boolean _ = Files.deleteIfExists(file);
        }
    }

    /** How much is left on the disk; very much if that cannot be found out. */
    long freeBytes() {
        try {
            return Files.getFileStore(root).getUsableSpace();
        } catch (IOException _) {
            return Long.MAX_VALUE / 4;
        }
    }

    /** Whether the file system can free a part of a file. */
    boolean canPunch() throws IOException {
        Path file = root.resolve("probe");
        Files.write(file, new byte[StoreSettings.BLOCK]);
        int descriptor = SparseFiles.open(file);
        try {
            return SparseFiles.punch(descriptor, 0, StoreSettings.BLOCK);
        } finally {
            SparseFiles.close(descriptor);
            boolean _ = Files.deleteIfExists(file);
        }
    }

    @Override
    public void close() throws IOException {
        try (lockFile) {
            lock.release();
        }
    }

    private Object device() throws IOException {
        return root.getFileSystem().supportedFileAttributeViews().contains("unix")
                ? Objects.requireNonNull(Files.getAttribute(root, "unix:dev"))
                : Files.getFileStore(root);
    }

    private Path shard(int number) {
        return root.resolve("objects").resolve("%02x".formatted(number));
    }

    private static String name(long id) {
        String digits = Long.toHexString(id);
        return "0".repeat(ID_DIGITS - digits.length()) + digits;
    }

    private static @Nullable Long id(Path file, int shard) {
        String name = String.valueOf(file.getFileName());
        try {
            long id = Long.parseLong(name, HEX);
            return name.equals(name(id)) && (id & FOLDERS - 1) == shard ? id : null;
        } catch (NumberFormatException _) {
            return null;
        }
    }
}
