package dev.legato.bench.runner.peer;

import dev.legato.bench.os.Epoll;
import dev.legato.bench.os.Errno;
import dev.legato.bench.os.Sockets;
import dev.legato.bench.os.Syscalls;
import dev.legato.linux.LinuxConstants;
import java.io.IOException;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.net.InetSocketAddress;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The least a server can do and still serve ranges: one thread, one epoll, {@code recv}, {@code send(MSG_MORE)} of a
 * short head, {@code sendfile}. No dates, no validators, no time limits, no errors worth the name; what it costs is the
 * kernel's cost, and so the limit for every real server.
 */
public final class LimitServer implements AutoCloseable {
    private static final int BACKLOG = 65_535;
    private static final int LISTENER = 0;
    private static final int MAX_REQUEST_BYTES = 2048;

    private final Syscalls calls = new Syscalls();
    private final Sockets sockets = new Sockets(calls);
    private final Epoll epoll = new Epoll(calls);
    private final LimitFiles files;
    private final int listener;
    private final List<@Nullable LimitExchange> exchanges = new ArrayList<>();
    private final MemorySegment in = Arena.ofAuto().allocate(MAX_REQUEST_BYTES, 64);
    private volatile boolean closed;

    public LimitServer(Path root, InetSocketAddress address) throws IOException {
        files = LimitFiles.open(root, calls);
        listener = sockets.listen(address, BACKLOG);
        int unused = epoll.add(listener, Epoll.IN, LISTENER);
    }

    public int port() throws IOException {
        return sockets.localPort(listener);
    }

    /** Serves until {@link #stop}, checked twice a second. */
    public void serve() {
        while (!closed) {
            int count = epoll.await(500_000_000L);
            for (int i = 0; i < count; i++) {
                int number = epoll.number(i);
                if (number == LISTENER) {
                    accept();
                } else {
                    LimitExchange exchange = exchanges.get(number);
                    if (exchange != null && !advance(exchange)) {
                        sockets.close(exchange.fd);
                        exchanges.set(number, null);
                    }
                }
            }
        }
    }

    /** Ends {@link #serve} soon. May be called by any thread. */
    public void stop() {
        closed = true;
    }

    private void accept() {
        int fd = calls.accept(listener);
        while (fd >= 0) {
            sockets.noDelay(fd);
            while (exchanges.size() <= fd) {
                exchanges.add(null);
            }
            exchanges.set(fd, new LimitExchange(fd));
            int unused = epoll.add(fd, Epoll.IN | Epoll.OUT | Epoll.EDGE, fd);
            fd = calls.accept(listener);
        }
    }

    /** @return whether the connection lives on */
    private boolean advance(LimitExchange exchange) {
        if (exchange.left > 0) {
            return sendBody(exchange);
        }
        long got = calls.receive(exchange.fd, in.address(), MAX_REQUEST_BYTES, 0);
        if (got <= 0) {
            return got == -Errno.EAGAIN;
        }
        // A request comes in one piece and alone: the generator sends it so.
        if (!exchange.answer(in, (int) got, files)) {
            return false;
        }
        int flags = LinuxConstants.MSG_NOSIGNAL | (exchange.left > 0 ? LinuxConstants.MSG_MORE : 0);
        long sent = calls.send(exchange.fd, exchange.head.address(), exchange.head.length(), flags);
        return sent == exchange.head.length() && sendBody(exchange);
    }

    private boolean sendBody(LimitExchange exchange) {
        while (exchange.left > 0) {
            long sent = calls.sendFile(exchange.fd, exchange.file, exchange.offset.address(), exchange.left);
            if (sent <= 0) {
                return sent == -Errno.EAGAIN;
            }
            exchange.left -= sent;
        }
        return true;
    }

    @Override
    public void close() {
        for (LimitExchange exchange : exchanges) {
            if (exchange != null) {
                sockets.close(exchange.fd);
            }
        }
        sockets.close(listener);
        epoll.close();
        files.close(calls);
    }
}
