package dev.legato.edge.file;

import dev.legato.edge.os.Linux;
import java.io.IOException;
import org.jspecify.annotations.Nullable;

/** Tells what became of an open file since it was opened. */
sealed interface Witness permits Witness.ByDescriptor, Witness.ByPath, NotifiedWitness {
    /** What was told of a file that nobody watches. */
    Told NOTHING_TOLD = new Told(-1, -1);

    /**
     * How often something was told of a file since it was opened; -1 if it is not watched.
     *
     * @param changes of any kind, its attributes' included
     * @param writes to its bytes, or of its length
     */
    record Told(int changes, int writes) {}

    /** Tells whether size, mtime and ctime are these; true as well for one that nobody can reach to write to. */
    boolean isAt(FileStamp stamp);

    /** What the file is like now; null if that cannot be told. */
    @Nullable
    FileStamp look();

    /** What the kernel has told of it until now. */
    Told told();

    /**
     * False if it has changed in any way since it was opened, or has been deleted or replaced, as far as that shows on
     * the file itself.
     *
     * @param now nanoseconds of the index's ticker
     */
    boolean isCurrent(long now);

    /** False if some of these bytes would have to come from the disk. */
    boolean isResident(long offset, long length);

    /** Reads what is in the page cache: bytes read, or less than 1 if that would have to wait. */
    int readCached(long address, int length, long offset);

    /** Whether {@link #sendTo} works. */
    default boolean isSendable() {
        return false;
    }

    /** Sends bytes to a non-blocking socket, as many as it takes: bytes taken, or -1. */
    default long sendTo(int socket, long offset, long count) {
        return -1;
    }

    void close();

    /** Asks the descriptor itself. */
    record ByDescriptor(Linux linux, int descriptor, FileStamp stamp) implements Witness {
        @Override
        public boolean isAt(FileStamp other) {
            return linux.isAt(descriptor, other.size(), other.modified(), other.changed(), 0);
        }

        @Override
        public @Nullable FileStamp look() {
            Linux.Status now = linux.status(descriptor);
            return now == null
                    ? null
                    : new FileStamp(stamp.identity(), now.size(), now.modified(), now.changed(), now.links());
        }

        @Override
        public Told told() {
            return NOTHING_TOLD;
        }

        @Override
        public boolean isCurrent(long now) {
            return linux.isAt(descriptor, stamp.size(), stamp.modified(), stamp.changed(), 1);
        }

        @Override
        public boolean isResident(long offset, long length) {
            return linux.isResident(descriptor, offset, length);
        }

        @Override
        public int readCached(long address, int length, long offset) {
            return linux.readCached(descriptor, address, length, offset);
        }

        @Override
        public boolean isSendable() {
            return true;
        }

        @Override
        public long sendTo(int socket, long offset, long count) {
            return linux.sendFile(socket, descriptor, offset, count);
        }

        @Override
        public void close() {
            linux.close(descriptor);
        }
    }

    /** Asks the path, as long as it leads to the file; once it is replaced or gone, nobody can reach it to write. */
    record ByPath(Located located) implements Witness {
        @Override
        public boolean isAt(FileStamp other) {
            FileStamp now = look();
            return now == null || now.equals(other);
        }

        @Override
        public @Nullable FileStamp look() {
            try {
                FileStamp now = FileStamp.of(located.real());
                return now != null && now.isSameFile(located.stamp()) ? now : null;
            } catch (IOException _) {
                return null;
            }
        }

        @Override
        public Told told() {
            return NOTHING_TOLD;
        }

        @Override
        public boolean isCurrent(long now) {
            return located.stamp().equals(look());
        }

        @Override
        public boolean isResident(long offset, long length) {
            return true;
        }

        @Override
        public int readCached(long address, int length, long offset) {
            return -1;
        }

        @Override
        public void close() {
            // holds nothing
        }
    }
}
