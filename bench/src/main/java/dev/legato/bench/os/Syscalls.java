package dev.legato.bench.os;

import static java.lang.foreign.ValueLayout.JAVA_INT;
import static java.lang.foreign.ValueLayout.JAVA_LONG;

import java.lang.foreign.Arena;
import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.Linker;
import java.lang.foreign.MemoryLayout;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.StructLayout;
import java.lang.foreign.ValueLayout;
import java.lang.invoke.MethodHandle;
import java.lang.invoke.VarHandle;

/**
 * The system calls of the generator and the limit server. Each answers as the kernel does: a result ≥ 0, or the
 * negative errno (see {@link Errno}).
 *
 * <p>Pointers are plain addresses: a {@code long} costs neither a bounds check nor an object a call. An instance
 * belongs to one thread, because errno is captured into its own memory.
 *
 * <p>Calls that never wait are <i>critical</i> downcalls: they skip the thread's state change. {@code epoll_wait} may
 * wait and so is an ordinary one.
 */
public final class Syscalls {
    private static final Linker LINKER = Linker.nativeLinker();
    private static final StructLayout CAPTURE = Linker.Option.captureStateLayout();
    private static final VarHandle ERRNO = CAPTURE.varHandle(MemoryLayout.PathElement.groupElement("errno"));
    private static final Linker.Option CAPTURE_ERRNO = Linker.Option.captureCallState("errno");
    private static final Linker.Option CRITICAL = Linker.Option.critical(false);

    private static final MethodHandle SOCKET = quick("socket", JAVA_INT, JAVA_INT, JAVA_INT, JAVA_INT);
    private static final MethodHandle CONNECT = quick("connect", JAVA_INT, JAVA_INT, JAVA_LONG, JAVA_INT);
    private static final MethodHandle BIND = quick("bind", JAVA_INT, JAVA_INT, JAVA_LONG, JAVA_INT);
    private static final MethodHandle LISTEN = quick("listen", JAVA_INT, JAVA_INT, JAVA_INT);
    private static final MethodHandle ACCEPT = quick("accept4", JAVA_INT, JAVA_INT, JAVA_LONG, JAVA_LONG, JAVA_INT);
    private static final MethodHandle SET_OPTION =
            quick("setsockopt", JAVA_INT, JAVA_INT, JAVA_INT, JAVA_INT, JAVA_LONG, JAVA_INT);
    private static final MethodHandle GET_OPTION =
            quick("getsockopt", JAVA_INT, JAVA_INT, JAVA_INT, JAVA_INT, JAVA_LONG, JAVA_LONG);
    private static final MethodHandle SOCKET_NAME = quick("getsockname", JAVA_INT, JAVA_INT, JAVA_LONG, JAVA_LONG);
    private static final MethodHandle RECEIVE = quick("recv", JAVA_LONG, JAVA_INT, JAVA_LONG, JAVA_LONG, JAVA_INT);
    private static final MethodHandle SEND = quick("send", JAVA_LONG, JAVA_INT, JAVA_LONG, JAVA_LONG, JAVA_INT);
    private static final MethodHandle SEND_FILE =
            quick("sendfile", JAVA_LONG, JAVA_INT, JAVA_INT, JAVA_LONG, JAVA_LONG);
    private static final MethodHandle CLOSE = quick("close", JAVA_INT, JAVA_INT);
    private static final MethodHandle OPEN = slow("open", JAVA_INT, JAVA_LONG, JAVA_INT);
    private static final MethodHandle EPOLL_CREATE = quick("epoll_create1", JAVA_INT, JAVA_INT);
    private static final MethodHandle EPOLL_CONTROL =
            quick("epoll_ctl", JAVA_INT, JAVA_INT, JAVA_INT, JAVA_INT, JAVA_LONG);
    private static final MethodHandle EPOLL_WAIT =
            slow("epoll_pwait2", JAVA_INT, JAVA_INT, JAVA_LONG, JAVA_INT, JAVA_LONG, JAVA_LONG);
    private static final MethodHandle MAP =
            slow("mmap", JAVA_LONG, JAVA_LONG, JAVA_LONG, JAVA_INT, JAVA_INT, JAVA_INT, JAVA_LONG);
    private static final MethodHandle CLOCK_GET_TIME = quick("clock_gettime", JAVA_INT, JAVA_INT, JAVA_LONG);
    private static final MethodHandle LOCK_MEMORY = slow("mlock", JAVA_INT, JAVA_LONG, JAVA_LONG);

    private final MemorySegment state = Arena.ofAuto().allocate(CAPTURE);

    private static MethodHandle quick(String name, ValueLayout result, ValueLayout... arguments) {
        return handle(name, result, arguments, CAPTURE_ERRNO, CRITICAL);
    }

    private static MethodHandle slow(String name, ValueLayout result, ValueLayout... arguments) {
        return handle(name, result, arguments, CAPTURE_ERRNO);
    }

    @SuppressWarnings("restricted") // calling native code is what this class is for
    private static MethodHandle handle(
            String name, ValueLayout result, ValueLayout[] arguments, Linker.Option... options) {
        MemorySegment address = LINKER.defaultLookup()
                .find(name)
                .orElseThrow(() -> new UnsupportedOperationException(
                        "libc has no %s (expected: Linux with glibc >= 2.35)".formatted(name)));
        return LINKER.downcallHandle(address, FunctionDescriptor.of(result, arguments), options);
    }

