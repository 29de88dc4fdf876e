package dev.legato.embedded;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;

import java.net.URI;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.Statement;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** What one test class leaves in a backend, the next does not find. */
@Timeout(120)
final class SharedBackendsIT {
    @Test
    void postgres_again_isAnEmptyDatabaseOfTheSameServer() throws Exception {
        URI first = SharedBackends.postgres();
        URI second = SharedBackends.postgres();
        assertEquals(first.getPort(), second.getPort());
        assertNotEquals(first, second);
        try (Connection connection = open(first);
                Statement statement = connection.createStatement()) {
            statement.execute("CREATE TABLE left_behind (id int)");
        }
        try (Connection connection = open(second);
                ResultSet tables = connection.getMetaData().getTables(null, "public", "%", null)) {
            assertEquals(false, tables.next());
        }
    }

    @Test
    void redis_again_isTheSameServerEmptied() throws Exception {
        URI first = SharedBackends.redis();
        try (RespConnection connection = new RespConnection(first.getPort(), Duration.ofSeconds(10))) {
            assertEquals("+OK", connection.command("AUTH", first.getUserInfo().split(":", 2)[1]));
            assertEquals("+OK", connection.command("SET", "left", "behind"));
            assertEquals(first, SharedBackends.redis());
            assertEquals(":0", connection.command("DBSIZE"));
        }
    }

    @Test
    void kafka_again_isTheSameBrokerWithoutTopicsAndGroups() throws Exception {
        String servers = SharedBackends.kafka();
        try (Admin admin = Admin.create(Map.of("bootstrap.servers", servers))) {
            admin.createTopics(List.of(new NewTopic("left-behind", 2, (short) 1)))
                    .all()
                    .get(30, TimeUnit.SECONDS);
            // It is still a member when the broker is emptied.
            try (var consumer = new KafkaConsumer<>(
                    Map.of("bootstrap.servers", servers, "group.id", "left-behind"),
                    new ByteArrayDeserializer(),
                    new ByteArrayDeserializer())) {
                consumer.subscribe(List.of("left-behind"));
                while (consumer.assignment().isEmpty()) {
                    consumer.poll(Duration.ofMillis(100));
                }
                assertEquals(servers, SharedBackends.kafka());
            }
            assertEquals(List.of(), List.copyOf(admin.listTopics().names().get(30, TimeUnit.SECONDS)));
            assertEquals(List.of(), List.copyOf(admin.listGroups().all().get(30, TimeUnit.SECONDS)));
            admin.createTopics(List.of(new NewTopic("left-behind", 1, (short) 1)))
                    .all()
                    .get(30, TimeUnit.SECONDS);
        }
    }

    private static Connection open(URI database) throws Exception {
        String[] role = database.getUserInfo().split(":", 2);
        return DriverManager.getConnection(
                "jdbc:postgresql://%s:%d%s".formatted(database.getHost(), database.getPort(), database.getPath()),
                role[0],
                role[1]);
    }
}
