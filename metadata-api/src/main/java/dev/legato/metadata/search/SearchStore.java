package dev.legato.metadata.search;

import dev.legato.runtime.postgres.Transactions;
import dev.legato.runtime.problem.Problem;
import io.vertx.pgclient.PgException;
import io.vertx.sqlclient.Pool;
import io.vertx.sqlclient.Row;
import io.vertx.sqlclient.SqlConnection;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Finds names by trigrams. A search continues with the next {@link Stage} when one has no more hits; similar words are
 * looked for only where hardly anything has the words themselves. Blocks its virtual thread.
 */
public final class SearchStore {
    /** With this many hits that have the words themselves, none that are only similar are wanted. */
    private static final int ENOUGH = 5;

    /** Trigrams two words must share of all they have: "qeen" and "queen" share 3 of 8. */
    private static final String LIKENESS = "0.37";

    private static final String STATEMENT_TIMEOUT_MS = "2000";
    private static final String QUERY_CANCELED = "57014";

    private final Pool pool;

    /**
     * One page of hits, the best first.
     *
     * @param next of the page after it, or null on the last
     */
    public record Hits(List<String> ids, @Nullable SearchCursor next) {
        public Hits {
            ids = List.copyOf(ids);
        }
    }

    public SearchStore(Pool pool) {
        this.pool = pool;
    }

    /**
     * The hits after a cursor, or the first ones.
     *
     * @param explicit whether explicit tracks are among them
     */
    public Hits find(SearchKind kind, SearchQuery query, boolean explicit, @Nullable SearchCursor after, int limit) {
        try {
            return Transactions.run(pool, transaction -> {
                bound(transaction);
                return find(transaction, kind, query, explicit, after, limit);
            });
        } catch (PgException e) {
            if (QUERY_CANCELED.equals(e.getSqlState())) {
                throw Problem.unavailable("The search takes too long; type more of the name.");
            }
            throw e;
        }
    }

    private static void bound(SqlConnection transaction) {
        var _ = transaction
                .preparedQuery(
                        "SELECT set_config('statement_timeout', '%s', true), set_config('pg_trgm.word_similarity_threshold', '%s', true)"
                                .formatted(STATEMENT_TIMEOUT_MS, LIKENESS))
                .execute()
                .await();
    }

    private static Hits find(
            SqlConnection transaction,
            SearchKind kind,
            SearchQuery query,
            boolean explicit,
            @Nullable SearchCursor after,
            int limit) {
        List<SearchCursor> hits = new ArrayList<>();
        int exact = after == null ? 0 : after.exact();
        Stage first = after == null ? Stage.BEGINS : after.stage();
        for (Stage stage : Stage.values()) {
            if (stage.compareTo(first) < 0 || hits.size() > limit || !isWorthwhile(stage, query, exact)) {
                continue;
            }
            StageSelect select = StageSelect.of(
                    kind, query, explicit, stage, stage == first ? after : null, limit + 1 - hits.size());
            for (Row row : transaction
                    .preparedQuery(select.sql())
                    .execute(select.parameters())
                    .await()) {
                exact += stage == Stage.SIMILAR ? 0 : 1;
                hits.add(new SearchCursor(stage, exact, row.getInteger(1), row.getString(2), row.getString(0)));
            }
        }
        List<SearchCursor> page = hits.subList(0, Math.min(limit, hits.size()));
        return new Hits(page.stream().map(SearchCursor::id).toList(), hits.size() > limit ? page.getLast() : null);
    }

    private static boolean isWorthwhile(Stage stage, SearchQuery query, int exact) {
        return switch (stage) {
            case BEGINS -> true;
            case WORDS -> query.isTelling();
            case SIMILAR -> query.hasSimilar() && exact < ENOUGH;
        };
    }
}
