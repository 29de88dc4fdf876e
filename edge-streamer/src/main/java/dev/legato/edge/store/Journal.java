package dev.legato.edge.store;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/**
 * The append-only file from which the index is restored.
 *
 * <pre>
 * LEGATOJ1                                          magic
 * 00000001 crc 'o'                                  the store was opened
 * 00000031 crc 'c' id length refetchable key tags metadata    an object was created; its length may be -1
 * 00000012 crc 'f' id 0 checksum 0                  its slice 0 was filled; the bytes are not synced (standing 0)
 * 00000012 crc 'f' id 1 checksum 0
 * 00000009 crc 's' 8d                               records up to byte 8d: their slices are on the disk
 * 0000000d crc 'e' id 0                             slice 0 was evicted
 * 0000001d crc 'd' id tags metadata                 the description was replaced
 * 00000009 crc 'r' id                               the object was removed
 * </pre>
 *
 * <p>Before each body stand its length and its CRC32C, four bytes each. Numbers are big-endian; texts are UTF-8 with a
 * length of two bytes before them, tags have a count of one byte, metadata a length of four.
 *
 * <p>Appending writes to memory and never waits for the disk. {@link #flush} writes to the file, which is what survives
 * the end of the process; {@link #sync} to the disk. Before a hole is punched, the record that the slice was evicted has to
 * be synced, or zeros would pass for a slice after a crash.
 *
 * <p>After an error the file is in doubt: records are discarded until {@link #rewrite} has made a new one.
 */
final class Journal implements AutoCloseable {
    static final byte[] MAGIC = "LEGATOJ1".getBytes(StandardCharsets.US_ASCII);

    private static final int MAX_PENDING = 16 << 20;
    private static final int WRITE_AT = 1 << 20;

    private final Path file;
    private final Runnable full;

    /** Held for moments only, also on event loops. */
    private final ReentrantLock memory = new ReentrantLock();

    /** Held while the file is written; taken before the other. */
    private final ReentrantLock disk = new ReentrantLock();

    private RecordEncoder pending = new RecordEncoder();
    private RecordEncoder spare = new RecordEncoder();
    private @Nullable RecordEncoder tail;
    private long position;
    private volatile @Nullable IOException broken;
    private @Nullable FileChannel channel;
    private volatile long size;

    /** @param full called when so much waits in memory that {@link #flush} is due; must not wait */
    Journal(Path file, Runnable full) {
        this.file = file;
        this.full = full;
    }

    /** Continues the file after its last whole record; the rest is cut off. */
    void resume(long end) throws IOException {
        FileChannel opened = FileChannel.open(file, StandardOpenOption.WRITE);
        var _ = opened.truncate(end).position(end);
        channel = opened;
        position = end;
        size = end;
    }

    /** Appends a record in memory. */
    void append(JournalEvents.Entry record) {
        boolean due;
        memory.lock();
        try {
            if (tail != null) {
                record.accept(tail);
            }
            if (broken != null) {
                return;
            }
            int before = pending.size();
            record.accept(pending);
            int after = pending.size();
            position += after - before;
            due = before <= WRITE_AT && after > WRITE_AT;
            if (after > MAX_PENDING) {
                fail(new IOException("the journal cannot be written as fast as records come"));
            }
        } finally {
            memory.unlock();
        }
        if (due) {
            full.run();
        }
    }

    /** The position after the last record appended. */
    long position() {
        memory.lock();
        try {
            return position;
        } finally {
            memory.unlock();
        }
    }

    /** Length of the file, in bytes. */
    long size() {
        return size;
    }

    /** What went wrong; null as long as records are kept. */
    @Nullable
    IOException broken() {
        return broken;
    }

    /** Writes the records appended so far to the file. Waits for the disk. */
    void flush() throws IOException {
        disk.lock();
        try {
            var _ = write();
        } finally {
            disk.unlock();
        }
    }

    /** Writes the records appended so far to the disk. Waits for it. */
    void sync() throws IOException {
        disk.lock();
        try {
            FileChannel open = write();
            try {
                open.force(false);
            } catch (IOException e) {
                throw broke(e);
            }
        } finally {
            disk.unlock();
        }
    }

