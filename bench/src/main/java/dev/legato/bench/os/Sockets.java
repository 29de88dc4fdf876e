package dev.legato.bench.os;

import static dev.legato.linux.LinuxConstants.IPPROTO_TCP;
import static dev.legato.linux.LinuxConstants.O_CLOEXEC;
import static dev.legato.linux.LinuxConstants.O_NONBLOCK;
import static dev.legato.linux.LinuxConstants.SOL_SOCKET;
import static java.lang.foreign.ValueLayout.JAVA_INT;

import dev.legato.linux.SocketAddress;
import java.io.IOException;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;

/** Makes and sets up TCP sockets over IPv4. Belongs to one thread, as its {@link Syscalls} do. */
public final class Sockets {
    private static final int SOCK_STREAM = 1;
    private static final int SO_REUSEADDR = 2;
    private static final int SO_ERROR = 4;
    private static final int SO_LINGER = 13;
    private static final int TCP_NODELAY = 1;
    private static final int TCP_CONGESTION = 13;

    private final Syscalls calls;
    private final MemorySegment address = Arena.ofAuto().allocate(SocketAddress.IPV4_BYTES, 8);
    private final MemorySegment value = Arena.ofAuto().allocate(16, 8);
    private final MemorySegment length = Arena.ofAuto().allocate(8, 8);

    public Sockets(Syscalls calls) {
        this.calls = calls;
    }

    /**
     * A non-blocking socket on its way to the server.
     *
     * @param abrupt whether closing it sends a reset, so that its port is free at once
     * @return the descriptor, or the negative errno when the connection failed at once
     */
    public int connect(InetSocketAddress server, boolean abrupt) {
        int fd = calls.socket(SocketAddress.AF_INET, SOCK_STREAM | O_NONBLOCK | O_CLOEXEC, 0);
        if (fd < 0) {
            return fd;
        }
        set(fd, IPPROTO_TCP, TCP_NODELAY, 1);
        if (abrupt) {
            setLinger(fd);
        }
        SocketAddress.writeIpv4(server, address);
        int result = calls.connect(fd, address.address(), SocketAddress.IPV4_BYTES);
        if (result < 0 && result != -Errno.EINPROGRESS) {
            close(fd);
            return result;
        }
        return fd;
    }

    /** A non-blocking listening socket. */
    public int listen(InetSocketAddress local, int backlog) throws IOException {
        int fd = check("socket", calls.socket(SocketAddress.AF_INET, SOCK_STREAM | O_NONBLOCK | O_CLOEXEC, 0));
        set(fd, SOL_SOCKET, SO_REUSEADDR, 1);
        SocketAddress.writeIpv4(local, address);
        int bound = calls.bind(fd, address.address(), SocketAddress.IPV4_BYTES);
        if (bound < 0) {
            close(fd);
            throw new IOException("bind %s: %s".formatted(local, Errno.text(-bound)));
        }
        int unused = check("listen", calls.listen(fd, backlog));
        return fd;
    }

    /** The port a socket is bound to. */
    public int localPort(int fd) throws IOException {
        length.set(JAVA_INT, 0, SocketAddress.IPV4_BYTES);
        int unused = check("getsockname", calls.socketName(fd, address.address(), length.address()));
        return SocketAddress.port(address);
    }

    /** How a connection attempt went: 0, or the errno. */
    public int error(int fd) {
        length.set(JAVA_INT, 0, 4);
        int result = calls.getOption(fd, SOL_SOCKET, SO_ERROR, value.address(), length.address());
        return result < 0 ? -result : value.get(JAVA_INT, 0);
    }

    /** The congestion control a connection runs, as the kernel names it. */
    public String congestionControl(int fd) {
        length.set(JAVA_INT, 0, 16);
        value.fill((byte) 0);
        int result = calls.getOption(fd, IPPROTO_TCP, TCP_CONGESTION, value.address(), length.address());
        return result < 0 ? "unknown" : value.getString(0, StandardCharsets.US_ASCII);
    }

    public void noDelay(int fd) {
        set(fd, IPPROTO_TCP, TCP_NODELAY, 1);
    }

    public void close(int fd) {
        int unused = calls.close(fd);
    }

    private void set(int fd, int level, int name, int to) {
        value.set(JAVA_INT, 0, to);
        // An option that cannot be set makes a run slower, not wrong.
        int unused = calls.setOption(fd, level, name, value.address(), 4);
    }

    private void setLinger(int fd) {
        value.set(JAVA_INT, 0, 1);
        value.set(JAVA_INT, 4, 0);
        int unused = calls.setOption(fd, SOL_SOCKET, SO_LINGER, value.address(), 8);
    }

    private static int check(String call, int result) throws IOException {
        if (result < 0) {
            throw new IOException(call + ": " + Errno.text(-result));
        }
        return result;
    }
}
