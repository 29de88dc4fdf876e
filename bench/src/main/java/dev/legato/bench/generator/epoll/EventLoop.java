package dev.legato.bench.generator.epoll;

import dev.legato.bench.generator.measurement.Failure;
import dev.legato.bench.generator.measurement.LoadException;
import dev.legato.bench.generator.measurement.Recorder;
import dev.legato.bench.os.Epoll;
import dev.legato.bench.os.Errno;
import dev.legato.bench.os.Sockets;
import dev.legato.bench.os.Syscalls;
import dev.legato.bench.protocol.ServerAddress;
import java.io.IOException;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.net.InetSocketAddress;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * One thread, one epoll, all connections of a generator. No pipelining; nothing is allocated for a request once the
 * connections stand. {@link ResponseReader} reads what arrives.
 */
public final class EventLoop implements AutoCloseable {
    private static final int CONNECTING_AT_ONCE = 256;
    private static final long SECOND = 1_000_000_000L;

    private final Limits limits;
    private final Recorder recorder;
    private final Syscalls calls = new Syscalls();
    private final Sockets sockets = new Sockets(calls);
    private final Epoll epoll = new Epoll(calls);
    private final PlainTransport plain = new PlainTransport(calls);
    private final List<Connection> connections = new ArrayList<>();
    private final ResponseReader reader;
    private @Nullable TlsTransport tls;
    private boolean started;
    private int connecting;
    private long now;
    private long nextSweep;

    /**
     * @param requestBytes room for a request
     * @param timeoutNanos how long a response may take
     * @param errors how many failures end the run
     * @param abrupt whether connections end by a reset, which leaves no port in TIME_WAIT; else in good order
     */
    public record Limits(int requestBytes, long timeoutNanos, long errors, boolean abrupt) {}

    public EventLoop(Limits limits, Recorder recorder) throws IOException {
        this.limits = limits;
        this.recorder = recorder;
        this.reader = new ResponseReader(recorder);
    }

    /**
     * Adds a connection, to be opened by {@link #connect}, or else by its first request.
     *
     * @param owner hears what becomes of its requests, whichever workload is at work
     */
    public Connection add(ServerAddress server, Workload owner) {
        InetSocketAddress address = server.resolve();
        if (server.tls() && tls == null) {
            tls = new TlsTransport();
        }
        MemorySegment memory = Arena.ofAuto().allocate(Connection.HEAD_BYTES + limits.requestBytes, 64);
        Connection connection = new Connection(
                connections.size(),
                owner,
                address,
                server.tls(),
                memory.asSlice(0, Connection.HEAD_BYTES),
                memory.asSlice(Connection.HEAD_BYTES));
        connections.add(connection);
        return connection;
    }

    /**
     * Opens every connection.
     *
     * @throws LoadException when one cannot be opened, or not all within the time limit
     */
    public void connect() {
        long deadline = System.nanoTime() + limits.timeoutNanos;
        int next = 0;
        int open = 0;
        while (open < connections.size()) {
            while (next < connections.size() && connecting < CONNECTING_AT_ONCE) {
                open(connections.get(next++));
            }
            poll(SECOND / 10);
            open = next - connecting;
            if (System.nanoTime() > deadline) {
                throw new LoadException("%d of %d connections open after %d s (expected: all)"
                        .formatted(open, connections.size(), limits.timeoutNanos / SECOND));
            }
        }
    }

    /** Lets a workload work until a moment of System.nanoTime, or until it has finished. */
    public void run(Workload work, long until) {
        started = true;
        now = System.nanoTime();
        while (now < until) {
            step(work, until);
            if (work.finished()) {
                return;
            }
        }
    }

    /**
     * Lets a stopped workload end what is outstanding.
     *
     * @return whether it has, before a moment of System.nanoTime
     */
    public boolean drain(Workload work, long until) {
        now = System.nanoTime();
        while (!work.idle() && now < until) {
            step(work, until);
        }
        return work.idle();
    }

    private void step(Workload work, long until) {
        long next = Math.min(Math.min(work.tick(now), until), nextSweep);
        poll(Math.max(0, next - System.nanoTime()));
        if (now >= nextSweep) {
            sweep();
            nextSweep = now + SECOND / 2;
        }
    }

    /** The moment the loop last woke. */
    public long now() {
        return now;
    }

    /** The congestion control in use, as the first connection says. */
    public String congestionControl() {
        return connections.isEmpty() ? "unknown" : sockets.congestionControl(connections.getFirst().fd);
    }

    /**
     * Sends the request that stands in the connection's buffer.
     *
     * @param intended when it should have been sent
     */
    public void send(Connection connection, long intended) {
        long sent = System.nanoTime();
        connection.stamp(intended, sent);
        connection.sentBytes = 0;
        connection.inLength = 0;
        connection.bodyBytes = 0;
        connection.sendWhenOpen = connection.state != Connection.State.IDLE;
        if (connection.state == Connection.State.CLOSED) {
            open(connection);
        } else if (!connection.sendWhenOpen) {
            connection.state = Connection.State.SENDING;
            flush(connection);
        }
    }

    /**
     * Sends the request that stands in the connection's buffer over a new connection: TCP, and TLS in full.
     *
     * @param intended when it should have been sent; the handshakes are part of its latency
     */
    public void sendAnew(Connection connection, long intended) {
        if (connection.state == Connection.State.IDLE) {
            reopen(connection);
        }
        send(connection, intended);
    }

