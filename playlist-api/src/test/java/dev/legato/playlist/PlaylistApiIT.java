package dev.legato.playlist;

import static dev.legato.playlist.PlaylistsUnderTest.ROBERT;
import static dev.legato.playlist.PlaylistsUnderTest.delete;
import static dev.legato.playlist.PlaylistsUnderTest.items;
import static dev.legato.playlist.PlaylistsUnderTest.patch;
import static dev.legato.testing.Call.get;
import static dev.legato.testing.Call.post;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.legato.testing.Answer;
import dev.legato.testing.Call;
import io.vertx.core.json.JsonObject;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Playlists themselves, over real sockets on a real PostgreSQL, Kafka being down. */
final class PlaylistApiIT {
    private static final String NO_KAFKA = "127.0.0.1:1";

    private static PlaylistsUnderTest playlists;

    @BeforeAll
    static void start() throws Exception {
        playlists = new PlaylistsUnderTest(NO_KAFKA);
    }

    @AfterAll
    static void stop() throws Exception {
        playlists.close();
    }

    @Test
    void create_nameAndDescription_isThere() {
        Answer made = playlists.send(
                post("/v1/playlists", new JsonObject().put("name", " Sunday ").put("description", "Slow ones")));

        assertEquals(201, made.status(), made.response().body());
        assertEquals("\"v1\"", made.header("ETag"));
        assertEquals("/v1/playlists/" + made.text("id"), made.header("Location"));
        assertEquals(
                Set.of("id", "name", "description", "owner", "trackCount", "version", "createdAt", "updatedAt"),
                made.json().fieldNames());
        assertEquals("Sunday", made.text("name"));
        assertEquals("clara", made.json().getJsonObject("owner").getString("id"));
        assertEquals(0, made.json().getInteger("trackCount"));
        assertTrue(made.text("createdAt").endsWith("Z"));

        Answer read = playlists.send(get(made.header("Location")));
        assertEquals(200, read.status());
        assertEquals(made.json(), read.json());
        assertEquals(made.header("ETag"), read.header("ETag"));
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            {} | name
            {"name":" "} | name
            {"name":7} | name
            {"name":"a","description":"\\u0007"} | description
            {"name":"a","public":true} | public
            """)
    void create_badMember_is400WithItsName(String body, String field) {
        Answer answer = playlists.send(Call.of("POST", "/v1/playlists").json(body));
        assertEquals(400, answer.status());
        assertEquals(field, answer.text("field"));
    }

    @Test
    void create_sameIdempotencyKey_makesOne() {
        Call call = post("/v1/playlists", new JsonObject().put("name", "Once")).with("Idempotency-Key", "key-1");
        Answer first = playlists.send(call);
        Answer again = playlists.send(call);

        assertEquals(201, first.status());
        assertEquals(201, again.status());
        assertEquals(first.json(), again.json());
        assertEquals(first.header("ETag"), again.header("ETag"));
        assertEquals(first.header("Location"), again.header("Location"));

        Answer other = playlists.send(
                post("/v1/playlists", new JsonObject().put("name", "Other")).with("Idempotency-Key", "key-1"));
        assertEquals(422, other.status());
        assertEquals("Idempotency-Key", other.text("field"));
        assertEquals(201, playlists.sendAs(ROBERT, call).status(), "another account's keys are its own");
    }

    @Test
    void create_badIdempotencyKey_is400() {
        Call call = post("/v1/playlists", new JsonObject().put("name", "Once")).with("Idempotency-Key", "a b");
        assertEquals(400, playlists.send(call).status());
    }

    @Test
    void mine_manyPlaylists_comeNewestFirstPageByPage() {
        String account = "collector";
        List<String> made = new ArrayList<>();
        for (int i = 0; i < 7; i++) {
            made.addFirst(playlists
                    .sendAs(account, post("/v1/playlists", new JsonObject().put("name", "P" + i)))
                    .text("id"));
        }
        List<String> read = new ArrayList<>();
        String next = "/v1/me/playlists?limit=3";
        int pages = 0;
        while (next != null) {
            Answer page = playlists.sendAs(account, get(next));
            assertEquals(200, page.status(), page.response().body());
            read.addAll(PlaylistsUnderTest.entries(page, "items", "id"));
            next = page.text("next");
            pages++;
        }
        assertEquals(made, read);
        assertEquals(3, pages);
    }

    @ParameterizedTest
    @ValueSource(strings = {"limit=0", "limit=51", "limit=x", "cursor=AAAA", "cursor=%25", "limit=1&limit=2"})
    void mine_badParameter_is400(String query) {
        assertEquals(400, playlists.send(get("/v1/me/playlists?" + query)).status());
    }

    @Test
    void get_currentTag_is304() {
        String path = playlists.playlist();
        Answer answer = playlists.send(get(path).with("If-None-Match", "\"v1\""));
        assertEquals(304, answer.status());
        assertEquals("\"v1\"", answer.header("ETag"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"nonsense", "7k9m2n4p6q8r0s1t2v3w5x6y7z"})
    void get_unknown_is404(String id) {
        assertEquals(404, playlists.send(get("/v1/playlists/" + id)).status());
    }

    @Test
    void anything_someoneElses_is404() {
        String path = playlists.playlist();
        JsonObject name = new JsonObject().put("name", "Mine now");
        for (Call call : List.of(
                get(path),
                get(path + "/items"),
                patch(path, name, "\"v1\""),
                delete(path, "\"v1\""),
                post(path + "/items", items(playlists.tracks(1))),
                patch(path + "/items", new JsonObject().put("entryIds", List.of("0".repeat(26))), "\"v1\""),
                delete(path + "/items/" + "0".repeat(26), "\"v1\""))) {
            assertEquals(404, playlists.sendAs(ROBERT, call).status(), call.toString());
        }
        assertEquals("\"v1\"", playlists.tag(path));
    }

    @Test
    void anything_guestOrNobody_is403Or401() {
        assertEquals(403, playlists.sendAsGuest(get("/v1/me/playlists")).status());
        assertEquals(401, playlists.sendAsNobody(get("/v1/me/playlists")).status());
    }

    @Test
    void update_members_changesWhatIsGivenAndNothingElse() {
        String path = playlists
                .send(post("/v1/playlists", new JsonObject().put("name", "A").put("description", "B")))
                .header("Location");

        Answer renamed = playlists.send(patch(path, new JsonObject().put("name", "C"), "\"v1\""));
        assertEquals(200, renamed.status());
        assertEquals("\"v2\"", renamed.header("ETag"));
        assertEquals("C", renamed.text("name"));
        assertEquals("B", renamed.text("description"));

        Answer bare = playlists.send(patch(path, new JsonObject().putNull("description"), "\"v2\""));
        assertEquals("C", bare.text("name"));
        assertNull(bare.text("description"));
        assertEquals(3, bare.json().getInteger("version"));
    }

    @Test
    void update_withoutIfMatch_is428AndOldTag412() {
        String path = playlists.playlist();
        JsonObject body = new JsonObject().put("name", "New");
        assertEquals(428, playlists.send(Call.patch(path, body)).status());
        assertEquals(200, playlists.send(patch(path, body, "\"v1\"")).status());
        Answer late = playlists.send(patch(path, body, "\"v1\""));
        assertEquals(412, late.status());
        assertEquals("If-Match", late.text("field"));
        assertEquals(412, playlists.send(patch(path, body, "W/\"v2\"")).status(), "weak tags never match strongly");
        assertEquals(200, playlists.send(patch(path, body, "*")).status());
    }

    @ParameterizedTest
    @ValueSource(strings = {"{}", "{\"name\":\"\"}", "{\"description\":7}", "{\"version\":9}", "[]", "null", "{"})
    void update_badBody_is400(String body) {
        String path = playlists.playlist();
        Answer answer = playlists.send(Call.of("PATCH", path).json(body).with("If-Match", "\"v1\""));
        assertEquals(400, answer.status(), answer.response().body());
    }

    @Test
    void delete_playlist_isGoneWithItsEntries() {
        String path = playlists.playlist();
        var _ = playlists.add(path, playlists.tracks(3));
        assertEquals(428, playlists.send(Call.delete(path)).status());
        assertEquals(412, playlists.send(delete(path, "\"v1\"")).status());
        assertEquals(204, playlists.send(delete(path, "\"v2\"")).status());
        assertEquals(404, playlists.send(get(path)).status());
        assertEquals(404, playlists.send(get(path + "/items")).status());
        assertEquals(404, playlists.send(delete(path, "\"v2\"")).status());
    }

    @Test
    void openApi_isServed() {
        assertEquals("3.1.0", playlists.sendAsNobody(get("/openapi.json")).text("openapi"));
    }
}
