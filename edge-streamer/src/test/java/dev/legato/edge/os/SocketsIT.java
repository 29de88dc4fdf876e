package dev.legato.edge.os;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.net.StandardSocketOptions;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;

@EnabledOnOs(OS.LINUX)
class SocketsIT {
    private static final int CONNECTIONS = 20;
    private static final int SHORT_MS = 200;

    private final Sockets sockets = Sockets.calls().orElseThrow();

    @Test
    void listening_socketOfOurs_isFoundByItsPort() throws Exception {
        try (ServerSocket server = new ServerSocket(0)) {
            assertEquals(1, sockets.listening(server.getLocalPort()).size());
            assertEquals(1, Sockets.listeners(server.getLocalPort()));
        }
    }

    @Test
    void dropSyn_queuedAndNew_acceptsTheOneAndLeavesTheOtherWaiting() throws Exception {
        try (ServerSocket server = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
                Socket before = new Socket(InetAddress.getLoopbackAddress(), server.getLocalPort());
                Socket after = new Socket()) {
            int descriptor = sockets.listening(server.getLocalPort()).getFirst();
            assertTrue(sockets.dropSyn(descriptor));
            assertEquals(1, sockets.queued(descriptor));
            assertThrows(SocketTimeoutException.class, () -> after.connect(server.getLocalSocketAddress(), SHORT_MS));
            before.getOutputStream().write(7);
            try (Socket accepted = server.accept()) {
                assertEquals(0, sockets.queued(descriptor));
                assertEquals(7, accepted.getInputStream().read());
            }
        }
    }

    @Test
    void prefer_oneOfTwo_getsAllConnections() throws Exception {
        try (ServerSocket old = shared(0);
                ServerSocket next = shared(old.getLocalPort())) {
            assertEquals(2, Sockets.listeners(old.getLocalPort()));
            List<Integer> ours = sockets.listening(old.getLocalPort());
            assertTrue(sockets.prefer(ours.getFirst(), 1));
            List<Socket> clients = connect(old.getLocalPort());
            next.setSoTimeout(10_000);
            for (int i = 0; i < CONNECTIONS; i++) {
                Socket accepted = next.accept();
                assertNotNull(accepted);
                accepted.close();
            }
            for (Socket client : clients) {
                client.close();
            }
        }
    }

    @Test
    void prefer_oneThatIsNotThere_leavesTheOthers() throws Exception {
        try (ServerSocket only = shared(0)) {
            int descriptor = sockets.listening(only.getLocalPort()).getFirst();
            assertTrue(sockets.prefer(descriptor, 1));
            for (Socket client : connect(only.getLocalPort())) {
                client.close();
            }
            assertEquals(CONNECTIONS, sockets.queued(descriptor));
        }
    }

    private static ServerSocket shared(int port) throws IOException {
        ServerSocket server = new ServerSocket();
        var _ = server.setOption(StandardSocketOptions.SO_REUSEPORT, true);
        server.bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), port));
        return server;
    }

    private static List<Socket> connect(int port) throws IOException {
        List<Socket> clients = new ArrayList<>();
        for (int i = 0; i < CONNECTIONS; i++) {
            clients.add(new Socket(InetAddress.getLoopbackAddress(), port));
        }
        return clients;
    }
}
