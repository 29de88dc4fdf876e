package dev.legato.search;

import static dev.legato.testing.Eventually.eventually;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.legato.contracts.CatalogueTrack;
import dev.legato.contracts.Topics;
import dev.legato.embedded.EmbeddedIssuer;
import dev.legato.embedded.SharedBackends;
import dev.legato.runtime.kafka.KafkaSettings;
import dev.legato.runtime.kafka.TopicSetup;
import dev.legato.testing.Answer;
import dev.legato.testing.Call;
import dev.legato.testing.ContractFuzz;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** One running search-api on a small catalogue, and what it answers. */
final class SearchServiceIT {
    private static final CatalogueTrack HALO = Catalogue.track("Beyoncé", "I Am... Sasha Fierce", "Halo");

    @TempDir
    private static Path folder;

    private static EmbeddedIssuer issuer;
    private static Catalogue catalogue;
    private static SearchUnderTest search;

    @BeforeAll
    static void start() throws Exception {
        String kafka = SharedBackends.kafka();
        KafkaSettings settings = new KafkaSettings(kafka, Map.of());
        TopicSetup.ensure(settings);
        TopicSetup.ensureCompacted(settings, Set.of(Topics.TRACK_PLAYS));
        issuer = EmbeddedIssuer.temporary();
        catalogue = new Catalogue(kafka);
        catalogue.putAll(HALO);
        catalogue.putAll(Catalogue.track("Queen", "A Night at the Opera", "Bohemian Rhapsody"));
        catalogue.put(Catalogue.track("ABBA", "Arrival", "Dancing Queen", 1976, List.of("pop"), true, false, null));
        catalogue.put(Catalogue.track("ABBA", "Voyage", "Dancing Shoes", 2021, List.of("pop"), true, false, null));
        catalogue.put(Catalogue.track("Prince", "Purple", "Dancing Bare", 1984, List.of("funk"), true, true, null));
        catalogue.put(Catalogue.track("Prince", "Lost", "Dancing Gone", 1985, List.of("funk"), false, false, null));
        for (String album : List.of("First", "Second", "Third")) {
            catalogue.put(
                    Catalogue.track("Nico", album, "These Days", 1967, List.of("folk"), true, false, "USRC17607839"));
        }
        catalogue.put(Catalogue.artist("Prince", "The Artist", "Camille"));
        search = new SearchUnderTest(issuer, SharedBackends.postgres(), kafka, folder, Map.of());
        eventually(search::isReady);
    }

    @AfterAll
    static void stop() throws Exception {
        search.close();
        catalogue.close();
        issuer.close();
    }

    @Test
    void search_answersAPagePerType_asTheCatalogueShowsEntries() {
        JsonObject found = search.get("/v1/search?q=halo").json();
        assertEquals(List.of("tracks", "albums", "artists"), List.copyOf(found.fieldNames()));
        JsonObject halo = found.getJsonObject("tracks").getJsonArray("items").getJsonObject(0);
        assertEquals(HALO.key(), halo.getString("id"));
        assertEquals(
                "https://edge.example.org/artwork/" + HALO.album().id() + "/640.jpg",
                halo.getJsonObject("album")
                        .getJsonArray("artwork")
                        .getJsonObject(0)
                        .getString("url"));
        // Of the track -8 dB, of the album -6, which is in the album's document.
        assertEquals(-8.0, halo.getJsonObject("loudness").getDouble("gainDb"));
        assertEquals(-6.0, halo.getJsonObject("loudness").getDouble("albumGainDb"));
        assertTrue(halo.getBoolean("available"));
        assertEquals(List.of("Beyoncé"), search.names("beyonce", "artist", ""));
        assertEquals(List.of("I Am... Sasha Fierce"), search.names("sasha fierce", "album", ""));
    }

