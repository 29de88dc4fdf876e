package dev.legato.search.recent;

import dev.legato.contracts.ContentId;
import dev.legato.contracts.Sha256;
import dev.legato.runtime.postgres.Transactions;
import dev.legato.runtime.privacy.PersonalData;
import io.vertx.sqlclient.Pool;
import io.vertx.sqlclient.Row;
import io.vertx.sqlclient.Tuple;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** The recent searches of accounts, newest first, each query once. Blocks its virtual thread. */
public final class RecentSearches implements PersonalData {
    /** Older ones are forgotten. */
    static final int MAX_PER_ACCOUNT = 50;

    private static final String UPSERT = """
            INSERT INTO searches (account, id, query, kind, picked, at) VALUES ($1, $2, $3, $4, $5, $6)
            ON CONFLICT (account, id) DO UPDATE
            SET kind = excluded.kind, picked = excluded.picked, at = excluded.at""";

    private static final String TRIM = """
            DELETE FROM searches WHERE account = $1 AND id IN (
              SELECT id FROM searches WHERE account = $1 ORDER BY at DESC, id OFFSET $2)""";

    private final Pool pool;

    public RecentSearches(Pool pool) {
        this.pool = pool;
    }

    void add(String account, Pick pick, Instant now) {
        var _ = Transactions.run(pool, connection -> {
            var _ = connection
                    .preparedQuery(UPSERT)
                    .execute(Tuple.of(account, id(pick.query()), pick.query(), pick.kind(), pick.id())
                            .addOffsetDateTime(now.atOffset(ZoneOffset.UTC)))
                    .await();
            return connection
                    .preparedQuery(TRIM)
                    .execute(Tuple.of(account, MAX_PER_ACCOUNT))
                    .await();
        });
    }

    List<RecentSearch> of(String account) {
        List<RecentSearch> searches = new ArrayList<>();
        for (Row row : pool.preparedQuery(
                        "SELECT id, query, kind, picked, at FROM searches WHERE account = $1 ORDER BY at DESC, id")
                .execute(Tuple.of(account))
                .await()) {
            searches.add(new RecentSearch(
                    row.getString("id"),
                    row.getString("query"),
                    row.getString("kind"),
                    row.getString("picked"),
                    row.getOffsetDateTime("at").toInstant()));
        }
        return searches;
    }

    /** Removes one and returns whether there was one of the id. */
    boolean remove(String account, String id) {
        return pool.preparedQuery("DELETE FROM searches WHERE account = $1 AND id = $2")
                        .execute(Tuple.of(account, id))
                        .await()
                        .rowCount()
                > 0;
    }

    @Override
    public void forget(String account) {
        var _ = pool.preparedQuery("DELETE FROM searches WHERE account = $1")
                .execute(Tuple.of(account))
                .await();
    }

    @Override
    public List<Map<String, Object>> export(String account) {
        List<Map<String, Object>> searches =
                of(account).stream().map(RecentSearches::document).toList();
        return searches.isEmpty() ? List.of() : List.of(Map.of("searches", searches));
    }

    private static Map<String, Object> document(RecentSearch search) {
        Map<String, Object> document = new LinkedHashMap<>();
        document.put("query", search.query());
        document.put("kind", search.kind());
        document.put("picked", search.picked());
        document.put("at", search.at().toString());
        return document;
    }

    /** A query's id: the same query is one entry. */
    private static String id(String query) {
        return ContentId.of(Sha256.of(query.getBytes(StandardCharsets.UTF_8)));
    }
}
