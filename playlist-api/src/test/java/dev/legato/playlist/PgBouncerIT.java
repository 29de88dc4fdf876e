package dev.legato.playlist;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.legato.embedded.EmbeddedPostgres;
import dev.legato.runtime.postgres.Postgres;
import dev.legato.runtime.postgres.PostgresSettings;
import dev.legato.runtime.postgres.PostgresSettings.Pooling;
import dev.legato.runtime.postgres.Transactions;
import dev.legato.runtime.postgres.UnreachableException;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.sqlclient.Pool;
import io.vertx.sqlclient.Tuple;
import java.net.ServerSocket;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Migrations and queries through PgBouncer (Debian's 1.18), which several services share. */
final class PgBouncerIT {
    private static final Path PROGRAM = Path.of("/usr/sbin/pgbouncer");

    @TempDir
    private Path folder;

    private final Vertx vertx = Vertx.vertx();
    private final EmbeddedPostgres postgres = EmbeddedPostgres.temporary();
    private Process bouncer;

    @BeforeEach
    void requireProgram() {
        assumeTrue(Files.isExecutable(PROGRAM), "PgBouncer is not installed (Debian: pgbouncer)");
    }

    @AfterEach
    void stop() throws Exception {
        vertx.close().await(30, TimeUnit.SECONDS);
        if (bouncer != null) {
            bouncer.destroy();
            bouncer.waitFor();
        }
        postgres.close();
    }

    @ParameterizedTest
    @EnumSource(Pooling.class)
    void queries_throughSharedSessions_seeTheServicesSchema(Pooling pooling) throws Exception {
        PostgresSettings settings = new PostgresSettings(start(pooling), 8, pooling);
        Pool one = open(settings);
        Pool direct = Postgres.open(vertx, new PostgresSettings(postgres.uri(), 1), "playlist")
                .await(60, TimeUnit.SECONDS);
        assertEquals(0, count(direct));
        List<Future<?>> writes = new ArrayList<>();
        for (int i = 0; i < 60; i++) {
            int number = i;
            writes.add(one.preparedQuery("INSERT INTO outbox (topic, key) VALUES ($1, $2)")
                    .execute(Tuple.of("library", "pooled-" + number)));
            writes.add(one.withTransaction(connection -> connection
                    .preparedQuery("INSERT INTO outbox (topic, key) VALUES ($1, $2)")
                    .execute(Tuple.of("library", "transaction-" + number))
                    .compose(_ -> connection
                            .preparedQuery("SELECT count(*) FROM outbox WHERE key = $1")
                            .execute(Tuple.of("transaction-" + number)))));
        }
        var _ = Future.join(writes).await(60, TimeUnit.SECONDS);
        long blocking = Transactions.run(one, connection -> connection
                .query("SELECT count(*) FROM playlist.outbox")
                .execute()
                .await()
                .iterator()
                .next()
                .getLong(0));
        assertEquals(120, blocking);
        assertEquals(120, count(direct));
        one.close().await(30, TimeUnit.SECONDS);
        direct.close().await(30, TimeUnit.SECONDS);
    }

    /** PgBouncer takes a moment to listen. */
    private Pool open(PostgresSettings settings) throws Exception {
        for (int attempt = 1; ; attempt++) {
            try {
                return Postgres.open(vertx, settings, "playlist").await(60, TimeUnit.SECONDS);
            } catch (Exception e) {
                if (!(e instanceof UnreachableException) || attempt == 100) {
                    throw e;
                }
                vertx.timer(100, TimeUnit.MILLISECONDS).await();
            }
        }
    }

    private static long count(Pool pool) throws Exception {
        return pool.query("SELECT count(*) FROM outbox")
                .execute()
                .await(30, TimeUnit.SECONDS)
                .iterator()
                .next()
                .getLong(0);
    }

    /** Few sessions for many clients, so that a client meets another's. */
    private URI start(Pooling pooling) throws Exception {
        URI uri = postgres.uri();
        int port;
        try (ServerSocket socket = new ServerSocket(0)) {
            port = socket.getLocalPort();
        }
        String password = uri.getUserInfo().split(":")[1];
        Path users = Files.writeString(folder.resolve("users"), "\"legato\" \"%s\"\n".formatted(password));
        Path ini = Files.writeString(folder.resolve("pgbouncer.ini"), """
            [databases]
            legato = host=127.0.0.1 port=%d dbname=legato
            [pgbouncer]
            listen_addr = 127.0.0.1
            listen_port = %d
            unix_socket_dir =
            auth_type = scram-sha-256
            auth_file = %s
            pool_mode = %s
            default_pool_size = %d
            ignore_startup_parameters = extra_float_digits
            """.formatted(
                        uri.getPort(),
                        port,
                        users,
                        pooling.name().toLowerCase(Locale.ROOT),
                        pooling == Pooling.SESSION ? 20 : 3));
        ProcessBuilder builder = new ProcessBuilder(PROGRAM.toString(), ini.toString());
        if (isRoot()) {
            // It refuses to run as root.
            builder = new ProcessBuilder("unshare", "--user", PROGRAM.toString(), ini.toString());
        }
        bouncer = builder.redirectErrorStream(true)
                .redirectOutput(folder.resolve("pgbouncer.log").toFile())
                .start();
        return URI.create(uri.toString().replace(":" + uri.getPort() + "/", ":" + port + "/"));
    }

    private static boolean isRoot() throws Exception {
        return Files.getAttribute(Path.of("/proc/self"), "unix:uid").equals(0);
    }
}
