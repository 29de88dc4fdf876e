package dev.legato.embedded;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.stream.Stream;

/** One of several Redis servers for tests that belong together; they share a password. */
final class RedisNode implements AutoCloseable {
    private static final Duration BOUND = Duration.ofSeconds(10);

    private final ServerProcess server;
    private final ThrowAwayFolder folder;
    private final String password;

    private RedisNode(ServerProcess server, ThrowAwayFolder folder, String password) {
        this.server = server;
        this.folder = folder;
        this.password = password;
    }

    /**
     * Starts one on a port.
     *
     * @param lines of its configuration
     * @param options further words of its command line
     */
    static RedisNode start(int port, String password, String lines, String... options) {
        ThrowAwayFolder folder =
                ThrowAwayFolder.create("redis", left -> program(left).stopOrphan());
        try {
            Path real = folder.path().toRealPath();
            RedisConfiguration own = new RedisConfiguration(real, password);
            PrivateFiles.write(own.file(), """
                    bind 127.0.0.1
                    requirepass %1$s
                    dir "%2$s"
                    pidfile "%3$s"
                    set-proc-title no
                    save ""
                    loglevel warning
                    """.formatted(password, real, own.pidFile()) + lines);
            List<String> command = Stream.concat(
                            Stream.of(
                                    EmbeddedRedis.executable().toString(),
                                    own.file().toString(),
                                    "--port",
                                    Integer.toString(port)),
                            Stream.of(options))
                    .toList();
            ServerProcess server =
                    ServerProcess.startOn(port, program(real), _ -> command, (_, ready) -> pings(ready, password));
            RedisNode node = new RedisNode(server, folder, password);
            folder.beforeExit(node::close);
            return node;
        } catch (IOException e) {
            folder.delete();
            throw new StartupException("A Redis for tests cannot use its folder (%s).".formatted(e), e);
        } catch (RuntimeException e) {
            folder.delete();
            throw e;
        }
    }

    int port() {
        return server.port();
    }

    /** Sends an inline command and returns its reply up to the end of what a first read of it brings. */
    String command(String words) {
        try (RespConnection connection = new RespConnection(port(), BOUND)) {
            var _ = connection.command("AUTH", password);
            String first = connection.command(words);
            return first.startsWith("$") && !first.equals("$-1") ? connection.line() : first;
        } catch (IOException e) {
            throw new UncheckedIOException("Redis does not answer " + words.split(" ", 2)[0], e);
        }
    }

    /** Ends it without any notice. */
    void kill() {
        server.signal("KILL");
        server.awaitEnd();
    }

    @Override
    public void close() {
        server.stop();
        folder.delete();
    }

    private static ServerProgram program(Path folder) {
        RedisConfiguration configuration = new RedisConfiguration(folder, "");
        return new ServerProgram(
                "Redis", "redis-server", folder, configuration.pidFile(), configuration.file(), "TERM");
    }

    private static boolean pings(int port, String password) throws IOException {
        try (RespConnection connection = new RespConnection(port, BOUND)) {
            return connection.command("AUTH", password).equals("+OK")
                    && connection.command("PING").equals("+PONG");
        }
    }
}
