package dev.legato.edge.file;

import dev.legato.edge.os.Linux;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.attribute.BasicFileAttributes;

/** Tells what became of an open file since it was opened. */
sealed interface Witness permits Witness.ByDescriptor, Witness.ByPath, NotifiedWitness {
    /** False if its bytes may be others than when it was opened: somebody wrote to it or cut it. */
    boolean hasStayed();

    /**
     * False if it has not stayed, or has been deleted or replaced, as far as that shows on the file itself.
     *
     * @param now nanoseconds of the index's ticker
     */
    boolean isCurrent(long now);

    /** False if some of these bytes would have to come from the disk. */
    boolean isResident(long offset, long length);

    /** Reads what is in the page cache: bytes read, or less than 1 if that is not to be had without waiting. */
    int readCached(long address, int length, long offset);

    /** For system calls of our own, or -1. */
    default int descriptor() {
        return -1;
    }

    void close();

    /** Asks the descriptor itself. */
    record ByDescriptor(Linux linux, int descriptor, FileStamp stamp) implements Witness {
        @Override
        public boolean hasStayed() {
            return linux.hasStayed(descriptor, stamp.size(), stamp.modified(), 0);
        }

        @Override
        public boolean isCurrent(long now) {
            return linux.hasStayed(descriptor, stamp.size(), stamp.modified(), 1);
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
        public void close() {
            linux.close(descriptor);
        }
    }

    /** Asks the path, as long as it leads to the file; once it is replaced or gone, nobody can reach it to write. */
    record ByPath(Located located) implements Witness {
        @Override
        public boolean hasStayed() {
            try {
                FileStamp now = look();
                return !now.identity().equals(located.stamp().identity()) || now.equals(located.stamp());
            } catch (IOException _) {
                return true;
            }
        }

        @Override
        public boolean isCurrent(long now) {
            try {
                return look().equals(located.stamp());
            } catch (IOException _) {
                return false;
            }
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

        private FileStamp look() throws IOException {
            return FileStamp.of(
                    Files.readAttributes(located.real(), BasicFileAttributes.class, LinkOption.NOFOLLOW_LINKS),
                    located.real().toString());
        }
    }
}
