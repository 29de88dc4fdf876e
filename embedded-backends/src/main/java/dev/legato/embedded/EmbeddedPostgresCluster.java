package dev.legato.embedded;

import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.StandardOpenOption;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/**
 * A PostgreSQL primary with two streaming replicas, for tests. Closing it deletes all of it. The caller has PostgreSQL's
 * JDBC driver.
 *
 * <p>The binaries at hand have no {@code pg_basebackup}: all three begin as copies of one cluster that was shut down in good
 * order, two of them with a {@code standby.signal}. A commit is acknowledged when one of the replicas has it on disk, so that
 * no acknowledged write is lost when the primary dies and the replica that has received most takes over.
 *
 * @see <a href="https://www.postgresql.org/docs/current/warm-standby.html#STREAMING-REPLICATION">Streaming replication</a>
 */
public final class EmbeddedPostgresCluster implements AutoCloseable {
    private static final int REPLICAS = 2;

    private final List<EmbeddedPostgres> replicas = new ArrayList<>();
    private final List<EmbeddedPostgres> all = new ArrayList<>();
    private EmbeddedPostgres primary;

    private EmbeddedPostgresCluster(EmbeddedPostgres primary) {
        this.primary = primary;
        all.add(primary);
    }

    /** Starts all three; each replica has reached the primary when it returns. */
    public static EmbeddedPostgresCluster temporary() {
        EmbeddedPostgresCluster cluster =
                new EmbeddedPostgresCluster(EmbeddedPostgres.temporary(data -> configure(data, 0, "")));
        try {
            for (int number = 1; number <= REPLICAS; number++) {
                cluster.addReplica(number);
            }
            return cluster;
        } catch (RuntimeException e) {
            cluster.close();
            throw e;
        }
    }

    private void addReplica(int number) {
        String source = "primary_conninfo = '%s'".formatted(connectionTo(primary));
        EmbeddedPostgres replica = EmbeddedPostgres.temporary(data -> {
            configure(data, number, source);
            Files.createFile(data.data().resolve("standby.signal"));
        });
        all.add(replica);
        replicas.add(replica);
    }

    private static void configure(PostgresCluster cluster, int number, String more) throws IOException {
        // By default a replica asks again after five seconds.
        String settings = """
                wal_keep_size = 256MB
                wal_retrieve_retry_interval = 200ms
                synchronous_standby_names = 'ANY 1 (%s)'
                cluster_name = '%s'
                %s
                """.formatted(String.join(", ", names()), name(number), more);
        Files.writeString(cluster.data().resolve("postgresql.auto.conf"), settings, StandardOpenOption.APPEND);
    }

    private static List<String> names() {
        List<String> names = new ArrayList<>();
        for (int number = 0; number <= REPLICAS; number++) {
            names.add(name(number));
        }
        return names;
    }

    private static String name(int number) {
        return "node_" + number;
    }

    /** The receiver's name is its {@code cluster_name}, since no other is given. */
    private static String connectionTo(EmbeddedPostgres server) {
        String[] role = server.uri().getUserInfo().split(":", 2);
        return "host=127.0.0.1 port=%d user=%s password=%s"
                .formatted(server.uri().getPort(), role[0], role[1]);
    }

    public EmbeddedPostgres primary() {
        return primary;
    }

    /** The replicas that follow the primary. */
    public List<EmbeddedPostgres> replicas() {
        return List.copyOf(replicas);
    }

    /** Acknowledges commits from now on when the primary alone has them, so that it serves without replicas as well. */
    public void acknowledgeAlone() {
        execute(primary.uri(), "ALTER SYSTEM SET synchronous_standby_names = ''");
        execute(primary.uri(), "SELECT pg_reload_conf()");
    }

    /**
     * Promotes the replica that has received most, while the primary is dead, and lets the other one follow it.
     *
     * @return the new primary, which takes writes already
     */
    public EmbeddedPostgres failOver() {
        EmbeddedPostgres next = replicas.stream()
                .max(Comparator.comparingLong(EmbeddedPostgresCluster::received))
                .orElseThrow();
        replicas.remove(next);
        primary = next;
        for (EmbeddedPostgres replica : replicas) {
            execute(replica.uri(), "ALTER SYSTEM SET primary_conninfo = '%s'".formatted(connectionTo(next)));
            execute(replica.uri(), "SELECT pg_reload_conf()");
        }
        execute(next.uri(), "SELECT pg_promote()");
        return next;
    }

    private static long received(EmbeddedPostgres replica) {
        try (Connection connection = connect(replica.uri());
                Statement statement = connection.createStatement();
                ResultSet answer = statement.executeQuery(
                        "SELECT (coalesce(pg_last_wal_receive_lsn(), pg_last_wal_replay_lsn()) - '0/0')::bigint")) {
            boolean _ = answer.next();
            return answer.getLong(1);
        } catch (SQLException e) {
            throw new StartupException("A replica does not say what it has received: " + e.getMessage(), e);
        }
    }

    /** Runs a statement on one of the servers. */
    public static void execute(URI server, String sql) {
        try (Connection connection = connect(server);
                Statement statement = connection.createStatement()) {
            boolean _ = statement.execute(sql);
        } catch (SQLException e) {
            throw new StartupException("'%s' failed: %s".formatted(sql, e.getMessage()), e);
        }
    }

    private static Connection connect(URI server) throws SQLException {
        String[] role = server.getUserInfo().split(":", 2);
        return DriverManager.getConnection(
                "jdbc:postgresql://%s:%d%s".formatted(server.getHost(), server.getPort(), server.getPath()),
                role[0],
                role[1]);
    }

    /** Stops the replicas first: a primary that stops waits until they have all it has written. */
    @Override
    public void close() {
        all.reversed().forEach(EmbeddedPostgres::close);
    }
}
