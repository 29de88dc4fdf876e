package dev.legato.edge.store;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.BasicFileAttributes;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.Executor;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.Stream;

/** A store whose time, grace and maintenance a test has in hand, and objects with known bytes. */
final class StoreFixture implements AutoCloseable {
    static final int SLICE = 8192;
    static final Description PLAIN = new Description(new byte[] {1, 2, 3}, Set.of());

    final AtomicLong now = new AtomicLong();

    /** Grace periods under way. */
    final Queue<Runnable> graces = new ArrayDeque<>();

    final DiskStore store;
    private boolean graceIsImmediate = true;

    StoreFixture(StoreSettings settings) throws IOException {
        this(settings, Runnable::run);
    }

    StoreFixture(StoreSettings settings, Executor workers) throws IOException {
        store = DiskStore.open(settings, this::grace, workers, now::get);
        idle();
    }

    static StoreFixture open(Path folder, int slices) throws IOException {
        return new StoreFixture(settings(folder, slices));
    }

    /** Small slices, room for few, and nothing that happens by itself. */
    static StoreSettings settings(Path folder, int slices) {
        return settings(folder, slices, 1000, List.of());
    }

    static StoreSettings settings(Path folder, int slices, int objects, List<String> pinned) {
        return new StoreSettings(
                folder,
                (long) slices * SLICE,
                objects,
                64 << 20,
                SLICE,
                3,
                8,
                pinned,
                Duration.ofHours(1),
                Duration.ofSeconds(10),
                0);
    }

    private void grace(Runnable callback) {
        if (graceIsImmediate) {
            callback.run();
        } else {
            graces.add(callback);
        }
    }

    /** From now on grace periods end when {@link #graces} are run. */
    void holdGraces() {
        graceIsImmediate = false;
    }

    /** Returns when the store's own threads have done what they were given. */
    void idle() {
        store.maintenance().awaitIdle();
    }

    /** Has the records written, as they are after some time; nothing is synced. */
    void flush() {
        store.maintenance().flushSoon();
        idle();
    }

    /** Runs what is to be done every few seconds. */
    void sync() {
        store.maintenance().run();
        idle();
    }

    StoredObject create(String key, long length) {
        return store.create(key, length, true, PLAIN);
    }

    /** Creates an object and fills it; null if there is no room. */
    StoredObject stored(String key, int length) {
        StoredObject object = create(key, length);
        if (object != null) {
            boolean whole = fill(object, 0, length);
            object.release();
            idle();
            return whole ? object : null;
        }
        return null;
    }

    /** Fills a range with the object's bytes; false if not all could be stored. */
    static boolean fill(StoredObject object, long offset, int count) {
        Fill fill = object.begin(offset, count);
        if (fill == null) {
            return false;
        }
        try {
            int from = (int) fill.offset();
            int to = Math.toIntExact(Math.min(offset + count, object.length()));
            boolean stored = fill.write(ByteBuffer.wrap(bytes(object.key(), to), from, to - from));
            return fill.commit() && stored;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** The first bytes of what a key's object has. */
    static byte[] bytes(String key, int length) {
        byte[] bytes = new byte[length];
        new Random(key.hashCode()).nextBytes(bytes);
        return bytes;
    }

    /** Reads all that is there from an offset on. */
    static byte[] read(StoredObject object, long offset, int count) throws IOException {
        ByteBuffer into = ByteBuffer.allocate(count);
        while (into.hasRemaining()) {
            int read = object.read(into, offset + into.position());
            if (read < 0) {
                break;
            }
        }
        return java.util.Arrays.copyOf(into.array(), into.position());
    }

    /** The data files in a folder, of which some may be deleted meanwhile. */
    static List<Path> files(Path folder) throws IOException {
        List<Path> files = new ArrayList<>();
        Files.walkFileTree(folder.resolve("objects"), new SimpleFileVisitor<>() {
            @Override
            public FileVisitResult visitFile(Path file, BasicFileAttributes attributes) {
                files.add(file);
                return FileVisitResult.CONTINUE;
            }

            @Override
            public FileVisitResult visitFileFailed(Path file, IOException failure) throws IOException {
                if (failure instanceof NoSuchFileException) {
                    return FileVisitResult.CONTINUE;
                }
                throw failure;
            }
        });
        return files;
    }

    /** The disk space of all data files. */
    static long onDisk(Path folder) throws IOException {
        return files(folder).stream().mapToLong(SparseFiles::bytesOnDisk).sum();
    }

    /** Copies what a process killed now would leave. */
    static Path crash(Path folder, Path copy) throws IOException {
        try (Stream<Path> all = Files.walk(folder)) {
            for (Path path : all.toList()) {
                Files.copy(path, copy.resolve(folder.relativize(path)), StandardCopyOption.REPLACE_EXISTING);
            }
        }
        return copy;
    }

    @Override
    public void close() throws IOException {
        graceIsImmediate = true;
        store.close();
    }
}
