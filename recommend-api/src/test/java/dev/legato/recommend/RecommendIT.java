package dev.legato.recommend;

import static dev.legato.testing.Eventually.eventually;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.legato.contracts.CatalogueTrack;
import dev.legato.contracts.CatalogueTrack.Named;
import dev.legato.contracts.CatalogueTrack.OnAlbum;
import dev.legato.contracts.CloudEvent;
import dev.legato.contracts.ContentId;
import dev.legato.contracts.HeardPlay;
import dev.legato.contracts.Topics;
import dev.legato.contracts.TrackId;
import dev.legato.embedded.EmbeddedIssuer;
import dev.legato.embedded.SharedBackends;
import dev.legato.runtime.RunningService;
import dev.legato.runtime.ServiceProcess;
import dev.legato.runtime.VertxFactory;
import dev.legato.runtime.json.Json;
import dev.legato.runtime.kafka.KafkaSettings;
import dev.legato.runtime.kafka.TopicSetup;
import dev.legato.runtime.settings.Settings;
import dev.legato.testing.Answer;
import dev.legato.testing.ApiClient;
import dev.legato.testing.Call;
import dev.legato.testing.ContractFuzz;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.TimeUnit;
import java.util.function.Predicate;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.apache.kafka.common.serialization.StringSerializer;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(90)
final class RecommendIT {
    private static final Clock CLOCK = Clock.systemUTC();
    private static final Duration PROMPT = Duration.ofSeconds(20);

    private static EmbeddedIssuer issuer;
    private static ServiceProcess process;
    private static RunningService service;
    private static KafkaProducer<String, byte[]> producer;
    private static ApiClient client;

    private final String alice = UUID.randomUUID().toString();
    private final String bob = UUID.randomUUID().toString();

    @BeforeAll
    static void start() throws Exception {
        String kafka = SharedBackends.kafka();
        issuer = EmbeddedIssuer.temporary();
        Settings settings = Settings.of(Map.of(
                "recommend.port",
                "0",
                "management.port",
                "0",
                "tokens.jwks",
                issuer.jwks().toString(),
                "postgres.uri",
                SharedBackends.postgres().toString(),
                "kafka.bootstrap",
                kafka));
        TopicSetup.ensure(new KafkaSettings(kafka, Map.of()));
        process =
                ServiceProcess.create(settings, VertxFactory.UNCLUSTERED, CLOCK).await(20, TimeUnit.SECONDS);
        service = process.start(new RecommendService(RecommendSettings.from(settings)))
                .await(30, TimeUnit.SECONDS);
        process.ready();
        producer = new KafkaProducer<>(
                Map.of("bootstrap.servers", kafka), new StringSerializer(), new ByteArraySerializer());
        client = new ApiClient(service.port());
    }

    @AfterAll
    static void stop() throws Exception {
        client.close();
        producer.close();
        process.stop().await(40, TimeUnit.SECONDS);
        issuer.close();
    }

    @Test
    void operations_ofNastyValues_answerProblems() throws Exception {
        var fuzz = new ContractFuzz(
                service.port(),
                scope -> issuer.authorization(alice, CLOCK.instant().plusSeconds(600), scope));
        assertEquals("", String.join("\n", fuzz.faults()));
    }

    @Test
    void similar_whatListenersOfItAlsoPlayed() throws Exception {
        TrackId track = track();
        TrackId both = track();
        TrackId one = track();
        for (TrackId heard : List.of(track, both, one)) {
            hear(alice, heard);
        }
        for (TrackId heard : List.of(track, both)) {
            hear(bob, heard);
        }
        // Two listeners heard both and 2 each: 2 / (2 + 10); one heard the other.
        List<JsonObject> expected = List.of(
                new JsonObject().put("trackId", both.value()).put("score", 2.0 / 12),
                new JsonObject().put("trackId", one.value()).put("score", 1 / (Math.sqrt(2) + 10)));
        until(
                alice,
                "/v1/tracks/%s/similar?limit=2".formatted(track.value()),
                answer -> answer.getJsonArray("items").stream().toList().equals(expected));
    }

    @Test
    void similar_nobodyHeardIt_isFilledWithItsArtists() throws Exception {
        TrackId track = trackId();
        TrackId sibling = trackId();
        catalogue(track, "artist-of-" + track.value());
        catalogue(sibling, "artist-of-" + track.value());
        JsonObject page = until(alice, "/v1/tracks/%s/similar?limit=1".formatted(track.value()), answer -> ids(answer)
                .equals(List.of(sibling.value())));
        assertEquals(0.0, page.getJsonArray("items").getJsonObject(0).getDouble("score"));
    }

    @Test
    void recommendations_fromWhatOthersHeard_withoutWhatTheCallerHeard() throws Exception {
        TrackId shared = track();
        TrackId known = track();
        TrackId wanted = track();
        for (TrackId heard : List.of(shared, known)) {
            hear(alice, heard);
        }
        for (TrackId heard : List.of(shared, known, wanted)) {
            hear(bob, heard);
        }
        JsonObject page = until(
                alice,
                "/v1/me/recommendations?limit=50",
                answer -> !ids(answer).isEmpty() && ids(answer).getFirst().equals(wanted.value()));
        assertTrue(!ids(page).contains(shared.value()) && !ids(page).contains(known.value()), page.encode());
    }

    @Test
    void recommendations_forAStranger_areWhatMostHear_inPages() throws Exception {
        hear(bob, track());
        hear(bob, track());
        JsonObject page = until(alice, "/v1/me/recommendations?limit=1", answer -> answer.getString("next") != null);
        JsonObject next = get(alice, page.getString("next")).json();
        assertEquals(1, ids(next).size());
        assertTrue(!ids(next).equals(ids(page)));
    }

