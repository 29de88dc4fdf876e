package dev.legato.edge.file;

import dev.legato.edge.os.Linux;
import java.io.IOException;
import org.jspecify.annotations.Nullable;

/** What the system says about an open file, and what it does with its bytes. */
sealed interface FileHandle permits FileHandle.ByDescriptor, FileHandle.ByPath, WatchedHandle {
    /** The changes of a file that is not watched. */
    Changes NOT_WATCHED = new Changes(-1, -1);

    /**
     * How many changes the kernel has reported since the file was opened; -1 if it is not watched.
     *
     * @param all changes, those of attributes included
     * @param writes to its bytes, or of its length
     */
    record Changes(int all, int writes) {}

    /** Whether size, mtime and ctime are these. Also true for a file that nobody can open any more to write to it. */
    boolean matches(FileStamp stamp);

    /** Reads the file's attributes; null if that is not possible. */
    @Nullable
    FileStamp currentStamp();

    /** Counts the changes that the kernel has reported until now. */
    Changes changes();

    /**
     * False if the file has changed in any way since it was opened, or has been deleted or replaced, as far as the file
     * itself shows that.
     *
     * @param now nanoseconds of the index's ticker
     */
    boolean isCurrent(long now);

    /** False if some of these bytes would have to be read from the disk. */
    boolean isResident(long offset, long length);

    /** Reads from the page cache: returns how many bytes, or less than 1 if that would have to wait. */
    int readCached(long address, int length, long offset);

    /** Whether {@link #sendTo} works. */
    default boolean isSendable() {
        return false;
    }

    /** Sends bytes to a non-blocking socket: returns how many it has taken, or -1. */
    default long sendTo(int socket, long offset, long count) {
        return -1;
    }

    void close();

    /** Asks the descriptor. */
    record ByDescriptor(Linux linux, int descriptor, FileStamp stamp) implements FileHandle {
        @Override
        public boolean matches(FileStamp other) {
            return linux.isAt(descriptor, other.size(), other.modified(), other.changed(), 0);
        }

        @Override
        public @Nullable FileStamp currentStamp() {
            Linux.Status now = linux.status(descriptor);
            return now == null
                    ? null
                    : new FileStamp(stamp.identity(), now.size(), now.modified(), now.changed(), now.links());
        }

        @Override
        public Changes changes() {
            return NOT_WATCHED;
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

    /**
     * Asks the path, as long as it leads to the file. Once that was replaced or deleted, nobody can open it to write.
     */
    record ByPath(Located located) implements FileHandle {
        @Override
        public boolean matches(FileStamp other) {
            FileStamp now = currentStamp();
            return now == null || now.equals(other);
        }

        @Override
        public @Nullable FileStamp currentStamp() {
            try {
                FileStamp now = FileStamp.of(located.real());
                return now != null && now.isSameFile(located.stamp()) ? now : null;
            } catch (IOException _) {
                return null;
            }
        }

        @Override
        public Changes changes() {
            return NOT_WATCHED;
        }

        @Override
        public boolean isCurrent(long now) {
            return located.stamp().equals(currentStamp());
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
