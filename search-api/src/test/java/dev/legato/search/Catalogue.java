package dev.legato.search;

import dev.legato.contracts.CatalogueAlbum;
import dev.legato.contracts.CatalogueArtist;
import dev.legato.contracts.CatalogueArtwork;
import dev.legato.contracts.CatalogueRecord;
import dev.legato.contracts.CatalogueTrack;
import dev.legato.contracts.CatalogueTrack.Named;
import dev.legato.contracts.CatalogueTrack.OnAlbum;
import dev.legato.contracts.CloudEvent;
import dev.legato.contracts.ContentId;
import dev.legato.contracts.LoudnessLevel;
import dev.legato.contracts.Sha256;
import dev.legato.contracts.Topics;
import dev.legato.contracts.TrackId;
import dev.legato.contracts.TrackPlays;
import dev.legato.runtime.json.Json;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.TimeUnit;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.apache.kafka.common.serialization.StringSerializer;
import org.jspecify.annotations.Nullable;

/** Writes the catalogue's topic as metadata-api does, with ids made from names. */
public final class Catalogue implements AutoCloseable {
    private final KafkaProducer<String, byte[]> producer;

    public Catalogue(String kafka) {
        producer = new KafkaProducer<>(
                Map.of("bootstrap.servers", kafka, "linger.ms", "0"),
                new StringSerializer(),
                new ByteArraySerializer());
    }

    /** An id for a name. */
    public static String id(String... parts) {
        return ContentId.of(Sha256.of(String.join("\0", parts).getBytes(StandardCharsets.UTF_8)));
    }

    public static CatalogueTrack track(String artist, String album, String name) {
        return track(artist, album, name, 2001, List.of("rock"), true, false, null);
    }

    public static CatalogueTrack track(
            String artist,
            String album,
            String name,
            int year,
            List<String> genres,
            boolean available,
            boolean explicit,
            @Nullable String isrc) {
        return new CatalogueTrack(
                new TrackId(id("track", artist, album, name)),
                name,
                200_000,
                new OnAlbum(id("album", artist, album), album, year, artwork(artist, album), "#112233"),
                List.of(new Named(id("artist", artist), artist)),
                genres,
                available,
                1,
                1,
                explicit,
                isrc,
                new LoudnessLevel(-10, -1, 5),
                null);
    }

    public static CatalogueAlbum album(String artist, String name, int year, List<String> genres) {
        return new CatalogueAlbum(
                id("album", artist, name),
                name,
                List.of(new Named(id("artist", artist), artist)),
                year,
                artwork(artist, name),
                1,
                200_000,
                new LoudnessLevel(-12, -0.5, 6),
                "#112233",
                genres,
                true);
    }

    public static CatalogueArtist artist(String name, String... aliases) {
        return new CatalogueArtist(id("artist", name), name, List.of(), 1, 1, List.of(aliases), List.of("rock"));
    }

    private static List<CatalogueArtwork> artwork(String artist, String album) {
        return List.of(new CatalogueArtwork("artwork/" + id("album", artist, album) + "/640.jpg", 640, 640));
    }

    /** Writes an entry; returns when Kafka has it. */
    public void put(CatalogueRecord.Entry entry) throws Exception {
        String type =
                switch (entry) {
                    case CatalogueTrack _ -> CatalogueTrack.TYPE;
                    case CatalogueAlbum _ -> CatalogueAlbum.TYPE;
                    case CatalogueArtist _ -> CatalogueArtist.TYPE;
                };
        send(
                Topics.CATALOGUE,
                entry.key(),
                Json.write(CloudEvent.of(
                        UUID.randomUUID().toString(), "/metadata-api", type, entry.key(), Instant.EPOCH, entry)));
    }

    /** Writes a track with its album and its artist. */
    public void putAll(CatalogueTrack track) throws Exception {
        String artist = track.artists().getFirst().name();
        put(track);
        put(album(artist, track.album().name(), 2001, track.genres()));
        put(artist(artist));
    }

    public void remove(String id) throws Exception {
        send(Topics.CATALOGUE, id, null);
    }

    public void play(CatalogueTrack track, double weight) throws Exception {
        send(Topics.TRACK_PLAYS, track.key(), Json.write(new TrackPlays(track.key(), 1, 1, weight)));
    }

    /** Writes something else. */
    public void send(String topic, String key, byte @Nullable [] value) throws Exception {
        var _ = producer.send(new ProducerRecord<>(topic, key, value)).get(20, TimeUnit.SECONDS);
    }

    @Override
    public void close() {
        producer.close();
    }
}
