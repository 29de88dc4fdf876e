package dev.legato.bench.os;

import dev.legato.linux.LibC;
import dev.legato.linux.LinuxConstants;
import java.lang.foreign.MemorySegment;
import java.lang.invoke.MethodHandle;

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
    private static final MethodHandle SOCKET = LibC.SOCKET.criticalWithErrno();
    private static final MethodHandle CONNECT = LibC.CONNECT.criticalWithErrno();
    private static final MethodHandle BIND = LibC.BIND.criticalWithErrno();
    private static final MethodHandle LISTEN = LibC.LISTEN.criticalWithErrno();
    private static final MethodHandle ACCEPT = LibC.ACCEPT4.criticalWithErrno();
    private static final MethodHandle SET_OPTION = LibC.SETSOCKOPT.criticalWithErrno();
    private static final MethodHandle GET_OPTION = LibC.GETSOCKOPT.criticalWithErrno();
    private static final MethodHandle SOCKET_NAME = LibC.GETSOCKNAME.criticalWithErrno();
    private static final MethodHandle RECEIVE = LibC.RECV.criticalWithErrno();
    private static final MethodHandle SEND = LibC.SEND.criticalWithErrno();
    private static final MethodHandle SEND_FILE = LibC.SENDFILE.criticalWithErrno();
    private static final MethodHandle CLOSE = LibC.CLOSE.criticalWithErrno();
    private static final MethodHandle OPEN = LibC.OPEN.ordinaryWithErrno();
    private static final MethodHandle EPOLL_CREATE = LibC.EPOLL_CREATE1.criticalWithErrno();
    private static final MethodHandle EPOLL_CONTROL = LibC.EPOLL_CTL.criticalWithErrno();
    private static final MethodHandle EPOLL_WAIT = LibC.EPOLL_PWAIT2.ordinaryWithErrno();
    private static final MethodHandle MAP = LibC.MMAP.ordinaryWithErrno();
    private static final MethodHandle CLOCK_GET_TIME = LibC.CLOCK_GETTIME.criticalWithErrno();
    private static final MethodHandle LOCK_MEMORY = LibC.MLOCK.ordinaryWithErrno();

    private final MemorySegment state = LibC.errnoState();

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
            return result(
                    (int) ACCEPT.invokeExact(state, fd, 0L, 0L, LinuxConstants.O_NONBLOCK | LinuxConstants.O_CLOEXEC));
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
            return result((int) OPEN.invokeExact(state, path.address(), LinuxConstants.O_CLOEXEC));
        } catch (Throwable e) {
            throw broken(e);
        }
    }

    public int epollCreate() {
        try {
            return result((int) EPOLL_CREATE.invokeExact(state, LinuxConstants.O_CLOEXEC));
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
        return value == -1 ? -LibC.errno(state) : value;
    }

    private long result(long value) {
        return value == -1 ? -LibC.errno(state) : value;
    }

    private static IllegalStateException broken(Throwable e) {
        return new IllegalStateException("a downcall's shape does not fit its handle", e);
    }
}
