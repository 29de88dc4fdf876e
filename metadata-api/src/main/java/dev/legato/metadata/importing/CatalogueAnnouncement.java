package dev.legato.metadata.importing;

import dev.legato.runtime.postgres.Transactions;
import io.vertx.sqlclient.Pool;
import io.vertx.sqlclient.Row;
import io.vertx.sqlclient.Tuple;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;

/**
 * Enters every track in the outbox: for a topic that was made anew, of which other services would take it that there are no
 * tracks. Blocks its virtual thread.
 */
public final class CatalogueAnnouncement {
    private static final int BATCH = 200;

    private static final String SELECT = "SELECT id FROM tracks WHERE id > $1 ORDER BY id LIMIT $2";

    private CatalogueAnnouncement() {}

    /** Returns how many tracks were entered. */
    public static int run(Pool pool, Clock clock) {
        int entered = 0;
        List<String> batch = enter(pool, clock, "");
        while (!batch.isEmpty()) {
            entered += batch.size();
            batch = enter(pool, clock, batch.getLast());
        }
        return entered;
    }

    private static List<String> enter(Pool pool, Clock clock, String after) {
        return Transactions.run(pool, connection -> {
            WriteTransaction transaction = new WriteTransaction(connection);
            List<String> tracks = new ArrayList<>();
            for (Row row : transaction.query(SELECT, Tuple.of(after, BATCH))) {
                tracks.add(row.getString(0));
            }
            // So that no writer's event comes before one of ours that says less.
            transaction.lock(tracks);
            CatalogueEvents.add(transaction, tracks, clock.instant());
            return tracks;
        });
    }
}
