package dev.legato.bench;

import dev.legato.bench.runner.peer.LimitServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.file.Path;

/** The limit server on a thread of the test's own process, over {@link TestScenarios#FILES}. */
public final class LimitThread implements AutoCloseable {
    private final LimitServer server;
    private final Thread thread;

    /** @param folder an empty one, for the files */
    public LimitThread(Path folder) throws IOException {
        TestScenarios.FILES.corpus().write(folder);
        server = new LimitServer(folder, new InetSocketAddress(InetAddress.getByAddress(new byte[] {127, 0, 0, 1}), 0));
        thread = Thread.ofPlatform().start(server::serve);
    }

    public int port() throws IOException {
        return server.port();
    }

    @Override
    public void close() {
        server.stop();
        try {
            thread.join();
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
        }
        server.close();
    }
}