    @Test
    void search_answersATag_whichRevalidates() {
        Answer first = search.get("/v1/search?q=halo");
        Answer again =
                search.send("listener", Call.get("/v1/search?q=halo").with("If-None-Match", first.header("ETag")));
        assertEquals(304, again.status());
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '^', textBlock = """
                    dancing | &year=1976                       | Dancing Queen
                    dancing | &year=1970-2030&genre=pop        | Dancing Queen, Dancing Shoes
                    dancing | &genre=funk                      | Dancing Bare
                    dancing | &genre=funk&available=false      | Dancing Bare, Dancing Gone
                    dancing | &genre=funk&explicit=false       |
                    dancing -queen | &genre=pop                | Dancing Shoes
                    "dancing shoes" |                          | Dancing Shoes
                    """)
    void search_ofFilters_findsWhatPassesThem(String query, String filter, String expected) {
        List<String> found = search.names(query, "track", filter == null ? "" : filter);
        assertEquals(
                expected == null ? List.of() : List.of(expected.split(", ")),
                found.stream().sorted().toList());
    }

    @Test
    void search_ofAnArtist_findsTheirs() {
        assertEquals(
                List.of("Dancing Bare"),
                search.names("dancing", "track", "&artist=" + Catalogue.id("artist", "Prince")));
    }

    @Test
    void search_ofAChildsProfile_findsNothingExplicit() {
        Answer answer = search.sendAs(
                "\"explicit\": false,", Call.get("/v1/search?q=dancing&types=track&genre=funk&explicit=true"));
        assertEquals(
                List.of(),
                SearchUnderTest.names(answer.json().getJsonObject("tracks")),
                answer.response().body());
    }

    @Test
    void search_ofFacets_countsThem() {
        JsonObject facets = search.get("/v1/search?q=dancing&types=track&facets=genre,year")
                .json()
                .getJsonObject("facets")
                .getJsonObject("tracks");
        JsonObject first = facets.getJsonArray("genre").getJsonObject(0);
        assertEquals("pop", first.getString("value"));
        assertEquals(2, first.getInteger("hits"));
        assertEquals(3, facets.getJsonArray("year").size());
        assertNull(search.get("/v1/search?q=dancing").json().getJsonObject("facets"));
    }

    @Test
    void search_ofOneRecordingOnThreeAlbums_isOneRow() {
        assertEquals(List.of("These Days"), search.tracks("these days"));
        assertEquals(3, search.names("these days", "track", "&collapse=false").size());
    }

    @Test
    void search_goesOnAtNext_withItsFilters() {
        List<String> paged = new ArrayList<>();
        String next = "/v1/search?q=dancing&types=track&limit=1&genre=pop,funk";
        while (next != null) {
            JsonObject tracks = search.get(next).json().getJsonObject("tracks");
            paged.addAll(SearchUnderTest.names(tracks));
            next = tracks.getString("next");
        }
        assertEquals(search.names("dancing", "track", "&genre=pop,funk"), paged);
        assertEquals(3, paged.size());
    }

    @Test
    void explain_isForAdministrators() {
        String path = "/v1/search?q=halo&types=track&explain=true";
        assertEquals(403, search.get(path).status());
        Answer answer = search.sendAs("\"roles\": [\"admin\"],", Call.get(path));
        JsonObject hit = answer.json()
                .getJsonObject("explanations")
                .getJsonArray("tracks")
                .getJsonObject(0);
        assertEquals("exact", hit.getString("match"));
        assertFalse(hit.getJsonObject("explanation").getString("what").isEmpty());
        assertNull(search.get("/v1/search?q=halo").json().getJsonObject("explanations"));
    }

    @Test
    void suggest_completesAcrossKinds_withHighlights() {
        JsonArray items =
                search.get("/v1/search/suggest?q=bohem&limit=5").json().getJsonArray("items");
        JsonObject first = items.getJsonObject(0);
        assertEquals("Bohemian Rhapsody", first.getString("text"));
        assertEquals("track", first.getString("kind"));
        assertEquals(
                new JsonObject().put("start", 0).put("end", 5),
                first.getJsonArray("highlights").getJsonObject(0));
        Set<Object> kinds = Set.copyOf(Answer.each(
                search.get("/v1/search/suggest?q=q&types=artist").json().getJsonArray("items"), "kind"));
        assertEquals(Set.of("artist"), kinds);
    }

