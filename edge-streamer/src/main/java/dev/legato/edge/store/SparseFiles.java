package dev.legato.edge.store;

import static dev.legato.linux.LinuxConstants.FALLOC_FL_KEEP_SIZE;
import static dev.legato.linux.LinuxConstants.FALLOC_FL_PUNCH_HOLE;
import static dev.legato.linux.LinuxConstants.O_CLOEXEC;
import static dev.legato.linux.LinuxConstants.O_RDWR;
import static java.lang.foreign.ValueLayout.JAVA_LONG;

import dev.legato.edge.os.Linux;
import dev.legato.linux.LibC;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.invoke.MethodHandle;
import java.nio.file.Path;

/** Holes in files: what Linux can do beyond the JDK. Every call may wait for the disk. */
final class SparseFiles {
    /** The descriptor of a file on a system without native calls. */
    static final int NO_DESCRIPTOR = -1;

    private static final int AT_FDCWD = -100;
    private static final int STATX_BLOCKS = 0x400;
    private static final int STATX_BYTES = 256;
    private static final int STATX_BLOCKS_AT = 48;
    private static final int SECTOR = 512;

    private static final boolean SUPPORTED = Linux.calls().isPresent() && LibC.FALLOCATE.isPresent();

    /** Linked by the first call, so that the class around can be loaded on a system that lacks a function. */
    private static final class Calls {
        static final MethodHandle OPEN = LibC.OPEN.ordinary();
        static final MethodHandle CLOSE = LibC.CLOSE.ordinary();
        static final MethodHandle FALLOCATE = LibC.FALLOCATE.ordinary();
        static final MethodHandle STATX = LibC.STATX.ordinary();

        private Calls() {}
    }

    private SparseFiles() {}

    /** Opens an existing file for native calls; {@link #NO_DESCRIPTOR} if that is not possible. */
    static int open(Path file) {
        if (!SUPPORTED) {
            return NO_DESCRIPTOR;
        }
        try (Arena arena = Arena.ofConfined()) {
            MemorySegment name = arena.allocateFrom(file.toString());
            return (int) Calls.OPEN.invokeExact(name.address(), O_RDWR | O_CLOEXEC);
        } catch (Throwable e) {
            throw new AssertionError(e);
        }
    }

    static void close(int descriptor) {
        if (descriptor < 0) {
            return;
        }
        try {
            int _ = (int) Calls.CLOSE.invokeExact(descriptor);
        } catch (Throwable e) {
            throw new AssertionError(e);
        }
    }

    /** Frees the blocks of a part of a file, which then reads as zeros; false if the file system cannot. */
    static boolean punch(int descriptor, long offset, long length) {
        if (descriptor < 0) {
            return false;
        }
        try {
            return (int) Calls.FALLOCATE.invokeExact(
                            descriptor, FALLOC_FL_PUNCH_HOLE | FALLOC_FL_KEEP_SIZE, offset, length)
                    == 0;
        } catch (Throwable e) {
            throw new AssertionError(e);
        }
    }

    /** Returns the disk space that a file takes, holes left out; -1 if that is unknown. */
    static long bytesOnDisk(Path file) {
        if (!SUPPORTED) {
            return -1;
        }
        try (Arena arena = Arena.ofConfined()) {
            MemorySegment status = arena.allocate(STATX_BYTES, 8);
            int result = (int) Calls.STATX.invokeExact(
                    AT_FDCWD, arena.allocateFrom(file.toString()).address(), 0, STATX_BLOCKS, status.address());
            return result == 0 ? status.get(JAVA_LONG, STATX_BLOCKS_AT) * SECTOR : -1;
        } catch (Throwable e) {
            throw new AssertionError(e);
        }
    }
}
