package dev.legato.embedded;

import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.SecureRandom;
import java.time.Duration;
import java.util.HexFormat;
import java.util.List;

/**
 * Redis on a free loopback port, with its data in an append-only file that is synced every second.
 *
 * <p>It runs as a child process. When this JVM is killed it lives on, and the next start on the same folder stops it in
 * good order and starts afresh. It needs the system's libssl3.
 */
public final class EmbeddedRedis implements AutoCloseable {
    private static final String EXECUTABLE = "redis-server";
    private static final Duration PING = Duration.ofSeconds(2);

    private final ServerProcess server;
    private final URI uri;
    private final Runnable afterwards;

    private EmbeddedRedis(ServerProcess server, URI uri, Runnable afterwards) {
        this.server = server;
        this.uri = uri;
        this.afterwards = afterwards;
    }

    /**
     * Starts Redis on {@code folder}, creating it if need be.
     *
     * @throws StartupException with the reason, if it cannot
     */
    public static EmbeddedRedis start(Path folder) {
        return start(folder, () -> {});
    }

    /** Starts an empty Redis for a test; closing it, or the JVM's end, deletes its folder. */
    public static EmbeddedRedis temporary() {
        ThrowAwayFolder folder =
                ThrowAwayFolder.create("redis", left -> program(left).stopOrphan());
        try {
            EmbeddedRedis started = start(folder.path(), folder::delete);
            folder.beforeExit(started::close);
            return started;
        } catch (RuntimeException e) {
            folder.delete();
            throw e;
        }
    }

    private static EmbeddedRedis start(Path folder, Runnable afterwards) {
        try {
            Path real = PrivateFiles.createDirectories(folder).toRealPath();
            Path executable = unpacked(BinaryCache.ofUser());
            program(real).stopOrphan();
            byte[] random = new byte[16];
            new SecureRandom().nextBytes(random);
            RedisConfiguration configuration =
                    new RedisConfiguration(real, HexFormat.of().formatHex(random));
            PrivateFiles.write(configuration.file(), configuration.text());
            ServerProcess server = ServerProcess.start(
                    program(real),
                    port -> List.of(
                            executable.toString(), configuration.file().toString(), "--port", Integer.toString(port)),
                    (_, port) -> answersPing(port, configuration.password()),
                    EmbeddedRedis::explain);
            URI uri = URI.create("redis://default:%s@127.0.0.1:%d".formatted(configuration.password(), server.port()));
            return new EmbeddedRedis(server, uri, afterwards);
        } catch (IOException e) {
            throw new StartupException("Redis' folder %s cannot be used (%s).".formatted(folder, e), e);
        }
    }

    /** Its program, for a test that starts it with options of its own. */
    public static Path executable() {
        return unpacked(BinaryCache.ofUser());
    }

    private static Path unpacked(BinaryCache cache) {
        String resource = System.getProperty("os.arch").equals("amd64")
                ? "redis-server-6.2.6-v5-linux-amd64"
                : "redis-server-6.2.7-linux-arm64";
        return cache.unpacked(resource, (binary, folder) -> {
                    Path executable = folder.resolve(EXECUTABLE);
                    Files.copy(binary, executable);
                    Files.setPosixFilePermissions(executable, PosixFilePermissions.fromString("rwxr-xr-x"));
                })
                .resolve(EXECUTABLE);
    }

    private static ServerProgram program(Path folder) {
        RedisConfiguration configuration = new RedisConfiguration(folder, "");
        return new ServerProgram("Redis", EXECUTABLE, folder, configuration.pidFile(), configuration.file(), "TERM");
    }

    private static boolean answersPing(int port, String password) throws IOException {
        try (var connection = new RespConnection(port, PING)) {
            // While it still reads its file it answers -LOADING.
            return connection.command("AUTH", password).equals("+OK")
                    && connection.command("PING").equals("+PONG");
        }
    }

    static String explain(String output) {
        return output.contains("error while loading shared libraries")
                ? "it needs the system's OpenSSL 3 (on Debian and Ubuntu: apt-get install libssl3). " + output
                : output;
    }

    /** {@code redis://default:PASSWORD@127.0.0.1:PORT}, with a new password at each start. */
    public URI uri() {
        return uri;
    }

    /** Stops it in good order, with everything synced; returns when it is gone. */
    @Override
    public void close() {
        server.stop();
        afterwards.run();
    }
}
