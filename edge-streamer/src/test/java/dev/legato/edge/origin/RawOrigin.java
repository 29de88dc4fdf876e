package dev.legato.edge.origin;

import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;

/** A server that sends whatever its script says, byte for byte, and remembers what it was asked. */
public final class RawOrigin implements AutoCloseable {
    private final ServerSocket server;
    private final Script script;
    private final Set<Socket> open = ConcurrentHashMap.newKeySet();

    /** The heads of all requests, in the order in which they came. */
    public final List<String> heads = new CopyOnWriteArrayList<>();

    /** One number for each accepted connection. */
    public final List<Integer> connections = new CopyOnWriteArrayList<>();

    /** Serves one connection, which is closed when it returns. */
    @FunctionalInterface
    public interface Script {
        void serve(Peer peer) throws IOException;
    }

    public RawOrigin(Script script) throws IOException {
        this(script, InetAddress.getLoopbackAddress(), 0);
    }

    RawOrigin(Script script, InetAddress address, int port) throws IOException {
        this.script = script;
        server = new ServerSocket(port, 200, address);
        Thread.ofVirtual().start(this::accept);
    }

    public int port() {
        return server.getLocalPort();
    }

    public String url() {
        return "http://127.0.0.1:" + port();
    }

    private void accept() {
        while (!server.isClosed()) {
            try {
                Socket socket = server.accept();
                connections.add(connections.size());
                open.add(socket);
                Peer peer = new Peer(socket, connections.size());
                Thread.ofVirtual().start(() -> serve(peer));
            } catch (IOException _) {
                return; // closed
            }
        }
    }

    private void serve(Peer peer) {
        try (Socket socket = peer.socket) {
            script.serve(peer);
            open.remove(socket);
        } catch (IOException _) {
            // The client has closed it.
        }
    }

    @Override
    public void close() throws IOException {
        server.close();
        for (Socket socket : open) {
            socket.close();
        }
    }

    /** The client's end of a connection. */
    public final class Peer {
        private final Socket socket;
        private final InputStream in;
        private final OutputStream out;

        /** From 1. */
        public final int connection;

        private Peer(Socket socket, int connection) throws IOException {
            this.socket = socket;
            this.connection = connection;
            in = new BufferedInputStream(socket.getInputStream());
            out = socket.getOutputStream();
        }

        /** Reads a request's head, up to the empty line. */
        public String head() throws IOException {
            StringBuilder head = new StringBuilder();
            while (head.indexOf("\r\n\r\n") < 0) {
                int c = in.read();
                if (c < 0) {
                    throw new IOException("closed");
                }
                head.append((char) c);
            }
            heads.add(head.toString());
            return head.toString();
        }

        public byte[] read(int bytes) throws IOException {
            return in.readNBytes(bytes);
        }

        public void send(String text) throws IOException {
            send(text.getBytes(StandardCharsets.ISO_8859_1));
        }

        public void send(byte[] bytes) throws IOException {
            out.write(bytes);
            out.flush();
        }

        /** Waits until the client closes. */
        public void awaitClose() throws IOException {
            while (in.read() >= 0) {
                // what it still sends
            }
        }

        /** Closes by RST instead of FIN. */
        public void reset() throws IOException {
            socket.setSoLinger(true, 0);
            socket.close();
        }
    }
}
