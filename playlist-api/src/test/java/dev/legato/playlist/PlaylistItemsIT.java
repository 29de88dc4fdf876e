package dev.legato.playlist;

import static dev.legato.playlist.PlaylistsUnderTest.delete;
import static dev.legato.playlist.PlaylistsUnderTest.items;
import static dev.legato.playlist.PlaylistsUnderTest.patch;
import static dev.legato.testing.Call.get;
import static dev.legato.testing.Call.post;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;

import dev.legato.testing.Answer;
import dev.legato.testing.Call;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** A playlist's entries, over real sockets on a real PostgreSQL. */
final class PlaylistItemsIT {
    private static final String TRACK = "4n5p6q7r8s9t0v1w2x3y4z5a6b";

    private static PlaylistsUnderTest playlists;

    @BeforeAll
    static void start() throws Exception {
        playlists = new PlaylistsUnderTest("127.0.0.1:1");
    }

    @AfterAll
    static void stop() throws Exception {
        playlists.close();
    }

    @Test
    void add_tracks_areInOrderPageByPage() {
        String path = playlists.playlist();
        List<String> tracks = playlists.tracks(50);
        Answer added = playlists.send(post(path + "/items", items(tracks)));

        assertEquals(201, added.status(), added.response().body());
        assertEquals("\"v2\"", added.header("ETag"));
        assertEquals(path + "/items", added.header("Location"));
        assertEquals(tracks, PlaylistsUnderTest.entries(added, "entries", "trackId"));
        assertEquals(tracks, playlists.all(path, "trackId", 7));
        assertEquals(PlaylistsUnderTest.entries(added, "entries", "entryId"), playlists.all(path, "entryId", 50));
        assertEquals(50, playlists.send(get(path)).json().getInteger("trackCount"));

        Answer page = playlists.send(get(path + "/items?limit=1"));
        assertEquals("\"v2\"", page.header("ETag"));
        JsonObject first = page.json().getJsonArray("items").getJsonObject(0);
        assertEquals(Set.of("entryId", "trackId", "addedAt", "addedBy"), first.fieldNames());
        assertEquals("clara", first.getString("addedBy"));
        assertEquals(
                304,
                playlists
                        .send(get(path + "/items?limit=1").with("If-None-Match", "\"v2\""))
                        .status());
    }

    @Test
    void add_sameTrackTwice_makesTwoEntries() {
        String path = playlists.playlist();
        List<String> entries = playlists.add(path, List.of(TRACK, TRACK));
        assertEquals(2, Set.copyOf(entries).size());
        assertEquals(List.of(TRACK, TRACK), playlists.all(path, "trackId", 50));
    }

    @Test
    void add_atPosition_isThere() {
        String path = playlists.playlist();
        List<String> expected = new ArrayList<>(playlists.tracks(3));
        var _ = playlists.add(path, expected);
        for (int position : new int[] {0, 2, 5}) {
            String track = playlists.track();
            Answer answer =
                    playlists.send(post(path + "/items", items(List.of(track)).put("position", position)));
            assertEquals(201, answer.status());
            expected.add(position, track);
        }
        assertEquals(expected, playlists.all(path, "trackId", 2));
    }

