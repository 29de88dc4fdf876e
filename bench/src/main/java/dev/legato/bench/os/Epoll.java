package dev.legato.bench.os;

import static java.lang.foreign.ValueLayout.JAVA_INT;
import static java.lang.foreign.ValueLayout.JAVA_LONG;

import java.io.IOException;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;

/**
 * One epoll instance, level-triggered unless {@link #EDGE} is asked for. Every descriptor carries a number of the caller's choice, handed back with its
 * events. Belongs to one thread.
 */
public final class Epoll implements AutoCloseable {
    public static final int IN = 0x1;
    public static final int OUT = 0x4;
    public static final int ERROR = 0x8;
    public static final int HANG_UP = 0x10;

    /** Report a change once instead of a state until it ends. */
    public static final int EDGE = 1 << 31;

    private static final int ADD = 1;
    private static final int DELETE = 2;
    private static final int MODIFY = 3;
    private static final int MAX_EVENTS = 512;

    /** struct epoll_event is packed on x86-64 only. */
    private static final int EVENT_SIZE = "amd64".equals(System.getProperty("os.arch")) ? 12 : 16;

    private static final int DATA_OFFSET = EVENT_SIZE - 8;
    private static final ValueLayout.OfInt INT = ValueLayout.JAVA_INT_UNALIGNED;

    private final Syscalls calls;
    private final int fd;
    private final MemorySegment events = Arena.ofAuto().allocate((long) EVENT_SIZE * MAX_EVENTS, 8);
    private final MemorySegment change = Arena.ofAuto().allocate(EVENT_SIZE, 8);
    private final MemorySegment timeout = Arena.ofAuto().allocate(16, 8);

    public Epoll(Syscalls calls) throws IOException {
        this.calls = calls;
        this.fd = calls.epollCreate();
        if (fd < 0) {
            throw new IOException("epoll_create1: " + Errno.text(-fd));
        }
    }

    /** @return 0 or the negative errno */
    public int add(int descriptor, int interest, int number) {
        return control(ADD, descriptor, interest, number);
    }

    /** @return 0 or the negative errno */
    public int modify(int descriptor, int interest, int number) {
        return control(MODIFY, descriptor, interest, number);
    }

    /** @return 0 or the negative errno */
    public int remove(int descriptor) {
        return control(DELETE, descriptor, 0, 0);
    }

    /**
     * Waits for events.
     *
     * @param nanos how long at most; negative: without end
     * @return how many there are; then {@link #number} and {@link #ready} tell which
     */
    public int await(long nanos) {
        if (nanos >= 0) {
            timeout.set(JAVA_LONG, 0, nanos / 1_000_000_000L);
            timeout.set(JAVA_LONG, 8, nanos % 1_000_000_000L);
        }
        int count = calls.epollWait(fd, events.address(), MAX_EVENTS, nanos < 0 ? 0 : timeout.address());
        if (count >= 0 || count == -Errno.EINTR) {
            return Math.max(count, 0);
        }
        throw new IllegalStateException("epoll_pwait2: " + Errno.text(-count));
    }

    /** The caller's number of the i-th event. */
    public int number(int i) {
        return events.get(INT, (long) i * EVENT_SIZE + DATA_OFFSET);
    }

    /** What the i-th event is ready for. */
    public int ready(int i) {
        return events.get(INT, (long) i * EVENT_SIZE);
    }

    @Override
    public void close() {
        int unused = calls.close(fd);
    }

    private int control(int operation, int descriptor, int interest, int number) {
        change.set(JAVA_INT, 0, interest);
        change.set(INT, DATA_OFFSET, number);
        change.set(INT, DATA_OFFSET + 4, 0);
        return calls.epollControl(fd, operation, descriptor, change.address());
    }
}
