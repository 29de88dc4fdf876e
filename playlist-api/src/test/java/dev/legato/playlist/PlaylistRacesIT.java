package dev.legato.playlist;

import static dev.legato.playlist.PlaylistsUnderTest.delete;
import static dev.legato.playlist.PlaylistsUnderTest.items;
import static dev.legato.playlist.PlaylistsUnderTest.patch;
import static dev.legato.testing.Call.get;
import static dev.legato.testing.Call.post;
import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.legato.testing.Answer;
import dev.legato.testing.Call;
import io.vertx.core.json.JsonObject;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.function.IntFunction;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** Changes that are made at the same time: each version has one winner, and nothing is lost or doubled. */
final class PlaylistRacesIT {
    private static final int AT_ONCE = 12;

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
    void update_fromTheSameVersion_hasOneWinner() {
        String path = playlists.playlist();
        List<Answer> answers = atOnce(i -> patch(path, new JsonObject().put("name", "Name " + i), "\"v1\""));

        Answer winner = oneWinner(answers, 200);
        assertEquals(winner.text("name"), playlists.send(get(path)).text("name"));
        assertEquals("\"v2\"", playlists.tag(path));
    }

    @Test
    void move_fromTheSameVersion_hasOneWinner() {
        String path = playlists.playlist();
        List<String> entries = playlists.add(path, playlists.tracks(AT_ONCE));
        List<Answer> answers = atOnce(i -> PlaylistItemsIT.move(path, List.of(entries.get(i)), null, "\"v2\""));

        var _ = oneWinner(answers, 204);
        int moved = IntStream.range(0, AT_ONCE)
                .filter(i -> answers.get(i).status() == 204)
                .findFirst()
                .orElseThrow();
        List<String> expected = new ArrayList<>(entries);
        expected.add(expected.remove(moved));
        assertEquals(expected, playlists.all(path, "entryId", 50));
    }

    @Test
    void remove_fromTheSameVersion_hasOneWinner() {
        String path = playlists.playlist();
        List<String> entries = playlists.add(path, playlists.tracks(AT_ONCE));
        var _ = oneWinner(atOnce(i -> delete(path + "/items/" + entries.get(i), "\"v2\"")), 204);
        assertEquals(AT_ONCE - 1, playlists.all(path, "entryId", 50).size());
    }

    @Test
    void add_fromTheSameVersion_hasOneWinner() {
        String path = playlists.playlist();
        var _ = oneWinner(
                atOnce(i -> post(path + "/items", items(playlists.tracks(2))).with("If-Match", "\"v1\"")), 201);
        assertEquals(2, playlists.all(path, "entryId", 50).size());
    }

    @Test
    void delete_fromTheSameVersion_hasOneWinner() {
        String path = playlists.playlist();
        List<Answer> answers = atOnce(_ -> delete(path, "\"v1\""));
        assertEquals(1, answers.stream().filter(a -> a.status() == 204).count());
        assertEquals(
                AT_ONCE - 1, answers.stream().filter(a -> a.status() == 404).count());
    }

    @Test
    void add_withoutAVersion_addsEverythingOnce() {
        String path = playlists.playlist();
        List<List<String>> tracks =
                IntStream.range(0, AT_ONCE).mapToObj(_ -> playlists.tracks(3)).toList();
        List<Answer> answers =
                atOnce(i -> post(path + "/items", items(tracks.get(i)).put("position", 0)));

        answers.forEach(answer -> assertEquals(201, answer.status()));
        Set<String> tags = answers.stream().map(answer -> answer.header("ETag")).collect(Collectors.toSet());
        assertEquals(AT_ONCE, tags.size(), "each change has a version of its own");
        List<String> all = playlists.all(path, "trackId", 50);
        assertEquals(AT_ONCE * 3, all.size());
        for (List<String> batch : tracks) {
            int start = all.indexOf(batch.getFirst());
            assertEquals(batch, all.subList(start, start + 3), "a batch stays together");
        }
    }

    @Test
    void add_sameIdempotencyKeyAtOnce_addsOnce() {
        String path = playlists.playlist();
        Call call = post(path + "/items", items(playlists.tracks(2))).with("Idempotency-Key", "race");
        List<Answer> answers = atOnce(_ -> call);
        answers.forEach(answer -> assertEquals(201, answer.status()));
        assertEquals(1, answers.stream().map(Answer::json).distinct().count());
        assertEquals(2, playlists.all(path, "entryId", 50).size());
    }

    @Test
    void create_sameIdempotencyKeyAtOnce_makesOne() {
        Call call = post("/v1/playlists", new JsonObject().put("name", "One")).with("Idempotency-Key", "race-create");
        List<Answer> answers = atOnce(_ -> call);
        assertEquals(
                1, answers.stream().map(answer -> answer.text("id")).distinct().count());
    }

    @Test
    void everything_atOnce_keepsTheCountRight() {
        String path = playlists.playlist();
        List<String> entries = playlists.add(path, playlists.tracks(AT_ONCE));
        List<Answer> answers = atOnce(i -> switch (i % 3) {
            case 0 -> post(path + "/items", items(playlists.tracks(1)).put("position", 1));
            case 1 -> PlaylistItemsIT.move(path, List.of(entries.get(i)), entries.get(0), "*");
            default -> delete(path + "/items/" + entries.get(i), "*");
        });
        answers.forEach(answer ->
                assertEquals(2, answer.status() / 100, answer.response().body()));
        List<String> all = playlists.all(path, "entryId", 50);
        assertEquals(AT_ONCE, all.size());
        assertEquals(AT_ONCE, Set.copyOf(all).size());
        Answer after = playlists.send(get(path));
        assertEquals(AT_ONCE, after.json().getInteger("trackCount"));
        assertEquals(2 + AT_ONCE, after.json().getInteger("version"));
    }

    private static List<Answer> atOnce(IntFunction<Call> call) {
        return playlists.sendAtOnce(IntStream.range(0, AT_ONCE).mapToObj(call).toList());
    }

    private static Answer oneWinner(List<Answer> answers, int status) {
        List<Answer> winners =
                answers.stream().filter(answer -> answer.status() == status).toList();
        assertEquals(1, winners.size());
        assertEquals(
                AT_ONCE - 1,
                answers.stream().filter(answer -> answer.status() == 412).count());
        return winners.getFirst();
    }
}
