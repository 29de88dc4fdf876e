package dev.legato.edge;

import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.net.ConnectException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/** A caching nginx before edges, which fetches slices of 1 MiB from them in turns, as a CDN does. */
final class NginxCache implements AutoCloseable {
    private static final String CONFIGURATION = """
        daemon off; master_process off; pid %1$s/pid; error_log %1$s/error.log;
        events {}
        http {
          access_log off;
          client_body_temp_path %1$s/body; proxy_temp_path %1$s/proxy; fastcgi_temp_path %1$s/fastcgi;
          uwsgi_temp_path %1$s/uwsgi; scgi_temp_path %1$s/scgi;
          proxy_cache_path %1$s/cache keys_zone=audio:1m;
          upstream edges { %2$s }
          server {
            listen 127.0.0.1:%3$d;
            location / {
              slice 1m;
              proxy_pass http://edges;
              proxy_set_header Range $slice_range;
              proxy_cache audio;
              proxy_cache_revalidate on;
              proxy_cache_key $uri$slice_range;
              add_header X-Cache $upstream_cache_status;
            }
          }
        }
        """;

    private final Process process;
    private final Path folder;
    private final int port;

    private NginxCache(Process process, Path folder, int port) {
        this.process = process;
        this.folder = folder;
        this.port = port;
    }

    /** @param folder an empty one for all it writes */
    static NginxCache start(Path folder, EdgeFixture... edges) throws Exception {
        int port;
        try (ServerSocket free = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            port = free.getLocalPort();
        }
        String servers = IntStream.range(0, edges.length)
                .mapToObj(i -> "server 127.0.0.1:%d;".formatted(edges[i].port()))
                .collect(Collectors.joining(" "));
        Path configuration =
                Files.writeString(folder.resolve("nginx.conf"), CONFIGURATION.formatted(folder, servers, port));
        Process process;
        try {
            process = new ProcessBuilder("nginx", "-p", folder.toString(), "-c", configuration.toString())
                    .redirectErrorStream(true)
                    .redirectOutput(folder.resolve("output").toFile())
                    .start();
        } catch (IOException _) {
            assumeTrue(false, "nginx is not installed");
            throw new IllegalStateException("unreachable");
        }
        NginxCache nginx = new NginxCache(process, folder, port);
        for (int i = 0; i < 1000 && process.isAlive(); i++) {
            try (RawClient _ = RawClient.connect(port)) {
                return nginx;
            } catch (ConnectException _) {
                RawClient.awaitAMoment();
            }
        }
        nginx.close();
        throw new IOException("nginx: " + Files.readString(folder.resolve("output")));
    }

    /** @param socket not connected yet */
    RawClient connect(Socket socket) throws IOException {
        socket.connect(new InetSocketAddress("127.0.0.1", port));
        return new RawClient(socket);
    }

    /** What it has complained of. */
    String errors() throws IOException {
        return Files.readString(folder.resolve("error.log"));
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
