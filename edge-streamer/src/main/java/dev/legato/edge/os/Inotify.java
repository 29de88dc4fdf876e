package dev.legato.edge.os;

import static dev.legato.linux.LinuxConstants.O_CLOEXEC;
import static dev.legato.linux.LinuxConstants.O_NONBLOCK;
import static java.lang.foreign.ValueLayout.JAVA_INT;

import dev.legato.linux.LibC;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.invoke.MethodHandle;
import java.util.Optional;

/**
 * What Linux tells of changes to open files, {@code inotify(7)}: that somebody wrote to one, cut it, or took or gave it a
 * name. It tells nothing of stores to mapped memory, nor of what other machines do to a shared file system.
 */
public final class Inotify implements AutoCloseable {
    /** Stands for every watch: more changed than the kernel could remember. */
    public static final int ALL = -1;

    private static final int IN_MODIFY = 0x2;
    private static final int IN_ATTRIB = 0x4;
    private static final int EVENT_BYTES = 16;
    private static final int EVENT_MASK_AT = 4;
    private static final int EVENT_LENGTH_AT = 12;
    private static final int READ_BYTES = 4096;
    private static final ThreadLocal<MemorySegment> EVENTS =
            ThreadLocal.withInitial(() -> Arena.global().allocate(READ_BYTES, 8));

    /** Takes changes one by one. */
    @FunctionalInterface
    public interface Listener {
        /**
         * A file has changed.
         *
         * @param file its number, perhaps one forgotten just now, or {@link #ALL}
         * @param written true if somebody wrote to it or cut it, false if only what is said about it has changed
         */
        void changed(int file, boolean written);
    }

    private static final class Calls {
        static final MethodHandle INIT = LibC.INOTIFY_INIT1.ordinary();
        static final MethodHandle ADD_WATCH = LibC.INOTIFY_ADD_WATCH.ordinary();
        static final MethodHandle REMOVE_WATCH = LibC.INOTIFY_RM_WATCH.ordinary();
        static final MethodHandle READ = LibC.READ.ordinary();

        private Calls() {}
    }

    private final Linux linux;
    private final int descriptor;

    private Inotify(Linux linux, int descriptor) {
        this.linux = linux;
        this.descriptor = descriptor;
    }

    /** A queue of changes of its own; empty where the system has none, or no more of them. */
    public static Optional<Inotify> open(Linux linux) {
        try {
            int descriptor = (int) Calls.INIT.invokeExact(O_NONBLOCK | O_CLOEXEC);
            return descriptor < 0 ? Optional.empty() : Optional.of(new Inotify(linux, descriptor));
        } catch (RuntimeException | LinkageError _) {
            return Optional.empty(); // no libc as we know it
        } catch (Throwable e) {
            throw new AssertionError(e);
        }
    }

    /**
     * Has changes of an open file told from now on.
     *
     * @return a number for the file, the same for each descriptor of it; -1 if the system watches no more files
     */
    public int watch(int file) {
        try (Arena arena = Arena.ofConfined()) {
            MemorySegment path = arena.allocateFrom("/proc/self/fd/" + file);
            return (int) Calls.ADD_WATCH.invokeExact(descriptor, path.address(), IN_MODIFY | IN_ATTRIB);
        } catch (Throwable e) {
            throw new AssertionError(e);
        }
    }

    /** Stops watching a file. */
    public void removeWatch(int watch) {
        try {
            int _ = (int) Calls.REMOVE_WATCH.invokeExact(descriptor, watch);
        } catch (Throwable e) {
            throw new AssertionError(e);
        }
    }

    /**
     * Tells what has changed since the last time, without waiting; by any thread, but each change is told only once.
     *
     * @param listener takes the changes
     */
    public void read(Listener listener) {
        MemorySegment events = EVENTS.get();
        long length;
        do {
            length = read(events);
            for (long at = 0; at < length; at += EVENT_BYTES + events.get(JAVA_INT, at + EVENT_LENGTH_AT)) {
                listener.changed(events.get(JAVA_INT, at), (events.get(JAVA_INT, at + EVENT_MASK_AT) & IN_MODIFY) != 0);
            }
        } while (length > READ_BYTES - EVENT_BYTES); // there may be more
    }

    @Override
    public void close() {
        linux.close(descriptor);
    }

    private long read(MemorySegment into) {
        try {
            return (long) Calls.READ.invokeExact(descriptor, into.address(), (long) READ_BYTES);
        } catch (Throwable e) {
            throw new AssertionError(e);
        }
    }
}