    @Test
    void similar_unavailableOrDeleted_isHidden_untilItIsBack() throws Exception {
        TrackId track = track();
        TrackId other = track();
        hear(alice, track);
        hear(alice, other);
        String similar = "/v1/tracks/%s/similar?limit=50".formatted(track.value());
        var _ = until(alice, similar, answer -> ids(answer).contains(other.value()));
        catalogue(other, "artist", false);
        var _ = until(alice, similar, answer -> !ids(answer).contains(other.value()));
        assertEquals(
                200,
                get(alice, "/v1/tracks/%s/similar".formatted(other.value())).status());
        catalogue(other, "artist", true);
        var _ = until(alice, similar, answer -> ids(answer).contains(other.value()));
        producer.send(new ProducerRecord<>(Topics.CATALOGUE, other.value(), null))
                .get(10, TimeUnit.SECONDS);
        var _ = until(alice, similar, answer -> !ids(answer).contains(other.value()));
        assertEquals(
                404,
                get(alice, "/v1/tracks/%s/similar".formatted(other.value())).status());
    }

    @Test
    void similar_trackThatTheCatalogueDoesNotHave_is404_andNobodyIsOfferedIt() throws Exception {
        TrackId track = track();
        TrackId invented = trackId();
        TrackId last = track();
        hear(alice, track);
        hear(alice, invented);
        hear(alice, last);
        JsonObject page = until(bob, "/v1/tracks/%s/similar?limit=50".formatted(track.value()), answer -> ids(answer)
                .contains(last.value()));
        assertTrue(!ids(page).contains(invented.value()), page.encode());
        assertEquals(
                404,
                get(bob, "/v1/tracks/%s/similar".formatted(invented.value())).status());
    }

    @Test
    void similar_poison_isADeadLetter_andLearningGoesOn() throws Exception {
        TrackId track = track();
        TrackId other = track();
        hear(alice, track);
        for (String topic : List.of(Topics.HEARD, Topics.CATALOGUE)) {
            for (String poison : List.of("{", "{\"a\":1}", "{\"data\":{\"positionMs\":1}}", "\u0000")) {
                producer.send(new ProducerRecord<>(topic, "x", poison.getBytes(StandardCharsets.UTF_8)))
                        .get(10, TimeUnit.SECONDS);
            }
        }
        producer.send(new ProducerRecord<>(Topics.HEARD, null, null)).get(10, TimeUnit.SECONDS);
        hear(alice, other);
        until(alice, "/v1/tracks/%s/similar?limit=1".formatted(track.value()), answer -> ids(answer)
                .equals(List.of(other.value())));
    }

    @Test
    void similar_badRequests() throws Exception {
        assertEquals(404, get(alice, "/v1/tracks/nothing/similar").status());
        assertEquals(400, get(alice, "/v1/me/recommendations?limit=51").status());
        assertEquals(400, get(alice, "/v1/me/recommendations?cursor=!").status());
    }

    private static List<String> ids(JsonObject page) {
        JsonArray items = page.getJsonArray("items");
        return items.stream()
                .map(item -> ((JsonObject) item).getString("trackId"))
                .toList();
    }

    private static Answer get(String listener, String path) {
        return client.send(Call.get(path)
                .with(
                        "Authorization",
                        issuer.authorization(listener, CLOCK.instant().plusSeconds(600), "user-top-read")));
    }

    /** Asks until the answer is as expected, within bounds. */
    private static JsonObject until(String listener, String path, Predicate<JsonObject> expected) throws Exception {
        return eventually(
                        PROMPT,
                        () -> get(listener, path),
                        answer -> answer.status() == 200 && expected.test(answer.json()))
                .json();
    }

    /** The listener hears a track, and analytics has judged it so. */
    private static void hear(String listener, TrackId track) throws Exception {
        HeardPlay play = new HeardPlay(listener, track, UUID.randomUUID().toString(), CLOCK.instant(), 30_000);
        send(
                Topics.HEARD,
                listener,
                CloudEvent.of(play.eventId(), "/analytics-api", HeardPlay.TYPE, listener, play.startedAt(), play));
    }

    private static void catalogue(TrackId track, String artist) throws Exception {
        catalogue(track, artist, true);
    }

    private static void catalogue(TrackId track, String artist, boolean available) throws Exception {
        CatalogueTrack known = new CatalogueTrack(
                track, "A", 180_000, new OnAlbum("album", "B"), List.of(new Named(artist, "C")), List.of(), available);
        send(
                Topics.CATALOGUE,
                track.value(),
                CloudEvent.of(
                        UUID.randomUUID().toString(),
                        "/metadata-api",
                        "dev.legato.catalogue.track",
                        track.value(),
                        CLOCK.instant(),
                        known));
    }

    private static void send(String topic, String key, CloudEvent<?> event) throws Exception {
        producer.send(new ProducerRecord<>(topic, key, Json.write(event))).get(10, TimeUnit.SECONDS);
    }

    /** One that the catalogue has. */
    private static TrackId track() throws Exception {
        TrackId track = trackId();
        catalogue(track, "artist-of-" + track.value());
        return track;
    }

    private static TrackId trackId() {
        UUID random = UUID.randomUUID();
        return new TrackId(ContentId.of(ByteBuffer.allocate(24)
                .putLong(random.getMostSignificantBits())
                .putLong(random.getLeastSignificantBits())
                .putLong(random.getMostSignificantBits())
                .array()));
    }
}
