package dev.legato.metadata;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.legato.contracts.ImportedTrack;
import dev.legato.contracts.LinkLimits;
import dev.legato.contracts.SignedPath;
import dev.legato.testing.Answer;
import io.vertx.core.json.JsonObject;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** What a plan keeps out of the playback call, and a child's profile out of the catalogue. */
final class PlanLimitsIT {
    private static final String FREE =
            "\"ent\":{\"maxBitrate\":160000,\"streams\":2,\"offline\":false,\"skipsPerHour\":6},\"sid\":\"s1\",";
    private static final String CHILD = "\"profile\":\"p1\",\"explicit\":false,";

    private static CatalogueUnderTest catalogue;

    @BeforeAll
    static void start() {
        catalogue = new CatalogueUnderTest();
    }

    @AfterAll
    static void stop() {
        catalogue.close();
    }

    @Test
    void playback_ofAPlanWithACap_namesWhatItPermitsAndTheLinkCarriesIt() {
        ImportedTrack track = Music.track("Capped", "Album", "Song");
        assertEquals(201, catalogue.put(track).status());
        String path = "/v1/tracks/%s/playback".formatted(track.id());
        JsonObject free = catalogue.getAs(FREE, path).json();
        assertEquals(List.of("aac-160"), Answer.each(free.getJsonArray("files"), "rendition"));
        assertTrue(free.getString("hls").endsWith("/b160000.master.m3u8"), free.getString("hls"));
        assertTrue(free.getString("dash").endsWith("/b160000.manifest.mpd"), free.getString("dash"));
        LinkLimits limits = limits(free.getString("hls"));
        assertEquals(160_000, limits.maxBitrate());
        assertEquals(2, limits.streams());
        assertEquals(12, limits.player().length());

        JsonObject all = catalogue.get(path).json();
        assertEquals(List.of("original", "aac-160"), Answer.each(all.getJsonArray("files"), "rendition"));
        assertTrue(all.getString("hls").endsWith("/master.m3u8"));
        assertEquals(LinkLimits.NONE, limits(all.getString("hls")));
    }

    @Test
    void explicitTrack_underAChildsProfile_isNotHeard() {
        ImportedTrack clean = Music.track("Mixed", "Bag", "Cleanliness", 1);
        ImportedTrack explicit = Music.explicit(Music.track("Mixed", "Bag", "Explicitness", 2));
        for (ImportedTrack track : List.of(clean, explicit)) {
            assertEquals(201, catalogue.put(track).status());
        }
        String tracks = "/v1/albums/%s/tracks?limit=1".formatted(clean.album().id());
        assertEquals(List.of("Cleanliness"), catalogue.getAs(CHILD, tracks).items("name"));
        assertEquals(null, catalogue.getAs(CHILD, tracks).json().getString("next"));
        assertEquals(List.of("Cleanliness"), catalogue.get(tracks).items("name"));
        String both = "/v1/tracks?ids=%s,%s".formatted(explicit.id(), clean.id());
        assertEquals(List.of("Cleanliness"), catalogue.getAs(CHILD, both).items("name"));
        assertEquals(List.of("Explicitness", "Cleanliness"), catalogue.get(both).items("name"));
        assertEquals(404, catalogue.getAs(CHILD, "/v1/tracks/" + explicit.id()).status());
        for (String part : List.of("playback", "lyrics")) {
            Answer refused = catalogue.getAs(CHILD, "/v1/tracks/%s/%s".formatted(explicit.id(), part));
            assertEquals(403, refused.status(), part);
        }
        assertEquals(
                200,
                catalogue
                        .getAs(CHILD, "/v1/tracks/%s/playback".formatted(clean.id()))
                        .status());
        assertEquals(
                200,
                catalogue.get("/v1/tracks/%s/playback".formatted(explicit.id())).status());
    }

    private static LinkLimits limits(String url) {
        String token = url.substring(url.indexOf('~') + 1, url.indexOf('/', url.indexOf('~')));
        return SignedPath.read(token).orElseThrow().limits();
    }
}
