package dev.legato.embedded;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Timeout(60)
final class EmbeddedRedisIT {
    @TempDir
    Path folder;

    @Test
    void start_afterClose_findsWhatWasWritten() throws Exception {
        long pid;
        try (var redis = EmbeddedRedis.start(folder)) {
            pid = pid(folder);
            set(redis.uri(), "first");
        }
        assertGone(pid);
        try (var redis = EmbeddedRedis.start(folder)) {
            assertEquals("first", get(redis.uri()));
        }
    }

    @Test
    void start_afterTheJvmWasKilled_stopsTheOrphanAndFindsWhatWasWritten() throws Exception {
        long orphan;
        try (var child = ChildJvm.start(WriteAndWait.class, folder)) {
            orphan = Long.parseLong(child.line());
            assertThrows(StartupException.class, () -> EmbeddedRedis.start(folder), "its owner is alive");
            child.kill();
        }
        assertTrue(ProcessHandle.of(orphan).isPresent(), "Redis outlives its JVM");
        try (var redis = EmbeddedRedis.start(folder)) {
            assertEquals("acknowledged", get(redis.uri()));
            assertGone(orphan);
        }
    }

    @Test
    void start_withThePidOfAnotherProgram_leavesThatAlone() throws Exception {
        Files.writeString(folder.resolve("redis.pid"), ProcessHandle.current().pid() + "\n");
        EmbeddedRedis.start(folder).close();
    }

    @Test
    void start_inAFolderWithSpacesAndQuotes_works() throws Exception {
        try (var redis = EmbeddedRedis.start(folder.resolve("a \"b\" c"))) {
            set(redis.uri(), "kept");
            assertEquals("kept", get(redis.uri()));
        }
    }

    @Test
    void start_withoutPassword_answersNobody() throws Exception {
        try (var redis = EmbeddedRedis.temporary();
                var stranger = new RespConnection(redis.uri().getPort(), Duration.ofSeconds(5))) {
            assertEquals("-NOAUTH Authentication required.", stranger.command("PING"));
        }
    }

    @Test
    void temporary_closed_leavesNothing() throws Exception {
        var redis = EmbeddedRedis.temporary();
        Path temporary = folder(redis.uri());
        long pid = pid(temporary);
        redis.close();
        assertGone(pid);
        assertFalse(Files.exists(temporary));
    }

    @Test
    void temporary_ofAJvmThatEnds_leavesNothing() throws Exception {
        try (var child = ChildJvm.start(TemporaryAndWait.class, folder)) {
            Path temporary = Path.of(child.line());
            long pid = pid(temporary);
            child.end();
            assertGone(pid);
            assertFalse(Files.exists(temporary));
        }
    }

    @Test
    void temporary_ofAJvmThatWasKilled_isClearedByTheNext() throws Exception {
        Path temporary;
        try (var child = ChildJvm.start(TemporaryAndWait.class, folder)) {
            temporary = Path.of(child.line());
            child.kill();
        }
        long orphan = pid(temporary);
        EmbeddedRedis.temporary().close();
        assertGone(orphan);
        assertFalse(Files.exists(temporary));
    }

    @Test
    void explain_ofAMissingLibrary_namesThePackage() {
        String output =
                "redis-server: error while loading shared libraries: libssl.so.3: cannot open shared object file";
        assertTrue(EmbeddedRedis.explain(output).contains("apt-get install libssl3"));
    }

    private static long pid(Path folder) throws IOException {
        return Long.parseLong(Files.readString(folder.resolve("redis.pid")).strip());
    }

    private static void assertGone(long pid) {
        assertFalse(
                ProcessHandle.of(pid)
                        .flatMap(process -> process.info().command())
                        .isPresent(),
                "process " + pid + " still runs");
    }

    private static RespConnection login(URI uri) throws IOException {
        var connection = new RespConnection(uri.getPort(), Duration.ofSeconds(5));
        assertEquals("+OK", connection.command("AUTH", uri.getUserInfo().replace(':', ' ')));
        return connection;
    }

    private static Path folder(URI uri) throws IOException {
        try (var connection = login(uri)) {
            assertEquals("*2", connection.command("CONFIG GET dir"));
            connection.line();
            connection.line();
            connection.line();
            return Path.of(connection.line());
        }
    }

    private static void set(URI uri, String value) throws IOException {
        try (var connection = login(uri)) {
            assertEquals("+OK", connection.command("SET", "key", value));
        }
    }

    private static String get(URI uri) throws IOException {
        try (var connection = login(uri)) {
            connection.command("GET", "key");
            return connection.line();
        }
    }

    /** The child's program: writes a key, then prints Redis' pid. */
    static final class WriteAndWait {
        public static void main(String[] folder) throws Exception {
            var redis = EmbeddedRedis.start(Path.of(folder[0]));
            set(redis.uri(), "acknowledged");
            ChildJvm.sayAndWait(Long.toString(pid(Path.of(folder[0]))));
        }
    }

    /** The child's program: starts a Redis for tests, and prints its folder. */
    static final class TemporaryAndWait {
        public static void main(String[] arguments) throws Exception {
            var redis = EmbeddedRedis.temporary();
            ChildJvm.sayAndWait(folder(redis.uri()).toString());
        }
    }
}
