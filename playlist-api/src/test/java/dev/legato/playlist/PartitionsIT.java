package dev.legato.playlist;

import static dev.legato.playlist.PlaylistsUnderTest.items;
import static dev.legato.playlist.PlaylistsUnderTest.patch;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.legato.embedded.ExecutedPlan;
import dev.legato.embedded.ExplainingPostgres;
import dev.legato.runtime.postgres.Database;
import dev.legato.runtime.postgres.Postgres;
import dev.legato.runtime.postgres.PostgresSettings;
import dev.legato.testing.Answer;
import dev.legato.testing.Call;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.vertx.core.Vertx;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** That each statement of a request reads one partition, by the plans that PostgreSQL logs of all it carried out. */
@Timeout(120)
final class PartitionsIT {
    /** Work in the background, which may look everywhere. */
    private static final List<String> EVERYWHERE = List.of(
            "DELETE FROM idempotent_requests WHERE created_at < $1",
            "UPDATE entries SET added_by = $2 WHERE added_by = $1");

    /** So often that PostgreSQL plans a prepared statement once for all values, if it thinks that as good. */
    private static final int ROUNDS = 7;

    private final Set<String> succeeded = new TreeSet<>();

    @Test
    void statements_ofEveryOperation_readOnePartitionEach() throws Exception {
        try (ExplainingPostgres postgres = ExplainingPostgres.temporary()) {
            migrate(postgres);
            int migrated = postgres.plans().size();
            try (PlaylistsUnderTest playlists = new PlaylistsUnderTest(postgres.uri(), "127.0.0.1:1")) {
                for (int round = 0; round < ROUNDS; round++) {
                    useAll(playlists, "round" + round);
                }
                assertEquals(operations(playlists), succeeded);
            }
            forgetAndExport(postgres);
            List<ExecutedPlan> all = postgres.plans();
            List<ExecutedPlan> plans = all.subList(migrated, all.size());
            for (String table : List.of("playlists", "owned_playlists", "entries", "idempotent_requests")) {
                assertTrue(plans.stream().anyMatch(plan -> plan.partitions().containsKey(table)), table);
            }
            assertEquals(
                    Set.of(),
                    plans.stream()
                            .filter(plan -> !plan.isPruned())
                            .filter(plan -> EVERYWHERE.stream().noneMatch(plan.statement()::startsWith))
                            .map(ExecutedPlan::toString)
                            .collect(Collectors.toSet()));
        }
    }

    /** Each operation of the contract at least once, with what only some requests need: a key, a cursor, a renumbering. */
    private void useAll(PlaylistsUnderTest playlists, String key) {
        String path = playlists.playlist();
        JsonObject named = new JsonObject().put("name", "Monday");
        for (int attempt = 0; attempt < 2; attempt++) {
            send(playlists, "/v1/playlists", Call.post("/v1/playlists", named).with("Idempotency-Key", key));
        }
        Answer mine = send(playlists, "/v1/me/playlists", Call.get("/v1/me/playlists?limit=1"));
        send(playlists, "/v1/me/playlists", Call.get(String.valueOf(mine.text("next"))));
        send(playlists, "/v1/playlists/{id}", Call.get(path));
        List<String> entries = new ArrayList<>();
        for (int more = 0; more < 70; more += 35) {
            Answer added = send(
                    playlists,
                    "/v1/playlists/{id}/items",
                    Call.post(path + "/items", items(playlists.tracks(35)).put("position", more == 0 ? 0 : 1)));
            entries.addAll(PlaylistsUnderTest.entries(added, "entries", "entryId"));
        }
        Answer page = send(playlists, "/v1/playlists/{id}/items", Call.get(path + "/items?limit=5"));
        send(playlists, "/v1/playlists/{id}/items", Call.get(String.valueOf(page.text("next"))));
        for (String before : new String[] {entries.get(1), null}) {
            JsonObject move = new JsonObject()
                    .put("entryIds", new JsonArray(List.of(entries.getLast())))
                    .put("before", before);
            send(playlists, "/v1/playlists/{id}/items", patch(path + "/items", move, playlists.tag(path)));
        }
        send(
                playlists,
                "/v1/playlists/{id}/items/{entryId}",
                PlaylistsUnderTest.delete(path + "/items/" + entries.getFirst(), playlists.tag(path)));
        send(playlists, "/v1/playlists/{id}", patch(path, named, playlists.tag(path)));
        send(playlists, "/v1/playlists/{id}", PlaylistsUnderTest.delete(path, playlists.tag(path)));
    }

    private Answer send(PlaylistsUnderTest playlists, String template, Call call) {
        Answer answer = playlists.send(call);
        assertTrue(answer.status() < 300, () -> call + ": " + answer);
        succeeded.add(call.method() + " " + template);
        return answer;
    }

    /** What the contract names, so that an operation added to it is missing here. */
    private static Set<String> operations(PlaylistsUnderTest playlists) {
        Set<String> operations = new TreeSet<>();
        JsonObject paths =
                playlists.sendAsNobody(Call.get("/openapi.json")).json().getJsonObject("paths");
        for (String path : paths.fieldNames()) {
            for (String method : paths.getJsonObject(path).fieldNames()) {
                if (List.of("get", "put", "post", "patch", "delete").contains(method)) {
                    operations.add(method.toUpperCase(Locale.ROOT) + " " + path);
                }
            }
        }
        return operations;
    }

    /** Whose statements look at everything, to check the rows they move. */
    private static void migrate(ExplainingPostgres postgres) throws Exception {
        Vertx vertx = Vertx.vertx();
        var _ = Postgres.open(vertx, new PostgresSettings(postgres.uri(), 1), "playlist")
                .await(60, TimeUnit.SECONDS);
        vertx.close().await(20, TimeUnit.SECONDS);
    }

    private static void forgetAndExport(ExplainingPostgres postgres) throws Exception {
        Vertx vertx = Vertx.vertx();
        Database database = Database.open(
                        vertx, new SimpleMeterRegistry(), new PostgresSettings(postgres.uri(), 2), "playlist")
                .await(60, TimeUnit.SECONDS);
        PlaylistStore store = new PlaylistStore();
        EntryStore entries = new EntryStore();
        Changes changes = new Changes(database, store, () -> {});
        PlaylistData data = new PlaylistData(database.pool(), store, entries, changes, Clock.systemUTC());
        String playlist = store.ofOwner(database.pool(), PlaylistsUnderTest.CLARA, null, 1)
                .getFirst()
                .id();
        for (int round = 0; round < ROUNDS; round++) {
            var _ = changes.run(PlaylistsUnderTest.CLARA, transaction -> {
                entries.renumber(transaction, playlist);
                return playlist;
            });
        }
        assertTrue(!data.export(PlaylistsUnderTest.CLARA).isEmpty());
        data.forget(PlaylistsUnderTest.CLARA);
        assertEquals(List.of(), data.export(PlaylistsUnderTest.CLARA));
        int _ = new IdempotentRequests(Clock.systemUTC())
                .removeExpired(database.pool())
                .await(20, TimeUnit.SECONDS);
        database.close().await(20, TimeUnit.SECONDS);
        vertx.close().await(20, TimeUnit.SECONDS);
    }
}
