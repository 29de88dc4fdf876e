package dev.legato.edge;

import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.net.ConnectException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;

/** A Varnish before an edge, which keeps what is stale so that it can be validated. */
record VarnishCache(Process process, int port) implements AutoCloseable {
    /** @param folder an empty one for all it writes */
    static VarnishCache start(Path folder, EdgeFixture edge) throws Exception {
        int port;
        try (ServerSocket free = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            port = free.getLocalPort();
        }
        Process process;
        try {
            process = new ProcessBuilder(
                            "varnishd",
                            "-F",
                            "-n",
                            folder.resolve("varnish").toString(),
                            "-a",
                            "127.0.0.1:" + port,
                            "-b",
                            "127.0.0.1:" + edge.port(),
                            "-s",
                            "malloc,64m",
                            "-p",
                            "default_keep=3600")
                    .redirectErrorStream(true)
                    .redirectOutput(folder.resolve("output").toFile())
                    .start();
        } catch (IOException _) {
            assumeTrue(false, "varnishd is not installed");
            throw new IllegalStateException("unreachable");
        }
        VarnishCache varnish = new VarnishCache(process, port);
        for (int i = 0; i < 3000 && process.isAlive(); i++) {
            try (RawClient _ = RawClient.connect(port)) {
                return varnish;
            } catch (ConnectException _) {
                RawClient.awaitAMoment();
            }
        }
        varnish.close();
        throw new IOException("varnishd: " + Files.readString(folder.resolve("output")));
    }

    @Override
    public void close() {
        process.destroy();
        var _ = process.onExit()
                .completeOnTimeout(process, 20, TimeUnit.SECONDS)
                .join();
        process.destroyForcibly();
    }
}
