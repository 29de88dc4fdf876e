package dev.legato.embedded;

import dev.legato.embedded.ServerProcess.Readiness;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.function.IntFunction;

/**
 * PostgreSQL on a free loopback port, with a database {@code legato} owned by the role {@code legato}, UTF-8.
 *
 * <p>It runs as a child process. When this JVM is killed it lives on, with every committed transaction; the next start
 * on the same folder stops it in good order and starts afresh.
 */
public final class EmbeddedPostgres implements AutoCloseable {
    private static final List<String> SETTINGS = List.of(
            "listen_addresses=127.0.0.1",
            "unix_socket_directories=",
            "max_connections=100",
            "shared_buffers=64MB",
            "max_wal_size=512MB",
            "io_workers=1",
            "max_parallel_workers=2",
            "max_logical_replication_workers=0",
            "jit=off",
            "timezone=UTC",
            "log_timezone=UTC",
            // A failed statement is its client's to report; the log is for the server itself, and so stays small.
            "log_min_messages=log",
            "log_checkpoints=off");
    private static final List<String> DURABLE = List.of("fsync=on", "synchronous_commit=on", "full_page_writes=on");

    /** A server that is killed loses nothing, a machine that is does. */
    private static final List<String> THROW_AWAY =
            List.of("fsync=off", "synchronous_commit=on", "full_page_writes=off");

    /** Changes a cluster on disk before its first start. */
    @FunctionalInterface
    interface Preparation {
        void prepare(PostgresCluster cluster) throws IOException;
    }

    /** The line of postmaster.pid that carries the server's state (miscadmin.h, LOCK_FILE_LINE_PM_STATUS). */
    private static final int STATUS_LINE = 8;

    private final IntFunction<ServerProcess> starter;
    private volatile ServerProcess server;
    private final URI uri;
    private final Runnable afterwards;

    private EmbeddedPostgres(ServerProcess server, IntFunction<ServerProcess> starter, URI uri, Runnable afterwards) {
        this.server = server;
        this.starter = starter;
        this.uri = uri;
        this.afterwards = afterwards;
    }

    /**
     * Starts PostgreSQL on {@code folder}, creating it if need be; what is committed is on disk.
     *
     * @throws StartupException with the reason, if it cannot
     */
    public static EmbeddedPostgres start(Path folder) {
        try {
            Path real = PrivateFiles.createDirectories(folder).toRealPath();
            PostgresPrograms.requireUsableAccount(real);
            PostgresPrograms programs = PostgresPrograms.unpacked(BinaryCache.ofUser());
            program(real).stopOrphan();
            PostgresCluster cluster = new PostgresCluster(real);
            cluster.create(programs, /* durable= */ true);
            return start(programs, cluster, DURABLE, () -> {});
        } catch (IOException e) {
            throw new StartupException("PostgreSQL's folder %s cannot be used (%s).".formatted(folder, e), e);
        }
    }

    /** Starts an empty PostgreSQL for a test; closing it, or the JVM's end, deletes its folder. Nothing is synced. */
    public static EmbeddedPostgres temporary() {
        return temporary(_ -> {});
    }

    /**
     * The same, after something was done to its cluster.
     *
     * @param prepare what
     */
    static EmbeddedPostgres temporary(Preparation prepare) {
        ThrowAwayFolder folder =
                ThrowAwayFolder.create("postgres", left -> program(left).stopOrphan());
        try {
            PostgresPrograms.requireUsableAccount(folder.path());
            BinaryCache cache = BinaryCache.ofUser();
            PostgresPrograms programs = PostgresPrograms.unpacked(cache);
            PostgresCluster cluster = new PostgresCluster(folder.path());
            cluster.copyFromCache(programs, cache);
            prepare.prepare(cluster);
            EmbeddedPostgres started = start(programs, cluster, THROW_AWAY, folder::delete);
            folder.beforeExit(started::close);
            return started;
        } catch (IOException e) {
            folder.delete();
            throw new StartupException("PostgreSQL's folder %s cannot be used (%s).".formatted(folder.path(), e), e);
        } catch (RuntimeException e) {
            folder.delete();
            throw e;
        }
    }

    private static EmbeddedPostgres start(
            PostgresPrograms programs, PostgresCluster cluster, List<String> durability, Runnable afterwards)
            throws IOException {
        ServerProgram program = program(cluster.folder());
        if (program.running().isEmpty()) {
            // PostgreSQL checks the pid in it and would take any live process for a rival.
            Files.deleteIfExists(program.pidFile());
        }
        String password = cluster.password();
        IntFunction<List<String>> command = port -> programs.command("postgres", arguments(cluster, port, durability));
        Readiness readiness = (pid, _) -> isReady(program.pidFile(), pid);
        ServerProcess server = ServerProcess.start(program, command, readiness, output -> output);
        URI uri = URI.create(
                "postgresql://%1$s:%2$s@127.0.0.1:%3$d/%1$s".formatted(PostgresCluster.NAME, password, server.port()));
        return new EmbeddedPostgres(
                server, port -> ServerProcess.startOn(port, program, command, readiness), uri, afterwards);
    }

    private static ServerProgram program(Path folder) {
        Path data = new PostgresCluster(folder).data();
        // SIGINT is the "fast" shutdown: clients are cut off, and the checkpoint is written.
        return new ServerProgram("PostgreSQL", "postgres", folder, data.resolve("postmaster.pid"), data, "INT");
    }

    private static List<String> arguments(PostgresCluster cluster, int port, List<String> durability) {
        List<String> arguments = new ArrayList<>();
        arguments.addAll(List.of("-D", cluster.data().toString(), "-p", Integer.toString(port)));
        for (List<String> settings : List.of(SETTINGS, durability)) {
            for (String setting : settings) {
                arguments.addAll(List.of("-c", setting));
            }
        }
        return arguments;
    }

    private static boolean isReady(Path pidFile, long pid) throws IOException {
        List<String> lines = Files.readAllLines(pidFile);
        return lines.size() >= STATUS_LINE
                && lines.getFirst().strip().equals(Long.toString(pid))
                && lines.get(STATUS_LINE - 1).strip().equals("ready");
    }

    /** {@code postgresql://legato:PASSWORD@127.0.0.1:PORT/legato}; the role is a superuser. */
    public URI uri() {
        return uri;
    }

    /** Freezes it, for a test: its connections stay open, and nothing answers on them. */
    public void suspend() {
        server.signal("STOP");
    }

    /** Ends {@link #suspend}. */
    public void resume() {
        server.signal("CONT");
    }

    /** Ends it as a power cut would, for a test; returns when it is gone. */
    public void kill() {
        server.signal("KILL");
        server.awaitEnd();
    }

    /** Starts it again on the same port, after {@link #kill}; returns when it takes connections. */
    public void restart() {
        server = starter.apply(server.port());
    }

    /** Cuts off its clients and stops it in good order; returns when it is gone. */
    @Override
    public void close() {
        server.stop();
        afterwards.run();
    }
}
