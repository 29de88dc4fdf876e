package dev.legato.allinone;

import static dev.legato.allinone.Api.expect;
import static dev.legato.testing.Eventually.eventually;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.legato.contracts.Topics;
import dev.legato.embedded.SharedBackends;
import dev.legato.runtime.postgres.Postgres;
import dev.legato.runtime.postgres.PostgresSettings;
import io.vertx.core.Vertx;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import io.vertx.redis.client.Command;
import io.vertx.redis.client.Redis;
import io.vertx.redis.client.Request;
import io.vertx.sqlclient.Pool;
import io.vertx.sqlclient.Row;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest.BodyPublishers;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.config.ConfigResource;
import org.apache.kafka.common.serialization.StringDeserializer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A person with everything, exported and deleted; then every store of the whole system is searched. */
final class ForgottenIT {
    private static final String EMAIL = "vanishing@example.org";

    @TempDir
    Path folder;

    private final URI postgres = SharedBackends.postgres();
    private final URI redis = SharedBackends.redis();
    private final String kafka = SharedBackends.kafka();

    @Test
    void delete_aPersonWithEverything_leavesNeitherIdNorAddressInAnyStore() throws Exception {
        Path music = Tones.create(folder.resolve("music"));
        Vertx vertx = Vertx.vertx();
        try (HttpClient client = HttpClient.newHttpClient();
                RunningStack legato = RunningStack.start(folder.resolve("data"), settings())) {
            assertEquals(3, legato.importFolder(music).imported().size());
            Api person = Api.anonymous(client, legato.gateway()).signedUp(EMAIL);
            String id = expect(200, person.get("/v1/me")).getString("id");
            String track = person.firstFound("Middle", "track").getString("id");
            JsonObject playlist = expect(201, person.post("/v1/playlists", new JsonObject().put("name", "Of my own")));
            assertEquals(
                    201,
                    person.post(
                                    "/v1/playlists/%s/items".formatted(playlist.getString("id")),
                                    new JsonObject().put("trackIds", new JsonArray().add(track)))
                            .statusCode());
            expect(202, person.post("/v1/events", Heard.wholly(track)));
            JsonObject pick = new JsonObject()
                    .put("query", "middle")
                    .put("position", 1)
                    .put("kind", "track")
                    .put("id", track);
            assertEquals(204, person.post("/v1/search/picks", pick).statusCode());
            Pool pool = Postgres.open(vertx, new PostgresSettings(postgres, 2), "account")
                    .await(60, TimeUnit.SECONDS);
            eventually(() -> !expect(200, person.get("/v1/me/history"))
                    .getJsonArray("items")
                    .isEmpty());
            eventually(() -> tables(pool, id).contains("recommend.listened"));

            JsonObject export = exported(person);
            assertTrue(export.getJsonArray("account").encode().contains(EMAIL));
            for (String share : List.of("analytics", "playlist", "recommend", "search")) {
                assertTrue(export.getJsonArray(share).encode().contains(track), export::encodePrettily);
            }

            assertEquals(
                    202,
                    person.send(person.request("/v1/me")
                                    .header("Content-Type", "application/json")
                                    .method("DELETE", BodyPublishers.ofString("{\"password\": \"correct horse\"}")))
                            .statusCode());
            eventually(() -> tables(pool, id).isEmpty());
            assertEquals(List.of(), tables(pool, EMAIL));
            assertEquals(List.of(), redisKeys(vertx, id, EMAIL));
            eventually(() -> compactedTopics(id, EMAIL).isEmpty());
            assertEquals(List.of(), topicsKeptForGood());
        } finally {
            vertx.close().await(60, TimeUnit.SECONDS);
        }
        assertEquals(List.of(), files(EMAIL));
    }

    private Map<String, String> settings() {
        return Map.of(
                "postgres.uri", postgres.toString(),
                "redis.uri", redis.toString(),
                "kafka.bootstrap", kafka,
                "account.deletionGrace", "0s",
                "account.deletionSweep", "200ms",
                "account.deletionReminder", "1s",
                "account.accessTokenTtl", "30s");
    }

    private static JsonObject exported(Api person) throws Exception {
        expect(202, person.post("/v1/me/export", new JsonObject()));
        JsonObject ready =
                eventually(() -> expect(200, person.get("/v1/me/export")), answer -> answer.getString("link") != null);
        return expect(200, person.get(ready.getString("link")));
    }

    /** The tables of all services that hold a text, or its bytes. */
    private static List<String> tables(Pool pool, String text) throws Exception {
        List<String> found = new ArrayList<>();
        for (Row table : rows(pool, """
                SELECT table_schema || '.' || table_name FROM information_schema.tables
                  WHERE table_type = 'BASE TABLE' AND table_schema NOT IN ('pg_catalog', 'information_schema')""")) {
            String name = table.getString(0);
            Row count = rows(pool, """
                            SELECT count(*) FROM %1$s t WHERE t::text LIKE '%%%2$s%%'
                              OR t::text LIKE '%%' || encode('%2$s', 'hex') || '%%'""".formatted(name, text)).iterator().next();
            if (count.getLong(0) > 0) {
                found.add(name);
            }
        }
        return found;
    }

