package dev.legato.embedded;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Timeout(90)
final class EmbeddedPostgresIT {
    @TempDir
    Path folder;

    @Test
    void start_afterClose_findsWhatWasCommitted() throws Exception {
        long pid;
        try (var postgres = EmbeddedPostgres.start(folder)) {
            assertEquals(
                    "on on",
                    ask(
                            postgres.uri(),
                            "SELECT current_setting('fsync') || ' ' || current_setting('synchronous_commit')"));
            pid = serverPid(folder);
            write(postgres.uri(), "first");
        }
        assertGone(pid);
        try (var postgres = EmbeddedPostgres.start(folder)) {
            assertEquals("first", ask(postgres.uri(), "SELECT string_agg(value, ',') FROM kept"));
        }
    }

    @Test
    void start_afterTheJvmWasKilledWhileItCreatedTheCluster_createsItAnew() throws Exception {
        Path partial = folder.resolve("data.partial");
        try (var child = ChildJvm.start(SayAndStart.class, folder)) {
            while (!Files.exists(partial.resolve("PG_VERSION"))) {
                assertTrue(child.livesFor(5));
            }
            child.kill();
        }
        try (var postgres = EmbeddedPostgres.start(folder)) {
            assertEquals("legato", ask(postgres.uri(), "SELECT current_database()"));
        }
        assertFalse(Files.exists(partial));
    }

    @Test
    void start_thatIsInterrupted_leavesNothingRunning() throws Exception {
        Path partial = folder.resolve("data.partial");
        Thread starter = Thread.ofVirtual()
                .unstarted(() -> assertThrows(StartupException.class, () -> EmbeddedPostgres.start(folder)));
        starter.start();
        while (!Files.exists(partial.resolve("PG_VERSION"))) {
            assertFalse(starter.join(Duration.ofMillis(5)));
        }
        starter.interrupt();
        assertTrue(starter.join(Duration.ofSeconds(60)));
        assertEquals(
                0,
                ProcessHandle.allProcesses()
                        .flatMap(process -> process.info().commandLine().stream())
                        .filter(line -> line.contains(folder.toString()))
                        .count());
    }

    /** Says so before it starts. */
    static final class SayAndStart {
        private SayAndStart() {}

        public static void main(String[] arguments) throws Exception {
            System.out.println("starting");
            try (var _ = EmbeddedPostgres.start(Path.of(arguments[0]))) {
                ChildJvm.sayAndWait("started");
            }
        }
    }

    @Test
    void start_afterTheJvmWasKilled_stopsTheOrphanAndFindsWhatWasCommitted() throws Exception {
        prepareCluster();
        long orphan;
        try (var child = ChildJvm.start(WriteAndWait.class, folder)) {
            orphan = Long.parseLong(child.line());
            assertThrows(StartupException.class, () -> EmbeddedPostgres.start(folder), "its owner is alive");
            child.kill();
        }
        assertTrue(ProcessHandle.of(orphan).isPresent(), "PostgreSQL outlives its JVM");
        try (var postgres = EmbeddedPostgres.start(folder)) {
            assertEquals("acknowledged", ask(postgres.uri(), "SELECT string_agg(value, ',') FROM kept"));
            assertGone(orphan);
        }
    }

    @Test
    void start_afterTheServerWasKilled_recovers() throws Exception {
        prepareCluster();
        try (var postgres = EmbeddedPostgres.start(folder)) {
            write(postgres.uri(), "committed");
            ProcessHandle server = ProcessHandle.of(serverPid(folder)).orElseThrow();
            server.destroyForcibly();
            server.onExit().get(10, TimeUnit.SECONDS);
        }
        try (var postgres = EmbeddedPostgres.start(folder)) {
            assertEquals("committed", ask(postgres.uri(), "SELECT string_agg(value, ',') FROM kept"));
        }
    }

    @Test
    void start_withThePidFileOfAnotherProgram_startsAnyway() throws Exception {
        prepareCluster();
        Files.writeString(
                folder.resolve("data/postmaster.pid"),
                ProcessHandle.current().pid() + "\n" + folder.resolve("data") + "\n");
        try (var postgres = EmbeddedPostgres.start(folder)) {
            assertEquals("1", ask(postgres.uri(), "SELECT 1"));
        }
    }

