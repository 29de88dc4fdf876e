package dev.legato.recommend;

import dev.legato.runtime.postgres.Transactions;
import dev.legato.runtime.privacy.PersonalData;
import io.vertx.sqlclient.Pool;
import io.vertx.sqlclient.Row;
import io.vertx.sqlclient.Tuple;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * What an account has listened to, handed over and forgotten. What it taught of tracks stays, counts that name nobody.
 * For virtual threads.
 */
final class ListenedData implements PersonalData {
    private static final int TRACKS_PER_DOCUMENT = 2_000;

    private final Pool pool;

    ListenedData(Pool pool) {
        this.pool = pool;
    }

    /** In portions, each within the time-out of a statement. */
    @Override
    public void forget(String account) {
        int removed;
        do {
            removed = Transactions.run(pool, transaction -> transaction
                    .preparedQuery("""
                            DELETE FROM listened WHERE account = $1 AND track IN (
                              SELECT track FROM listened WHERE account = $1 LIMIT $2)""")
                    .execute(Tuple.of(account, TRACKS_PER_DOCUMENT))
                    .await()
                    .rowCount());
        } while (removed == TRACKS_PER_DOCUMENT);
    }

    @Override
    public List<Map<String, Object>> export(String account) {
        List<Map<String, Object>> documents = new ArrayList<>();
        String last = "";
        List<Map<String, Object>> page;
        do {
            page = page(account, last);
            if (!page.isEmpty()) {
                last = String.valueOf(page.getLast().get("trackId"));
                documents.add(Map.of("listened", page));
            }
        } while (page.size() == TRACKS_PER_DOCUMENT);
        return documents;
    }

    private List<Map<String, Object>> page(String account, String after) {
        List<Map<String, Object>> page = new ArrayList<>();
        for (Row row : pool.preparedQuery("""
                        SELECT track, first_at, last_at FROM listened WHERE account = $1 AND track > $2
                          ORDER BY track LIMIT $3""")
                .execute(Tuple.of(account, after, TRACKS_PER_DOCUMENT))
                .await()) {
            page.add(Map.of(
                    "trackId", row.getString("track"),
                    "firstAt", row.getOffsetDateTime("first_at").toInstant().toString(),
                    "lastAt", row.getOffsetDateTime("last_at").toInstant().toString()));
        }
        return page;
    }
}
