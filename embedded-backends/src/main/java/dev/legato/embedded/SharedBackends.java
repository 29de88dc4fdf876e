package dev.legato.embedded;

import java.io.IOException;
import java.net.URI;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.AdminClientConfig;
import org.apache.kafka.clients.admin.GroupListing;
import org.apache.kafka.common.KafkaFuture;

/**
 * The backends that the test classes of one JVM share, so that each starts once: PostgreSQL, Redis and Kafka, when first
 * asked for. They stop when the JVM ends; those of a killed JVM are cleared away by the next.
 *
 * <p>A test that kills, freezes or closes its backend starts one of its own.
 */
public final class SharedBackends {
    private static final Duration REDIS_BOUND = Duration.ofSeconds(10);
    private static final int KAFKA_SECONDS = 30;

    private SharedBackends() {}

    private static final class Postgres {
        static final EmbeddedPostgres SERVER = EmbeddedPostgres.temporary();
        static final AtomicInteger DATABASES = new AtomicInteger();
    }

    private static final class Redis {
        static final EmbeddedRedis SERVER = EmbeddedRedis.temporary();
    }

    private static final class Kafka {
        static final EmbeddedKafka SERVER = EmbeddedKafka.temporary();
    }

    /**
     * Creates an empty database, as {@code postgresql://legato:PASSWORD@127.0.0.1:PORT/NAME}; the role is a superuser. The
     * caller has PostgreSQL's JDBC driver.
     */
    public static URI postgres() {
        URI server = Postgres.SERVER.uri();
        String name = "test_" + Postgres.DATABASES.incrementAndGet();
        String[] role = server.getUserInfo().split(":", 2);
        String url = "jdbc:postgresql://%s:%d%s".formatted(server.getHost(), server.getPort(), server.getPath());
        try (Connection connection = DriverManager.getConnection(url, role[0], role[1]);
                Statement statement = connection.createStatement()) {
            boolean _ = statement.execute("CREATE DATABASE " + name);
        } catch (SQLException e) {
            throw new StartupException("PostgreSQL created no database for a test: " + e.getMessage(), e);
        }
        return server.resolve("/" + name);
    }

    /** Empties Redis for one test class at a time: {@code redis://default:PASSWORD@127.0.0.1:PORT}. */
    public static URI redis() {
        URI server = Redis.SERVER.uri();
        String password = server.getUserInfo().split(":", 2)[1];
        try (var connection = new RespConnection(server.getPort(), REDIS_BOUND)) {
            for (String answer : List.of(connection.command("AUTH", password), connection.command("FLUSHALL"))) {
                if (!answer.equals("+OK")) {
                    throw new StartupException("Redis was not emptied for a test: " + answer);
                }
            }
        } catch (IOException e) {
            throw new StartupException("Redis was not emptied for a test: " + e, e);
        }
        return server;
    }

    /** Empties Kafka for one test class at a time: its bootstrap servers, with neither topics nor consumer groups. */
    public static String kafka() {
        String servers = Kafka.SERVER.bootstrapServers();
        try (Admin admin = Admin.create(Map.of(AdminClientConfig.BOOTSTRAP_SERVERS_CONFIG, servers))) {
            // A member that has gone without a word would keep its group.
            FormerMembers.remove(admin);
            List<String> groups = get(admin.listGroups().all()).stream()
                    .map(GroupListing::groupId)
                    .toList();
            var _ = get(admin.deleteConsumerGroups(groups).all());
            var _ = get(admin.deleteTopics(topics(admin)).all());
            // The broker learns of it a little after the controller.
            while (!topics(admin).isEmpty()) {
                LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(10));
            }
        } catch (ExecutionException | TimeoutException e) {
            throw new StartupException("Kafka was not emptied for a test: " + e, e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new StartupException("Emptying Kafka was interrupted", e);
        }
        return servers;
    }

    private static Set<String> topics(Admin admin) throws InterruptedException, ExecutionException, TimeoutException {
        return get(admin.listTopics().names());
    }

    private static <T> T get(KafkaFuture<T> answer) throws InterruptedException, ExecutionException, TimeoutException {
        return answer.get(KAFKA_SECONDS, TimeUnit.SECONDS);
    }
}
