package dev.legato.edge.store;

import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayDeque;
import java.util.EnumSet;
import java.util.Set;
import java.util.concurrent.Executor;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.ReentrantLock;
import java.util.stream.IntStream;

/**
 * The data files that are open. Those in use stay open; of the others at most a given number does, chosen by the clock
 * algorithm (Corbató: A Paging Experiment with the Multics System, 1968): a hand goes round the files and closes one that
 * was not used since it last came by.
 */
final class DataFiles {
    private static final int STRIPES = 64;

    private final StoreFolder folder;
    private final int maxIdle;
    private final Executor workers;
    private final AtomicInteger open = new AtomicInteger();
    private final ReentrantLock[] opening =
            IntStream.range(0, STRIPES).mapToObj(_ -> new ReentrantLock()).toArray(ReentrantLock[]::new);
    private final ArrayDeque<DataFile> clock = new ArrayDeque<>();

    /** @param maxIdle files kept open while nobody uses them */
    DataFiles(StoreFolder folder, int maxIdle, Executor workers) {
        this.folder = folder;
        this.maxIdle = maxIdle;
        this.workers = workers;
    }

    /** Files that are open. */
    int open() {
        return open.get();
    }

    /**
     * Returns the object's file with a reference for the caller; opens it if need be. Waits for the disk.
     *
     * @throws StoreBusyException if too many files are open
     * @throws IOException if the file cannot be opened, or the object has been removed and given up
     */
    DataFile open(StoredObject object) throws IOException {
        ReentrantLock lock = opening[Math.floorMod(Long.hashCode(object.id()), STRIPES)];
        DataFile file;
        lock.lock();
        try {
            file = object.openedFile();
            if (file != null) {
                return file;
            }
            if (!object.acquire()) {
                throw new IOException("the object was removed");
            }
            makeRoom();
            try {
                file = openNew(object);
            } catch (IOException | RuntimeException e) {
                object.release();
                throw e;
            }
            add(file);
            object.attach(file);
        } finally {
            lock.unlock();
        }
        return file;
    }

    private DataFile openNew(StoredObject object) throws IOException {
        int now = open.incrementAndGet();
        try {
            if (now > 2 * maxIdle) {
                throw new StoreBusyException(now);
            }
            Path path = folder.dataFile(object.id());
            if (!object.isFileExpected()) {
                folder.prepare(object.id());
            }
            FileChannel channel = FileChannel.open(path, options(object));
            extend(path, object.length());
            object.fileMade();
            return new DataFile(object, channel, SparseFiles.open(path), this);
        } catch (IOException | RuntimeException e) {
            open.decrementAndGet();
            throw e;
        }
    }

    /**
     * Gives a new file its length, without blocks: who sends a part of it may ask how long it is. Where no file may be so
     * long, it grows as far as it is written.
     */
    private static void extend(Path path, long length) throws IOException {
        try (RandomAccessFile file = new RandomAccessFile(path.toFile(), "rw")) {
            if (file.length() < length) {
                try {
                    file.setLength(length);
                } catch (IOException _) {
                    // The write that goes too far fails, and says why.
                }
            }
        }
    }

    /** Only the first fill makes a file: were a lost one made anew, its holes would pass for slices. */
    private static Set<StandardOpenOption> options(StoredObject object) {
        Set<StandardOpenOption> options = EnumSet.of(StandardOpenOption.READ, StandardOpenOption.WRITE);
        if (!object.isFileExpected()) {
            boolean _ = options.add(StandardOpenOption.CREATE_NEW);
        }
        return options;
    }

    /** Closes files that are not used until there is room for another. */
    private void makeRoom() {
        synchronized (clock) {
            for (int steps = 2 * clock.size(); clock.size() >= maxIdle && steps > 0; steps--) {
                DataFile next = clock.remove();
                if (next.clearUsed()) {
                    clock.add(next);
                } else {
                    next.object().detach(next);
                }
            }
        }
    }

    private void add(DataFile file) {
        synchronized (clock) {
            clock.add(file);
        }
    }

    /** Closing a deleted file frees its blocks, which can take a while. */
    void closeLater(DataFile file) {
        Runnable close = () -> {
            file.close();
            open.decrementAndGet();
            synchronized (clock) {
                boolean _ = clock.remove(file);
            }
            file.object().release();
        };
        try {
            workers.execute(close);
        } catch (RejectedExecutionException _) {
            close.run();
        }
    }

    /** Closes the files that nobody uses. */
    void closeIdle() {
        DataFile[] all;
        synchronized (clock) {
            all = clock.toArray(DataFile[]::new);
        }
        for (DataFile file : all) {
            file.object().detach(file);
        }
    }
}
