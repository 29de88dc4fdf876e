package dev.legato.playlist;

import static dev.legato.testing.Eventually.eventually;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.legato.contracts.AccountAnswer;
import dev.legato.contracts.AccountEvent;
import dev.legato.contracts.CloudEvent;
import dev.legato.contracts.Topics;
import dev.legato.embedded.SharedBackends;
import dev.legato.runtime.json.Json;
import dev.legato.runtime.kafka.EventPublisher;
import dev.legato.runtime.kafka.KafkaSettings;
import dev.legato.testing.Call;
import io.vertx.core.Vertx;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.TimeUnit;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.serialization.StringDeserializer;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** What playlist-api answers to account-api, over a real Kafka. */
final class PlaylistDataIT {
    @Test
    void requests_ofAnAccount_areAnsweredWithItsPlaylistsAndThenForgotten() throws Exception {
        String kafka = SharedBackends.kafka();
        URI postgres = SharedBackends.postgres();
        Vertx vertx = Vertx.vertx();
        try (PlaylistsUnderTest playlists = new PlaylistsUnderTest(postgres, kafka)) {
            String path = playlists.playlist();
            listWhatDoesNotExist(postgres);
            List<String> tracks = playlists.tracks(2);
            var _ = playlists.add(path, tracks);
            EventPublisher accounts = EventPublisher.create(vertx, new KafkaSettings(kafka, Map.of()), "accounts");
            ask(accounts, AccountEvent.Type.EXPORT_REQUESTED, "export1");
            ask(accounts, AccountEvent.Type.DELETED, null);

            List<AccountAnswer> answers = answers(kafka, 3);
            AccountAnswer.Part part = Objects.requireNonNull(answers.getFirst().part());
            assertEquals("export1", part.export());
            assertTrue(Objects.requireNonNull(answers.get(1).part()).last());
            assertTrue(tracks.stream().allMatch(part.document().toString()::contains), part.document()::toString);
            assertEquals(new AccountAnswer("clara", "playlist", null), answers.getLast());
            assertEquals(404, playlists.send(Call.get(path)).status());
        } finally {
            vertx.close().await(60, TimeUnit.SECONDS);
        }
    }

    /** Clara's list alone has it, as the last; it must not keep the rest from being forgotten. */
    private static void listWhatDoesNotExist(URI postgres) throws SQLException {
        String[] role = postgres.getUserInfo().split(":", 2);
        String url = "jdbc:postgresql://%s:%d%s?currentSchema=playlist"
                .formatted(postgres.getHost(), postgres.getPort(), postgres.getPath());
        try (Connection connection = DriverManager.getConnection(url, role[0], role[1]);
                Statement statement = connection.createStatement()) {
            int _ = statement.executeUpdate(
                    "INSERT INTO owned_playlists SELECT 'gone', 'clara', 'A name', null, 0, 1, 0, '2020-01-01', now()");
        }
    }

    private static void ask(EventPublisher accounts, AccountEvent.Type type, @Nullable String export) throws Exception {
        accounts.publish(
                        Topics.ACCOUNTS,
                        PlaylistsUnderTest.CLARA,
                        CloudEvent.of(
                                type.name(),
                                "/account-api",
                                type.eventType(),
                                PlaylistsUnderTest.CLARA,
                                Instant.parse("2026-11-22T08:30:00Z"),
                                new AccountEvent(PlaylistsUnderTest.CLARA, export)))
                .await(60, TimeUnit.SECONDS);
    }

    private static List<AccountAnswer> answers(String kafka, int count) throws Exception {
        List<AccountAnswer> answers = new ArrayList<>();
        try (KafkaConsumer<String, String> consumer = new KafkaConsumer<>(
                Map.of("bootstrap.servers", kafka, "group.id", "test", "auto.offset.reset", "earliest"),
                new StringDeserializer(),
                new StringDeserializer())) {
            consumer.subscribe(List.of(Topics.ACCOUNT_ANSWERS));
            eventually(() -> {
                for (var record : consumer.poll(Duration.ofMillis(200))) {
                    answers.add(Json.readEvent(record.value().getBytes(StandardCharsets.UTF_8), AccountAnswer.class)
                            .data());
                }
                return answers.size() >= count;
            });
        }
        return answers;
    }
}
