package dev.legato.edge.os;

import static dev.legato.linux.LinuxConstants.MSG_DONTWAIT;
import static dev.legato.linux.LinuxConstants.MSG_MORE;
import static dev.legato.linux.LinuxConstants.MSG_NOSIGNAL;
import static dev.legato.linux.LinuxConstants.O_CLOEXEC;
import static dev.legato.linux.LinuxConstants.O_NOATIME;
import static java.lang.foreign.ValueLayout.JAVA_INT;
import static java.lang.foreign.ValueLayout.JAVA_LONG;

import dev.legato.linux.LibC;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.lang.invoke.MethodHandle;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Linux system calls on files and connections that are served from them.
 *
 * <p>{@code send} is a critical downcall: with {@code MSG_DONTWAIT} it never waits, and the transition it saves costs as
 * much as the call. All others are ordinary ones, since a slow file system may make them wait and a critical call would
 * hold up the collector meanwhile.
 */
public final class Linux {
    private static final int AT_EMPTY_PATH = 0x1000;
    private static final int STATX_NLINK = 0x4;
    private static final int STATX_MTIME = 0x40;
    private static final int STATX_CTIME = 0x80;
    private static final int STATX_SIZE = 0x200;
    private static final int STATX_BYTES = 256;
    private static final int STATX_NLINK_AT = 16;
    private static final int STATX_SIZE_AT = 40;
    private static final int STATX_CTIME_AT = 96;
    private static final int STATX_MTIME_AT = 112;
    private static final int NANOS_AFTER_SECONDS = 8;
    private static final long SYS_CACHESTAT = 451;
    private static final int CACHESTAT_BYTES = 16 + 40;
    private static final int PAGE = 4096;
    private static final int RWF_NOWAIT = 8;

    private static final Optional<Linux> CALLS = load();
    private static final MemorySegment EMPTY_PATH = Arena.global().allocate(1);

    /** Scratch for results, one a thread: the calls below fill it and read it at once. */
    private static final ThreadLocal<MemorySegment> SCRATCH =
            ThreadLocal.withInitial(() -> Arena.global().allocate(STATX_BYTES, 8));

    /** Linked by the first call, so that the class around can be loaded on a system that lacks a function. */
    private static final class Calls {
        static final MethodHandle SEND = LibC.SEND.critical();
        static final MethodHandle SENDFILE = LibC.SENDFILE.ordinary();
        static final MethodHandle STATX = LibC.STATX.ordinary();
        static final MethodHandle OPEN = LibC.OPEN.ordinary();
        static final MethodHandle CLOSE = LibC.CLOSE.ordinary();
        static final MethodHandle CACHESTAT = LibC.SYSCALL_CACHESTAT.ordinary();
        static final @Nullable MethodHandle PREADV2 = LibC.PREADV2.isPresent() ? LibC.PREADV2.ordinary() : null;

        private Calls() {}
    }

    private Linux() {}

    /** The calls, where there are any: on 64-bit Linux, with native access allowed. */
    public static Optional<Linux> calls() {
        return CALLS;
    }

    /**
     * Sends bytes that more will follow at once, so that the kernel waits with the packet; never waits itself.
     *
     * @param address of the first byte
     * @return bytes taken, or -1
     */
    public long sendMore(int socket, long address, int length) {
        try {
            return (long)
                    Calls.SEND.invokeExact(socket, address, (long) length, MSG_DONTWAIT | MSG_NOSIGNAL | MSG_MORE);
        } catch (Throwable e) {
            throw new AssertionError(e);
        }
    }

    /**
     * Sends bytes of a file from the page cache, as many as a non-blocking socket takes.
     *
     * @return bytes taken, or -1
     */
    public long sendFile(int socket, int file, long position, long count) {
        MemorySegment offset = SCRATCH.get();
        offset.set(JAVA_LONG, 0, position);
        try {
            return (long) Calls.SENDFILE.invokeExact(socket, file, offset.address(), count);
        } catch (Throwable e) {
            throw new AssertionError(e);
        }
    }

    /**
     * Opens a file for reading; without note of when it was read, where the system lets us, which is its owner's right.
     *
     * @return a descriptor, or -1
     */
    public int open(String path) {
        try (Arena arena = Arena.ofConfined()) {
            MemorySegment name = arena.allocateFrom(path);
            int descriptor = (int) Calls.OPEN.invokeExact(name.address(), O_CLOEXEC | O_NOATIME);
            return descriptor < 0 ? (int) Calls.OPEN.invokeExact(name.address(), O_CLOEXEC) : descriptor;
        } catch (Throwable e) {
            throw new AssertionError(e);
        }
    }

    public void close(int descriptor) {
        try {
            int _ = (int) Calls.CLOSE.invokeExact(descriptor);
        } catch (Throwable e) {
            throw new AssertionError(e);
        }
    }

    /**
     * What is said about an open file.
     *
     * @param modified mtime, nanoseconds since 1970
     * @param changed ctime, the same
     */
    public record Status(long size, long modified, long changed, int links) {}

