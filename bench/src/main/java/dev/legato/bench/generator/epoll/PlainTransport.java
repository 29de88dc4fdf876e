package dev.legato.bench.generator.epoll;

import dev.legato.bench.os.Syscalls;
import dev.legato.linux.LinuxConstants;

/** TCP without TLS. Discarding uses MSG_TRUNC: the kernel frees the pages without copying a byte. */
final class PlainTransport implements Transport {
    private final Syscalls calls;

    PlainTransport(Syscalls calls) {
        this.calls = calls;
    }

    @Override
    public void open(Connection connection) {
        // Nothing stands between TCP and HTTP.
    }

    @Override
    public int handshake(Connection connection) {
        return 0;
    }

    @Override
    public long send(Connection connection, long address, long length) {
        return calls.send(connection.fd, address, length, LinuxConstants.MSG_NOSIGNAL);
    }

    @Override
    public long receive(Connection connection, long address, long length) {
        return calls.receive(connection.fd, address, length, 0);
    }

    @Override
    public long discard(Connection connection, long scratch, long scratchLength, long length) {
        return calls.receive(connection.fd, 0L, length, LinuxConstants.MSG_TRUNC);
    }

    @Override
    public boolean drained(long got, long asked) {
        return got < asked;
    }

    @Override
    public void close(Connection connection) {
        // The socket is all there is.
    }
}