    @Test
    void start_afterACreationCutShort_createsAnew() throws Exception {
        Files.createDirectories(folder.resolve("data.partial/base"));
        Files.writeString(folder.resolve("data.partial/postgresql.conf"), "half a cluster");
        try (var postgres = EmbeddedPostgres.start(folder)) {
            assertEquals("1", ask(postgres.uri(), "SELECT 1"));
        }
    }

    @Test
    void uri_withAWrongPassword_isRefused() throws Exception {
        try (var postgres = EmbeddedPostgres.temporary()) {
            URI wrong = URI.create(postgres.uri().toString().replaceFirst(":[0-9a-f]+@", ":guess@"));
            assertThrows(SQLException.class, () -> ask(wrong, "SELECT 1"));
        }
    }

    @Test
    void temporary_knowsUnicodeAndTheExtensionsOfSearch() throws Exception {
        try (var postgres = EmbeddedPostgres.temporary()) {
            assertEquals("UTF8", ask(postgres.uri(), "SHOW server_encoding"));
            assertEquals("björk ärö", ask(postgres.uri(), "SELECT lower('BJÖRK ÄRÖ')"));
            execute(postgres.uri(), "CREATE EXTENSION pg_trgm; CREATE EXTENSION unaccent; CREATE EXTENSION citext");
            assertEquals("bjork", ask(postgres.uri(), "SELECT unaccent('björk')"));
            assertEquals("6", ask(postgres.uri(), "SELECT cardinality(show_trgm('björk'))"));
        }
    }

    @Test
    void temporary_closed_leavesNothing() throws Exception {
        var postgres = EmbeddedPostgres.temporary();
        Path data = Path.of(ask(postgres.uri(), "SHOW data_directory"));
        assertEquals("rwx------", PosixFilePermissions.toString(Files.getPosixFilePermissions(data.getParent())));
        long pid = serverPid(data.getParent());
        postgres.close();
        assertGone(pid);
        assertFalse(Files.exists(data.getParent()));
    }

    /** An empty cluster without initdb's seconds of syncing. */
    private void prepareCluster() throws Exception {
        BinaryCache cache = BinaryCache.ofUser();
        new PostgresCluster(folder).copyFromCache(PostgresPrograms.unpacked(cache), cache);
    }

    private static long serverPid(Path folder) throws Exception {
        try (var lines = Files.lines(folder.resolve("data/postmaster.pid"))) {
            return Long.parseLong(lines.findFirst().orElseThrow());
        }
    }

    private static void assertGone(long pid) {
        assertFalse(
                ProcessHandle.of(pid)
                        .flatMap(process -> process.info().command())
                        .isPresent(),
                "process " + pid + " still runs");
    }

    private static Connection connect(URI uri) throws SQLException {
        String[] account = uri.getUserInfo().split(":");
        return DriverManager.getConnection(
                "jdbc:postgresql://" + uri.getHost() + ":" + uri.getPort() + uri.getPath(), account[0], account[1]);
    }

    private static void execute(URI uri, String sql) throws SQLException {
        try (Connection connection = connect(uri);
                Statement statement = connection.createStatement()) {
            statement.execute(sql);
        }
    }

    private static void write(URI uri, String value) throws SQLException {
        execute(uri, "CREATE TABLE IF NOT EXISTS kept (value text); INSERT INTO kept VALUES ('" + value + "')");
    }

    private static String ask(URI uri, String sql) throws SQLException {
        try (Connection connection = connect(uri);
                Statement statement = connection.createStatement();
                ResultSet row = statement.executeQuery(sql)) {
            assertTrue(row.next());
            return row.getString(1);
        }
    }

    /** The child's program: commits a row, then prints PostgreSQL's pid. */
    static final class WriteAndWait {
        public static void main(String[] folder) throws Exception {
            var postgres = EmbeddedPostgres.start(Path.of(folder[0]));
            write(postgres.uri(), "acknowledged");
            ChildJvm.sayAndWait(Long.toString(serverPid(Path.of(folder[0]))));
        }
    }
}