    public int socket(int domain, int type, int protocol) {
        try {
            return result((int) SOCKET.invokeExact(state, domain, type, protocol));
        } catch (Throwable e) {
            throw broken(e);
        }
    }

    public int connect(int fd, long address, int length) {
        try {
            return result((int) CONNECT.invokeExact(state, fd, address, length));
        } catch (Throwable e) {
            throw broken(e);
        }
    }

    public int bind(int fd, long address, int length) {
        try {
            return result((int) BIND.invokeExact(state, fd, address, length));
        } catch (Throwable e) {
            throw broken(e);
        }
    }

    public int listen(int fd, int backlog) {
        try {
            return result((int) LISTEN.invokeExact(state, fd, backlog));
        } catch (Throwable e) {
            throw broken(e);
        }
    }

    /** The next connection as a non-blocking descriptor, or {@code -EAGAIN}. */
    public int accept(int fd) {
        try {
            return result((int) ACCEPT.invokeExact(state, fd, 0L, 0L, Sockets.SOCK_NONBLOCK | Sockets.SOCK_CLOEXEC));
        } catch (Throwable e) {
            throw broken(e);
        }
    }

    public int setOption(int fd, int level, int name, long address, int length) {
        try {
            return result((int) SET_OPTION.invokeExact(state, fd, level, name, address, length));
        } catch (Throwable e) {
            throw broken(e);
        }
    }

    public int getOption(int fd, int level, int name, long address, long lengthAddress) {
        try {
            return result((int) GET_OPTION.invokeExact(state, fd, level, name, address, lengthAddress));
        } catch (Throwable e) {
            throw broken(e);
        }
    }

    public int socketName(int fd, long address, long lengthAddress) {
        try {
            return result((int) SOCKET_NAME.invokeExact(state, fd, address, lengthAddress));
        } catch (Throwable e) {
            throw broken(e);
        }
    }

    public long receive(int fd, long address, long length, int flags) {
        try {
            return result((long) RECEIVE.invokeExact(state, fd, address, length, flags));
        } catch (Throwable e) {
            throw broken(e);
        }
    }

    public long send(int fd, long address, long length, int flags) {
        try {
            return result((long) SEND.invokeExact(state, fd, address, length, flags));
        } catch (Throwable e) {
            throw broken(e);
        }
    }

    /** @param offsetAddress where the file offset stands; the kernel moves it on */
    public long sendFile(int socket, int file, long offsetAddress, long count) {
        try {
            return result((long) SEND_FILE.invokeExact(state, socket, file, offsetAddress, count));
        } catch (Throwable e) {
            throw broken(e);
        }
    }

    /** @return 0, also for a descriptor that was closed before */
    public int close(int fd) {
        try {
            int result = result((int) CLOSE.invokeExact(state, fd));
            return result == -Errno.EBADF ? 0 : result;
        } catch (Throwable e) {
            throw broken(e);
        }
    }

    /** Opens a file to read. */
    public int open(MemorySegment path) {
        try {
            return result((int) OPEN.invokeExact(state, path.address(), Sockets.O_CLOEXEC));
        } catch (Throwable e) {
            throw broken(e);
        }
    }

    public int epollCreate() {
        try {
            return result((int) EPOLL_CREATE.invokeExact(state, Sockets.O_CLOEXEC));
        } catch (Throwable e) {
            throw broken(e);
        }
    }

    public int epollControl(int epoll, int operation, int fd, long event) {
        try {
            return result((int) EPOLL_CONTROL.invokeExact(state, epoll, operation, fd, event));
        } catch (Throwable e) {
            throw broken(e);
        }
    }

    /** @param timeout the address of a timespec, or 0 to wait without end */
    public int epollWait(int epoll, long events, int most, long timeout) {
        try {
            return result((int) EPOLL_WAIT.invokeExact(state, epoll, events, most, timeout, 0L));
        } catch (Throwable e) {
            throw broken(e);
        }
    }

    /** @param time the address of a timespec to fill */
    public int clockGetTime(int clock, long time) {
        try {
            return result((int) CLOCK_GET_TIME.invokeExact(state, clock, time));
        } catch (Throwable e) {
            throw broken(e);
        }
    }

    /** Maps a whole file to read and locks its pages into memory. */
    public int pin(int fd, long length) {
        try {
            long address = result((long) MAP.invokeExact(state, 0L, length, 1, 1, fd, 0L));
            return address < 0 ? (int) address : result((int) LOCK_MEMORY.invokeExact(state, address, length));
        } catch (Throwable e) {
            throw broken(e);
        }
    }

    private int result(int value) {
        return value == -1 ? -(int) ERRNO.get(state, 0L) : value;
    }

    private long result(long value) {
        return value == -1 ? -(int) ERRNO.get(state, 0L) : value;
    }

    private static IllegalStateException broken(Throwable e) {
        return new IllegalStateException("a downcall's shape does not fit its handle", e);
    }
}