    private FileChannel write() throws IOException {
        RecordEncoder records;
        memory.lock();
        try {
            if (broken != null) {
                throw new IOException("the journal cannot be written", broken);
            }
            records = pending;
            pending = spare;
            spare = records;
        } finally {
            memory.unlock();
        }
        FileChannel open = channel;
        if (open == null) {
            throw broke(new IOException("the journal is closed"));
        }
        int length = records.size();
        try {
            records.writeTo(open);
        } catch (IOException e) {
            throw broke(e);
        }
        long longer = size + length;
        size = longer;
        return open;
    }

    private IOException broke(IOException cause) {
        memory.lock();
        try {
            fail(cause);
        } finally {
            memory.unlock();
        }
        return cause;
    }

    private void fail(IOException cause) {
        broken = cause;
        pending = new RecordEncoder();
        spare = new RecordEncoder();
    }

    /**
     * Replaces the file by one without garbage, by rename. Waits for the disk, appending does not.
     *
     * <p>Records appended meanwhile go to the new file as well, after the snapshot. Some are part of the snapshot already,
     * since each object is described at a moment of its own; as all of them follow in their order, the end is right.
     *
     * @param snapshot what exists, as records
     * @throws IOException if that fails; then the old file is in doubt
     */
    void rewrite(Iterable<JournalEvents.Entry> snapshot) throws IOException {
        Path fresh = file.resolveSibling("journal.new");
        disk.lock();
        try {
            memory.lock();
            try {
                tail = new RecordEncoder();
            } finally {
                memory.unlock();
            }
            FileChannel next = FileChannel.open(
                    fresh, StandardOpenOption.WRITE, StandardOpenOption.CREATE, StandardOpenOption.TRUNCATE_EXISTING);
            try {
                long length = writeSnapshot(next, snapshot);
                swap(fresh, next, length);
            } catch (IOException | RuntimeException e) {
                next.close();
                throw e;
            }
        } catch (IOException e) {
            throw broke(e);
        } finally {
            forgetTail();
            disk.unlock();
        }
    }

    private void forgetTail() {
        memory.lock();
        try {
            tail = null;
        } finally {
            memory.unlock();
        }
    }

    private static long writeSnapshot(FileChannel next, Iterable<JournalEvents.Entry> snapshot) throws IOException {
        int _ = next.write(ByteBuffer.wrap(MAGIC));
        RecordEncoder encoder = new RecordEncoder();
        encoder.opened();
        for (JournalEvents.Entry record : snapshot) {
            record.accept(encoder);
            if (encoder.size() > WRITE_AT) {
                encoder.writeTo(next);
            }
        }
        encoder.writeTo(next);
        return next.position();
    }

    /** From here on records go to the new file alone; a crash before the rename loses those that no one relies on yet. */
    private void swap(Path fresh, FileChannel next, long length) throws IOException {
        RecordEncoder last;
        memory.lock();
        try {
            last = java.util.Objects.requireNonNull(tail);
            tail = null;
            pending = new RecordEncoder();
            position = length + last.size();
            broken = null;
        } finally {
            memory.unlock();
        }
        long end = length + last.size();
        last.writeTo(next);
        next.force(true);
        Files.move(fresh, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
        try (FileChannel folder = FileChannel.open(file.toAbsolutePath().getParent(), StandardOpenOption.READ)) {
            folder.force(true);
        }
        FileChannel old = channel;
        channel = next;
        size = end;
        if (old != null) {
            old.close();
        }
    }

    /** Writes what is left, as far as the disk lets it. */
    @Override
    public void close() throws IOException {
        disk.lock();
        try {
            FileChannel open = channel;
            if (open != null) {
                try {
                    if (broken == null) {
                        sync();
                    }
                } finally {
                    channel = null;
                    open.close();
                    var _ = broke(new IOException("the journal is closed"));
                }
            }
        } finally {
            disk.unlock();
        }
    }
}