    private static Iterable<Row> rows(Pool pool, String query) throws Exception {
        return pool.query(query).execute().await(60, TimeUnit.SECONDS);
    }

    private List<String> redisKeys(Vertx vertx, String... texts) throws Exception {
        Redis client = Redis.createClient(vertx, redis.toString());
        List<String> found = new ArrayList<>();
        for (var key : client.send(Request.cmd(Command.KEYS).arg("*")).await(60, TimeUnit.SECONDS)) {
            String dump = client.send(Request.cmd(Command.DUMP).arg(key.toBuffer()))
                    .await(60, TimeUnit.SECONDS)
                    .toString(StandardCharsets.ISO_8859_1);
            if (Stream.of(texts).anyMatch(text -> (key + dump).contains(text))) {
                found.add(key.toString());
            }
        }
        client.close().await(60, TimeUnit.SECONDS);
        return found;
    }

    /** Records of compacted topics that their compaction would leave: the last of each key, if it is no tombstone. */
    private List<String> compactedTopics(String... texts) throws Exception {
        Map<String, Boolean> held = new HashMap<>();
        try (KafkaConsumer<String, String> consumer = new KafkaConsumer<>(
                Map.of("bootstrap.servers", kafka), new StringDeserializer(), new StringDeserializer())) {
            List<String> compacted = topics("compact");
            List<TopicPartition> partitions = consumer.listTopics().values().stream()
                    .flatMap(List::stream)
                    .filter(partition -> compacted.contains(partition.topic()))
                    .map(partition -> new TopicPartition(partition.topic(), partition.partition()))
                    .toList();
            assertFalse(partitions.isEmpty());
            consumer.assign(partitions);
            consumer.seekToBeginning(partitions);
            Map<TopicPartition, Long> ends = consumer.endOffsets(partitions);
            while (ends.entrySet().stream().anyMatch(end -> consumer.position(end.getKey()) < end.getValue())) {
                consumer.poll(Duration.ofMillis(200)).forEach(record -> {
                    String key = "%s-%d %s".formatted(record.topic(), record.partition(), record.key());
                    String all = record.key() + record.value();
                    held.put(key, record.value() != null && Stream.of(texts).anyMatch(all::contains));
                });
            }
        }
        return held.entrySet().stream()
                .filter(Map.Entry::getValue)
                .map(Map.Entry::getKey)
                .toList();
    }

    /** Topics of events by account that would keep them for longer than is promised. */
    private List<String> topicsKeptForGood() throws Exception {
        List<String> kept = new ArrayList<>(topics("delete"));
        kept.retainAll(List.of(
                Topics.PLAYS,
                Topics.HEARD,
                Topics.LIBRARY,
                Topics.ACCOUNTS,
                Topics.ACCOUNT_ANSWERS,
                Topics.DELIVERIES));
        assertEquals(6, kept.size());
        try (Admin admin = Admin.create(Map.of("bootstrap.servers", kafka))) {
            List<ConfigResource> resources = kept.stream()
                    .map(name -> new ConfigResource(ConfigResource.Type.TOPIC, name))
                    .toList();
            return admin.describeConfigs(resources).all().get(60, TimeUnit.SECONDS).entrySet().stream()
                    .filter(topic ->
                            Long.parseLong(topic.getValue().get("retention.ms").value())
                                    > Duration.ofDays(30).toMillis())
                    .map(topic -> topic.getKey().name())
                    .toList();
        }
    }

    private List<String> topics(String policy) throws Exception {
        try (Admin admin = Admin.create(Map.of("bootstrap.servers", kafka))) {
            List<ConfigResource> all = admin.listTopics().names().get(60, TimeUnit.SECONDS).stream()
                    .map(name -> new ConfigResource(ConfigResource.Type.TOPIC, name))
                    .toList();
            return admin.describeConfigs(all).all().get(60, TimeUnit.SECONDS).entrySet().stream()
                    .filter(topic ->
                            topic.getValue().get("cleanup.policy").value().equals(policy))
                    .map(topic -> topic.getKey().name())
                    .toList();
        }
    }

    /** Files of the data folder; there, ids stand in RocksDB's files alone, until they are compacted as their topics are. */
    private List<String> files(String text) throws IOException {
        try (Stream<Path> files = Files.walk(folder.resolve("data"))) {
            return files.filter(Files::isRegularFile)
                    .filter(file -> contains(file, text))
                    .map(Path::toString)
                    .toList();
        }
    }

    private static boolean contains(Path file, String text) {
        try {
            return new String(Files.readAllBytes(file), StandardCharsets.ISO_8859_1).contains(text);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