    /** Looks at an open file; null if the system does not say. */
    public @Nullable Status status(int descriptor) {
        MemorySegment scratch = SCRATCH.get();
        return statx(descriptor, scratch)
                ? new Status(
                        scratch.get(JAVA_LONG, STATX_SIZE_AT),
                        nanos(scratch, STATX_MTIME_AT),
                        nanos(scratch, STATX_CTIME_AT),
                        scratch.get(JAVA_INT, STATX_NLINK_AT))
                : null;
    }

    /**
     * Whether an open file still has this size and these times, nanoseconds since 1970.
     *
     * @param modified mtime
     * @param changed ctime
     * @param links how many names it must still have: 0 if it may have been deleted or replaced meanwhile
     */
    public boolean isAt(int descriptor, long size, long modified, long changed, int links) {
        MemorySegment scratch = SCRATCH.get();
        return statx(descriptor, scratch)
                && scratch.get(JAVA_INT, STATX_NLINK_AT) >= links
                && scratch.get(JAVA_LONG, STATX_SIZE_AT) == size
                && nanos(scratch, STATX_MTIME_AT) == modified
                && nanos(scratch, STATX_CTIME_AT) == changed;
    }

    private boolean statx(int descriptor, MemorySegment into) {
        int wanted = STATX_SIZE | STATX_MTIME | STATX_CTIME | STATX_NLINK;
        try {
            return (int) Calls.STATX.invokeExact(
                            descriptor, EMPTY_PATH.address(), AT_EMPTY_PATH, wanted, into.address())
                    == 0;
        } catch (Throwable e) {
            throw new AssertionError(e);
        }
    }

    private static long nanos(MemorySegment status, long at) {
        return status.get(JAVA_LONG, at) * 1_000_000_000L + status.get(JAVA_INT, at + NANOS_AFTER_SECONDS);
    }

    /** Whether all pages of a part of a file are in the page cache; true as well where the kernel cannot tell. */
    public boolean isResident(int descriptor, long offset, long length) {
        return missingPages(descriptor, offset, length) <= 0;
    }

    /** How many pages of a part of a file are not in the page cache; -1 if the kernel cannot tell. */
    private long missingPages(int descriptor, long offset, long length) {
        MemorySegment scratch = SCRATCH.get();
        long first = offset - offset % PAGE;
        long bytes = offset + length - first;
        scratch.set(ValueLayout.JAVA_LONG, 0, first);
        scratch.set(ValueLayout.JAVA_LONG, 8, bytes);
        try {
            long result = (long) Calls.CACHESTAT.invokeExact(
                    SYS_CACHESTAT, descriptor, scratch.address(), scratch.address() + 16, 0);
            return result != 0 ? -1 : Math.max(0, (bytes + PAGE - 1) / PAGE - scratch.get(JAVA_LONG, 16));
        } catch (Throwable e) {
            throw new AssertionError(e);
        }
    }

    /** 64-bit Linux with native access allowed. */
    static boolean isSupported() {
        return System.getProperty("os.name").equals("Linux")
                && (System.getProperty("os.arch").equals("amd64")
                        || System.getProperty("os.arch").equals("aarch64"))
                && Linux.class.getModule().isNativeAccessEnabled();
    }

    /**
     * Reads bytes of a file that are in the page cache.
     *
     * @param address where to put them
     * @return bytes read, fewer where the cache has a hole; 0 at the file's end; -1 if the first ones would have to come
     *     from the disk, or the kernel cannot tell
     */
    public int readCached(int descriptor, long address, int length, long offset) {
        int count = read(descriptor, address, length, offset, RWF_NOWAIT);
        // tmpfs, for one, knows no RWF_NOWAIT; it is read as it is once all is known to be there.
        return count < 0 && missingPages(descriptor, offset, length) == 0
                ? read(descriptor, address, length, offset, 0)
                : count;
    }

    private int read(int descriptor, long address, int length, long offset, int flags) {
        MethodHandle preadv2 = Calls.PREADV2;
        if (preadv2 == null) {
            return -1;
        }
        MemorySegment vector = SCRATCH.get();
        vector.set(JAVA_LONG, 0, address);
        vector.set(JAVA_LONG, 8, length);
        try {
            return (int) (long) preadv2.invokeExact(descriptor, vector.address(), 1, offset, flags);
        } catch (Throwable e) {
            throw new AssertionError(e);
        }
    }

    private static Optional<Linux> load() {
        if (!isSupported()) {
            return Optional.empty();
        }
        try {
            Linux linux = new Linux();
            linux.close(-1); // does nothing, but links the functions or finds that it cannot
            return Optional.of(linux);
        } catch (RuntimeException | LinkageError _) {
            return Optional.empty(); // no libc as we know it
        }
    }

    static {
        assert CACHESTAT_BYTES <= STATX_BYTES;
    }
}
