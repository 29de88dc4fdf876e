package dev.legato.metadata.search;

import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.legato.embedded.EmbeddedPostgres;
import dev.legato.metadata.Music;
import dev.legato.runtime.postgres.Postgres;
import dev.legato.runtime.postgres.PostgresSettings;
import io.vertx.core.Vertx;
import io.vertx.sqlclient.Pool;
import io.vertx.sqlclient.Row;
import io.vertx.sqlclient.Tuple;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;

/**
 * How long searches take over 86,000 real names, and by which indexes: information, not a judgement.
 *
 * <pre>mvn verify -pl metadata-api -am -Dtest=SearchBench -Dsurefire.failIfNoSpecifiedTests=false -DskipITs</pre>
 */
final class SearchBench {
    private static final Path NAMES = Path.of("../../shared/data/music_names.tsv");
    private static final List<String> QUERIES = List.of(
            "love",
            "the",
            "a",
            "lo",
            "queen",
            "beatles yesterday",
            "yesterday beatles",
            "metalica",
            "beyonse halo",
            "bohemain rapsody",
            "stairway to heaven",
            "dont stop believin",
            "radiohead creep",
            "guns n roses",
            "michael jackson thriller",
            "sigur ros",
            "you",
            "in the",
            "smels like teen spirit",
            "xyzzyplugh",
            "what a wonderful wrold",
            "i want to hold your hand",
            "led zepelin",
            "madonna",
            "bjork",
            "el",
            "love me");
    private static final int ROUNDS = 10;
    private static final int LIMIT = 20;

    @Test
    @SuppressWarnings("SystemOut") // the report is what it is run for
    void search_overRealNames() throws Exception {
        assumeTrue(Files.isReadable(NAMES), NAMES + " is not here");
        Vertx vertx = Vertx.vertx();
        try (EmbeddedPostgres postgres = EmbeddedPostgres.temporary()) {
            Pool pool = Postgres.open(vertx, new PostgresSettings(postgres.uri(), 1), "metadata")
                    .await();
            load(pool);
            SearchStore store = new SearchStore(pool);
            List<Long> all = new ArrayList<>();
            for (String query : QUERIES) {
                SearchQuery parsed = SearchQuery.parse(query);
                List<Long> times = new ArrayList<>();
                for (int round = 0; round < ROUNDS; round++) {
                    long before = System.nanoTime();
                    assertTrue(store.find(SearchKind.TRACK, parsed, true, null, LIMIT)
                                    .ids()
                                    .size()
                            <= LIMIT);
                    times.add(System.nanoTime() - before);
                }
                all.addAll(times);
                System.out.printf("%-28s %8.1f ms  %s%n", query, percentile(times, 50), names(pool, store, parsed));
            }
            System.out.printf("all: p50 %.1f ms, p99 %.1f ms%n", percentile(all, 50), percentile(all, 99));
            explain(pool, "bohemain rapsody", Stage.SIMILAR);
            explain(pool, "yesterday beatles", Stage.WORDS);
            explain(pool, "love", Stage.BEGINS);
            explain(pool, "love", Stage.WORDS);
        } finally {
            vertx.close().await();
        }
    }

    @SuppressWarnings("SystemOut") // the report is what it is run for
    private static void explain(Pool pool, String query, Stage stage) {
        StageSelect select = StageSelect.of(SearchKind.TRACK, SearchQuery.parse(query), true, stage, null, LIMIT);
        StringBuilder plan = new StringBuilder();
        for (Row row : pool.preparedQuery("EXPLAIN (ANALYZE, TIMING OFF) " + select.sql())
                .execute(select.parameters())
                .await()) {
            plan.append(row.getString(0)).append('\n');
        }
        System.out.println(query + ' ' + stage + '\n' + plan);
        assertFalse(plan.toString().contains("Seq Scan"), plan.toString());
    }

    private static List<String> names(Pool pool, SearchStore store, SearchQuery query) {
        List<String> names = new ArrayList<>();
        for (String id : store.find(SearchKind.TRACK, query, true, null, 3).ids()) {
            names.add(pool.preparedQuery("SELECT name FROM tracks WHERE id = $1")
                    .execute(Tuple.of(id))
                    .await()
                    .iterator()
                    .next()
                    .getString(0));
        }
        return names;
    }

    private static double percentile(List<Long> nanos, int percent) {
        long[] sorted = nanos.stream().mapToLong(Long::longValue).sorted().toArray();
        return sorted[Math.min(sorted.length - 1, sorted.length * percent / 100)] / 1e6;
    }

    private static void load(Pool pool) throws IOException {
        Set<List<String>> tracks = new LinkedHashSet<>();
        for (String line : Files.readAllLines(NAMES)) {
            List<String> names = Arrays.asList(line.split("\t", -1));
            tracks.add(names.get(2).isBlank() ? List.of(names.get(0), "", names.get(0)) : names.subList(0, 3));
        }
        pool.query("""
                INSERT INTO albums VALUES ('%1$s', 'x', 'x', ' x', ' x', NULL, now(), '')""".formatted(Music.albumId("", ""))).execute().await();
        pool.query("DROP INDEX tracks_search_text").execute().await();
        List<Tuple> batch = new ArrayList<>();
        for (List<String> track : tracks) {
            SearchText title = SearchText.of(track.get(2));
            batch.add(Tuple.of(
                            Music.trackId(track.get(0), track.get(1), track.get(2)),
                            Music.albumId("", ""),
                            track.get(2),
                            title.sortName(),
                            title.text())
                    .addString(title.text()
                            + SearchText.of(track.get(0)).text()
                            + SearchText.of(track.get(1)).text()));
            if (batch.size() == 1_000) {
                insert(pool, batch);
            }
        }
        insert(pool, batch);
        pool.query("SET statement_timeout = 0").execute().await();
        pool.query("CREATE INDEX tracks_search_text ON tracks USING gin (search_text gin_trgm_ops)")
                .execute()
                .await();
        pool.query("VACUUM ANALYZE tracks").execute().await();
    }

    private static void insert(Pool pool, List<Tuple> batch) {
        if (!batch.isEmpty()) {
            pool.preparedQuery("""
                    INSERT INTO tracks VALUES ($1, $2, $3, $4, $5, $6, 1, NULL, NULL, false, NULL, '')
                    ON CONFLICT DO NOTHING""").executeBatch(batch).await();
            batch.clear();
        }
    }
}
