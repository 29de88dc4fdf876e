package dev.legato.bench.os;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.legato.linux.LinuxConstants;
import java.io.IOException;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Two ends of a connection over the kernel's own calls. */
class SocketsIT {
    private static final long SECOND = 1_000_000_000L;

    private final Syscalls calls = new Syscalls();
    private final Sockets sockets = new Sockets(calls);
    private final MemorySegment memory = Arena.ofAuto().allocate(64);
    private Epoll epoll;
    private int listener;

    @BeforeEach
    void listen() throws IOException {
        epoll = new Epoll(calls);
        listener = sockets.listen(address(0), 16);
    }

    @AfterEach
    void close() {
        sockets.close(listener);
        epoll.close();
    }

    private static InetSocketAddress address(int port) throws IOException {
        return new InetSocketAddress(InetAddress.getByAddress(new byte[] {127, 0, 0, 1}), port);
    }

    private int connected() throws IOException {
        int client = sockets.connect(address(sockets.localPort(listener)), true);
        assertTrue(client >= 0);
        assertEquals(0, epoll.add(client, Epoll.OUT, 7));
        assertEquals(1, epoll.await(5 * SECOND));
        assertEquals(7, epoll.number(0));
        assertEquals(0, sockets.error(client));
        return client;
    }

    @Test
    void send_whatArrives_isTheSame() throws IOException {
        int client = connected();
        int server = calls.accept(listener);
        assertTrue(server >= 0);
        assertEquals(-Errno.EAGAIN, calls.accept(listener), "one alone");
        memory.setString(0, "over the wire", StandardCharsets.US_ASCII);
        assertEquals(13, calls.send(client, memory.address(), 13, LinuxConstants.MSG_NOSIGNAL));
        assertEquals(0, epoll.add(server, Epoll.IN, 8));
        assertEquals(0, epoll.remove(client));
        assertEquals(1, epoll.await(5 * SECOND));
        assertEquals(8, epoll.number(0));
        assertEquals(Epoll.IN, epoll.ready(0));
        assertEquals(4, calls.receive(server, 0, 4, LinuxConstants.MSG_TRUNC), "discarded");
        assertEquals(9, calls.receive(server, memory.address(), 64, 0));
        memory.set(java.lang.foreign.ValueLayout.JAVA_BYTE, 9, (byte) 0);
        assertEquals(" the wire", memory.getString(0, StandardCharsets.US_ASCII));
        assertEquals(-Errno.EAGAIN, calls.receive(server, memory.address(), 64, 0));
        sockets.close(client);
        sockets.close(server);
    }

    @Test
    void close_abruptly_resetsTheOtherEnd() throws IOException {
        int client = connected();
        int server = calls.accept(listener);
        sockets.close(client);
        assertEquals(0, epoll.add(server, Epoll.IN, 9));
        assertEquals(1, epoll.await(5 * SECOND));
        assertEquals(-Errno.ECONNRESET, calls.receive(server, memory.address(), 64, 0));
        sockets.close(server);
    }

    @Test
    void connect_nobodyListens_isRefused() throws IOException {
        int port = sockets.localPort(listener);
        sockets.close(listener);
        int client = sockets.connect(address(port), true);
        if (client >= 0) {
            assertEquals(0, epoll.add(client, Epoll.OUT, 1));
            assertEquals(1, epoll.await(5 * SECOND));
            assertEquals(Errno.ECONNREFUSED, sockets.error(client));
            sockets.close(client);
        } else {
            assertEquals(-Errno.ECONNREFUSED, client);
        }
    }

    @Test
    void listen_portThatIsTaken_saysSo() throws IOException {
        InetSocketAddress taken = address(sockets.localPort(listener));
        String message =
                assertThrows(IOException.class, () -> sockets.listen(taken, 16)).getMessage();
        assertTrue(String.valueOf(message).endsWith("address in use"), message);
    }

    @Test
    void congestionControl_ofAConnection_isNamed() throws IOException {
        int client = connected();
        assertTrue(sockets.congestionControl(client).matches("[a-z0-9_]+"));
        sockets.close(client);
        assertEquals("unknown", sockets.congestionControl(-1));
    }

    @Test
    void await_nothingHappens_endsInTime() {
        assertEquals(0, epoll.await(0));
    }

    @Test
    void close_twice_isNoError() throws IOException {
        int client = connected();
        assertEquals(0, calls.close(client));
        assertEquals(0, calls.close(client));
        assertEquals("too many open files", Errno.text(Errno.EMFILE));
        assertEquals("errno 77", Errno.text(77));
    }
}