    @Test
    void popularity_ordersWhatMatchesEquallyWell_asSoonAsItIsHeard() throws Exception {
        CatalogueTrack one = Catalogue.track("Ann", "Alpha", "Equinox");
        CatalogueTrack two = Catalogue.track("Bob", "Beta", "Equinox");
        catalogue.put(one);
        catalogue.put(two);
        for (CatalogueTrack heard : List.of(one, two)) {
            catalogue.play(heard, heard == one ? 50 : 5_000);
            eventually(() -> first("equinox").equals(heard.key()));
        }
    }

    @Test
    void aliases_areFound_andNoLongerWhenTheyAreGone() throws Exception {
        assertEquals("Prince", search.names("camille", "artist", "").getFirst());
        catalogue.put(Catalogue.artist("Sting", "Gordon Sumner"));
        eventually(() -> search.names("gordon sumner", "artist", "").contains("Sting"));
        catalogue.put(Catalogue.artist("Sting"));
        eventually(() -> !search.names("gordon sumner", "artist", "").contains("Sting"));
    }

    @Test
    void poison_isPassedOver_andFollowingGoesOn() throws Exception {
        for (String poison : List.of("{", "{\"a\":1}", "null", "\u0000")) {
            catalogue.send(Topics.CATALOGUE, "x", poison.getBytes(StandardCharsets.UTF_8));
            catalogue.send(Topics.TRACK_PLAYS, "x", poison.getBytes(StandardCharsets.UTF_8));
        }
        catalogue.put(Catalogue.track("After", "The", "Poisonous"));
        eventually(() -> search.tracks("poisonous").equals(List.of("Poisonous")));
    }

    @Test
    void recentSearches_areWhatWasPicked_newestFirstAndDeletable() {
        pick("dora", "Halo ", HALO.key());
        pick("dora", "queen", HALO.key());
        pick("dora", "halo", HALO.key());
        JsonArray items = recent("dora");
        assertEquals(List.of("halo", "queen"), Answer.each(items, "query"));
        assertEquals(HALO.key(), items.getJsonObject(0).getString("picked"));
        assertEquals(0, recent("emil").size());
        String path = "/v1/me/searches/" + items.getJsonObject(0).getString("id");
        assertEquals(404, search.send("emil", Call.delete(path)).status());
        assertEquals(2, recent("dora").size());
        assertEquals(204, search.send("dora", Call.delete(path)).status());
        assertEquals(List.of("queen"), Answer.each(recent("dora"), "query"));
        assertEquals(204, search.send("dora", Call.delete("/v1/me/searches")).status());
        assertEquals(0, recent("dora").size());
    }

    @Test
    void recentSearches_keepTheLastFifty() {
        for (int i = 0; i < 53; i++) {
            pick("fred", "query " + i, HALO.key());
        }
        JsonArray items = recent("fred");
        assertEquals(50, items.size());
        assertEquals("query 52", items.getJsonObject(0).getString("query"));
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '^', textBlock = """
                    {"position": 1, "kind": "track", "id": "4fkq2c7yv0m3e8w5n1t9z6x2bd"}                 | query
                    {"query": "a", "position": 0, "kind": "track", "id": "4fkq2c7yv0m3e8w5n1t9z6x2bd"}   | position
                    {"query": "a", "position": 1, "kind": "genre", "id": "4fkq2c7yv0m3e8w5n1t9z6x2bd"}   | kind
                    {"query": "a", "position": 1, "kind": "track", "id": "x"}                            | id
                    """)
    void pick_ofAnotherForm_is400(String body, String field) {
        Answer answer = search.send("gwen", Call.of("POST", "/v1/search/picks").json(body));
        assertEquals(400, answer.status());
        assertEquals(field, answer.json().getString("field"));
    }