    private void flush(Connection c) {
        int left = c.request.length() - c.sentBytes;
        long result = transport(c).send(c, c.request.address() + c.sentBytes, left);
        if (result == left) {
            if (c.sentBytes > 0) {
                watch(c, Epoll.IN);
            }
            c.state = Connection.State.HEAD;
        } else if (result >= 0 || result == -Errno.EAGAIN) {
            c.sentBytes += (int) Math.max(result, 0);
            watch(c, Epoll.IN | Epoll.OUT);
        } else {
            fail(c, Failure.CLOSED, "request not sent: " + Errno.text((int) -result));
        }
    }

    private void poll(long waitNanos) {
        int count = epoll.await(waitNanos);
        now = System.nanoTime();
        for (int i = 0; i < count; i++) {
            ready(connections.get(epoll.number(i)), epoll.ready(i));
        }
    }

    private void ready(Connection c, int events) {
        switch (c.state) {
            case CONNECTING -> connected(c);
            case HANDSHAKE -> handshake(c);
            case SENDING -> {
                if ((events & Epoll.OUT) != 0) {
                    flush(c);
                } else {
                    fail(c, Failure.CLOSED, "connection closed while the request was being sent");
                }
            }
            case HEAD, BODY -> read(c);
            case IDLE -> idle(c);
            case CLOSED -> {}
        }
    }

    /** A server may close an idle connection, which is no error of any request; or send TLS session tickets. */
    private void idle(Connection c) {
        if (transport(c).receive(c, c.in.address(), 1) != -Errno.EAGAIN) {
            reopen(c);
        }
    }

    private void read(Connection c) {
        boolean first = c.state == Connection.State.HEAD;
        Failure failure = reader.read(c, transport(c));
        if (first && c.state != Connection.State.HEAD) {
            c.answered(now);
        }
        if (failure != null) {
            fail(c, failure, reader.message());
        } else if (c.state == Connection.State.IDLE) {
            now = System.nanoTime();
            if (c.head.close) {
                reopen(c);
            }
            c.owner.completed(c, now);
        }
    }

    private void open(Connection c) {
        int fd = sockets.connect(c.address, limits.abrupt);
        if (fd < 0) {
            throw new LoadException(
                    "%s: %s (expected: a server that listens there)".formatted(text(c.address), Errno.text(-fd)));
        }
        c.fd = fd;
        c.state = Connection.State.CONNECTING;
        connecting++;
        int result = epoll.add(fd, Epoll.OUT, c.number);
        if (result < 0) {
            throw new LoadException("epoll_ctl: " + Errno.text(-result));
        }
    }

    private void connected(Connection c) {
        int error = sockets.error(c.fd);
        if (error != 0) {
            fail(c, Failure.REFUSED, "%s (expected: a server that listens there)".formatted(Errno.text(error)));
            return;
        }
        transport(c).open(c);
        c.state = Connection.State.HANDSHAKE;
        handshake(c);
    }

    private void handshake(Connection c) {
        int result = transport(c).handshake(c);
        if (result == -Errno.EAGAIN) {
            watch(c, Epoll.IN);
            return;
        }
        if (result < 0) {
            fail(c, Failure.REFUSED, "TLS handshake failed");
            return;
        }
        connecting--;
        watch(c, Epoll.IN);
        c.state = Connection.State.IDLE;
        if (c.sendWhenOpen) {
            send(c, c.intended());
        } else if (c.lost) {
            c.lost = false;
            c.owner.reopened(c, System.nanoTime());
        }
    }

    private void fail(Connection c, Failure why, String message) {
        String full = "%s: %s".formatted(text(c.address), message);
        recorder.failure(why, full);
        if (why.fatal() || recorder.errors() > limits.errors || !started) {
            throw new LoadException(full);
        }
        boolean waited = c.waiting();
        if (c.sendWhenOpen) {
            c.stamp(c.intended(), now);
        }
        shut(c);
        if (waited) {
            c.lost = true;
            c.owner.failed(c, why, now);
        }
        open(c);
    }

    private void reopen(Connection c) {
        shut(c);
        open(c);
    }

    private void shut(Connection c) {
        if (c.opening()) {
            connecting--;
        }
        transport(c).close(c);
        sockets.close(c.fd);
        c.fd = -1;
        c.state = Connection.State.CLOSED;
    }

    private void sweep() {
        for (Connection c : connections) {
            if ((c.waiting() || c.sendWhenOpen) && now - c.sent() > limits.timeoutNanos) {
                fail(
                        c,
                        Failure.TIMED_OUT,
                        "no whole response after %d s, %d body bytes still due"
                                .formatted(limits.timeoutNanos / SECOND, c.bodyLeft));
            }
        }
    }

    private void watch(Connection c, int interest) {
        int unused = epoll.modify(c.fd, interest, c.number);
    }

    private Transport transport(Connection c) {
        return c.tls && tls != null ? tls : plain;
    }

    private static String text(InetSocketAddress address) {
        return address.getHostString() + ':' + address.getPort();
    }

    @Override
    public void close() {
        for (Connection c : connections) {
            if (c.fd >= 0) {
                shut(c);
            }
        }
        epoll.close();
    }
}
