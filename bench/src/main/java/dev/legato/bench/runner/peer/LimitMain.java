package dev.legato.bench.runner.peer;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.file.Path;

/** The {@link LimitServer} as a process: {@code LimitMain ROOT PORT}, on 127.0.0.1, until it is killed. */
public final class LimitMain {
    private LimitMain() {}

    public static void main(String[] args) throws IOException {
        InetSocketAddress address =
                new InetSocketAddress(InetAddress.getByAddress(new byte[] {127, 0, 0, 1}), Integer.parseInt(args[1]));
        try (LimitServer server = new LimitServer(Path.of(args[0]), address)) {
            server.serve();
        }
    }
}