    @Test
    void report_namesQueriesWithoutResult_andClicksByPlace_butNobody() throws Exception {
        assertEquals(403, search.get("/v1/admin/search/report").status());
        String nothing = "qqzxv wvvkj";
        var _ = search.get(SearchUnderTest.path(nothing));
        var _ = search.get(SearchUnderTest.path("qqzxv@example.org"));
        pick("hans", "halo", HALO.key());
        JsonObject report = eventually(
                () -> search.sendAs("\"roles\": [\"admin\"],", Call.get("/v1/admin/search/report"))
                        .json(),
                figures -> Answer.each(figures.getJsonArray("withoutResult"), "query")
                                .contains(nothing)
                        && !figures.getJsonArray("clicks").isEmpty());
        assertFalse(report.encode().contains("example.org"), report.encode());
        assertFalse(report.encode().contains("hans"), report.encode());
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '^', textBlock = """
                    /v1/search                                | q
                    /v1/search?q=                             | q
                    /v1/search?q=%20%20                       | q
                    /v1/search?q=a&q=b                        | q
                    /v1/search?q=a&types=genre                | types
                    /v1/search?q=a&types=track&cursor=AAAA    | cursor
                    /v1/search?q=a&year=19                    | year
                    /v1/search?q=a&year=2003-1999             | year
                    /v1/search?q=a&artist=prince              | artist
                    /v1/search?q=a&genre=%20                  | genre
                    /v1/search?q=a&facets=colour              | facets
                    /v1/search?q=a&available=maybe            | available
                    /v1/search?q=a&limit=51                   | limit
                    /v1/search?q=a&colour=red                 | colour
                    /v1/search/suggest?q=a&limit=0            | limit
                    """)
    void badParameters_are400_andNamed(String path, String field) {
        Answer answer = search.get(path);
        assertEquals(400, answer.status(), answer.response().body());
        assertEquals(field, answer.json().getString("field"), answer.response().body());
    }

    @Test
    void anyQuery_answers() {
        Random random = new Random(16);
        List<String> queries = new ArrayList<>(List.of(
                "a".repeat(3_000),
                "\"",
                "-",
                "- -",
                "\"\" -x",
                "%_\\' \"; --",
                "*:*",
                "a AND (",
                "!!!",
                "+/-",
                "™",
                "´"));
        for (int i = 0; i < 60; i++) {
            StringBuilder query = new StringBuilder("x");
            random.ints(random.nextInt(1, 60), 1, 0x2fa20)
                    .filter(c -> c < Character.MIN_SURROGATE || c > Character.MAX_SURROGATE)
                    .forEach(query::appendCodePoint);
            queries.add(query.toString());
        }
        for (String query : queries) {
            assertEquals(200, search.get(SearchUnderTest.path(query)).status(), query);
            assertEquals(
                    200,
                    search.get(SearchUnderTest.path(query).replace("/v1/search?", "/v1/search/suggest?"))
                            .status(),
                    query);
        }
    }

    @Test
    void operations_needAToken() {
        assertEquals(401, search.sendAsNobody(Call.get("/v1/search?q=a")).status());
    }

    @Test
    void operations_ofNastyValues_answerProblems() throws Exception {
        var fuzz = new ContractFuzz(search.port(), scope -> search.authorization("fuzz", scope))
                .body(
                        "pickSearchResult",
                        new JsonObject()
                                .put("query", "halo")
                                .put("position", 1)
                                .put("kind", "track")
                                .put("id", HALO.key()));
        assertEquals("", String.join("\n", fuzz.faults()));
    }

    private static String first(String query) {
        JsonArray items = search.page(query, "track", "").getJsonArray("items");
        return items.isEmpty() ? "" : items.getJsonObject(0).getString("id");
    }

    private static void pick(String account, String query, String id) {
        JsonObject pick = new JsonObject()
                .put("query", query)
                .put("position", 1)
                .put("kind", "track")
                .put("id", id);
        Answer answer = search.send(account, Call.of("POST", "/v1/search/picks").json(pick.encode()));
        assertEquals(204, answer.status(), answer.response().body());
    }

    private static JsonArray recent(String account) {
        return search.send(account, Call.get("/v1/me/searches")).json().getJsonArray("items");
    }
}