    @Test
    void add_atTheSamePlaceAgainAndAgain_survivesRenumbering() {
        String path = playlists.playlist();
        List<String> expected = new ArrayList<>(playlists.tracks(2));
        var _ = playlists.add(path, expected);
        Answer before = playlists.send(get(path + "/items?limit=1"));
        for (int i = 0; i < 30; i++) {
            String track = playlists.track();
            assertEquals(
                    201,
                    playlists
                            .send(post(path + "/items", items(List.of(track)).put("position", 1)))
                            .status());
            expected.add(1, track);
        }
        assertEquals(expected, playlists.all(path, "trackId", 10));
        List<String> behindTheFirst =
                PlaylistsUnderTest.entries(playlists.send(get(before.text("next"))), "items", "trackId");
        assertEquals(expected.subList(1, 2), behindTheFirst, "a cursor from before the renumbering goes on");
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            {} | 400 | trackIds
            {"trackIds":[]} | 400 | trackIds
            {"trackIds":["nonsense"]} | 400 | trackIds[0]
            {"trackIds":["4n5p6q7r8s9t0v1w2x3y4z5a6b",null]} | 400 | trackIds[1]
            {"trackIds":["4n5p6q7r8s9t0v1w2x3y4z5a6b"],"position":1} | 422 | position
            {"trackIds":["4n5p6q7r8s9t0v1w2x3y4z5a6b"],"position":-1} | 422 | position
            {"trackIds":["4n5p6q7r8s9t0v1w2x3y4z5a6b"],"position":0.5} | 400 | position
            """)
    void add_badMember_isRefusedWithItsName(String body, int status, String field) {
        String path = playlists.playlist();
        Answer answer = playlists.send(Call.of("POST", path + "/items").json(body));
        assertEquals(status, answer.status(), answer.response().body());
        assertEquals(field, answer.text("field"));
        assertEquals("\"v1\"", playlists.tag(path));
    }

    @Test
    void add_moreThanFifty_is400() {
        String path = playlists.playlist();
        assertEquals(
                400,
                playlists
                        .send(post(path + "/items", items(playlists.tracks(51))))
                        .status());
    }

    @Test
    void add_ifMatch_isOptionalButHonoured() {
        String path = playlists.playlist();
        Call add = post(path + "/items", items(List.of(TRACK)));
        assertEquals(412, playlists.send(add.with("If-Match", "\"v9\"")).status());
        assertEquals(201, playlists.send(add.with("If-Match", "\"v1\"")).status());
        assertEquals(201, playlists.send(add).status());
    }

    @Test
    void add_sameIdempotencyKey_addsOnceEvenIfTheVersionMovedOn() {
        String path = playlists.playlist();
        Call call = post(path + "/items", items(playlists.tracks(2)))
                .with("Idempotency-Key", "add-once")
                .with("If-Match", "\"v1\"");
        Answer first = playlists.send(call);
        var _ = playlists.add(path, playlists.tracks(1));
        Answer again = playlists.send(call);
        assertEquals(201, again.status());
        assertEquals(first.json(), again.json());
        assertEquals("\"v2\"", again.header("ETag"));
        assertEquals(3, playlists.all(path, "entryId", 50).size());

        Call elsewhere = post(
                        playlists.playlist() + "/items",
                        new JsonObject(call.body().orElseThrow()))
                .with("Idempotency-Key", "add-once");
        assertEquals(422, playlists.send(elsewhere).status());
    }

    @Test
    void add_refused_leavesItsIdempotencyKeyFree() {
        String path = playlists.playlist();
        Call call =
                post(path + "/items", items(List.of(TRACK)).put("position", 1)).with("Idempotency-Key", "later");
        assertEquals(422, playlists.send(call).status());
        var _ = playlists.add(path, List.of(TRACK));
        assertEquals(201, playlists.send(call).status());
    }

    @Test
    void add_beyondTenThousand_is422() {
        String path = playlists.playlist();
        List<Call> calls = new ArrayList<>();
        for (int i = 0; i < 200; i++) {
            calls.add(post(path + "/items", items(playlists.tracks(50))));
        }
        for (int i = 0; i < 200; i += 20) {
            for (Answer answer : playlists.sendAtOnce(calls.subList(i, i + 20))) {
                assertEquals(201, answer.status());
            }
        }
        Answer answer = playlists.send(post(path + "/items", items(List.of(TRACK))));
        assertEquals(422, answer.status());
        assertEquals("trackIds", answer.text("field"));
        assertEquals(10_000, Set.copyOf(playlists.all(path, "entryId", 50)).size());
    }

    @Test
    void move_entries_goBeforeAnotherOrToTheEnd() {
        String path = playlists.playlist();
        List<String> e = playlists.add(path, playlists.tracks(5));

        Answer moved = playlists.send(move(path, List.of(e.get(4), e.get(1)), e.get(0), "\"v2\""));
        assertEquals(204, moved.status(), moved.response().body());
        assertEquals("\"v3\"", moved.header("ETag"));
        assertEquals(List.of(e.get(4), e.get(1), e.get(0), e.get(2), e.get(3)), playlists.all(path, "entryId", 50));

        assertEquals(
                204,
                playlists.send(move(path, List.of(e.get(0)), null, "\"v3\"")).status());
        assertEquals(List.of(e.get(4), e.get(1), e.get(2), e.get(3), e.get(0)), playlists.all(path, "entryId", 50));

        assertEquals(
                204,
                playlists
                        .send(move(path, List.of(e.get(1), e.get(4)), e.get(2), "\"v4\""))
                        .status(),
                "where they stand already, the other way round");
        assertEquals(List.of(e.get(1), e.get(4), e.get(2), e.get(3), e.get(0)), playlists.all(path, "entryId", 50));
    }

    @Test
    void move_again_survivesRenumbering() {
        String path = playlists.playlist();
        List<String> order = new ArrayList<>(playlists.add(path, playlists.tracks(4)));
        for (int i = 0; i < 50; i++) {
            String last = order.removeLast();
            order.add(1, last);
            assertEquals(
                    204,
                    playlists.send(move(path, List.of(last), order.get(2), "*")).status());
        }
        assertEquals(order, playlists.all(path, "entryId", 50));
    }

    @Test
    void move_badRequest_isRefused() {
        String path = playlists.playlist();
        List<String> e = playlists.add(path, playlists.tracks(2));
        String unknown = "0".repeat(26);
        assertEquals(
                422,
                playlists.send(move(path, List.of(unknown), null, "\"v2\"")).status());
        assertEquals(
                422,
                playlists.send(move(path, List.of(e.get(0)), unknown, "\"v2\"")).status());
        assertEquals(
                400, playlists.send(move(path, List.of("x"), null, "\"v2\"")).status());
        assertEquals(
                400,
                playlists.send(move(path, List.of(e.get(0)), "x", "\"v2\"")).status());
        assertEquals(
                400,
                playlists
                        .send(move(path, List.of(e.get(0)), e.get(0), "\"v2\""))
                        .status());
        assertEquals(
                400,
                playlists
                        .send(move(path, List.of(e.get(0), e.get(0)), null, "\"v2\""))
                        .status());
        assertEquals(400, playlists.send(move(path, List.of(), null, "\"v2\"")).status());
        assertEquals(
                412,
                playlists.send(move(path, List.of(e.get(0)), null, "\"v1\"")).status());
        Call without = move(path, List.of(e.get(0)), null, "");
        assertEquals(
                428,
                playlists
                        .send(Call.of("PATCH", path + "/items")
                                .json(without.body().orElseThrow()))
                        .status());
        assertEquals("\"v2\"", playlists.tag(path));
    }

    @Test
    void remove_entry_isGoneAndTheOthersStay() {
        String path = playlists.playlist();
        List<String> e = playlists.add(path, playlists.tracks(3));
        String middle = path + "/items/" + e.get(1);

        assertEquals(428, playlists.send(Call.delete(middle)).status());
        assertEquals(412, playlists.send(delete(middle, "\"v1\"")).status());
        Answer removed = playlists.send(delete(middle, "\"v2\""));
        assertEquals(204, removed.status());
        assertEquals("\"v3\"", removed.header("ETag"));
        assertEquals(List.of(e.get(0), e.get(2)), playlists.all(path, "entryId", 50));
        assertEquals(404, playlists.send(delete(middle, "\"v3\"")).status());
        assertEquals(2, playlists.send(get(path)).json().getInteger("trackCount"));
    }

    @Test
    void list_emptyPlaylist_isOneEmptyPage() {
        Answer page = playlists.send(get(playlists.playlist() + "/items"));
        assertEquals(0, page.json().getJsonArray("items").size());
        assertNull(page.text("next"));
    }

    static Call move(String path, List<String> entries, @Nullable String before, String tag) {
        return patch(
                path + "/items",
                new JsonObject().put("entryIds", new JsonArray(entries)).put("before", before),
                tag);
    }
}
