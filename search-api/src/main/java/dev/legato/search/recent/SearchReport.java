package dev.legato.search.recent;

import dev.legato.runtime.postgres.Transactions;
import io.vertx.sqlclient.Pool;
import io.vertx.sqlclient.Row;
import io.vertx.sqlclient.SqlConnection;
import io.vertx.sqlclient.Tuple;
import java.time.Clock;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Pattern;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What searches come to: queries that found nothing, and which places of results are picked. Whole days are counted, and
 * nothing says who searched; a query that may be a person's own, with an {@code @} or a long number, is not kept. Counts
 * wait in memory, so that no search waits for the database, and are written every {@value #WRITE_SECONDS} s.
 */
public final class SearchReport {
    /** How often counts are written. */
    public static final int WRITE_SECONDS = 10;

    private static final Logger LOG = LoggerFactory.getLogger(SearchReport.class);
    private static final int MAX_WAITING = 1_000;
    private static final int MAX_QUERIES_PER_DAY = 5_000;
    private static final int KEPT_DAYS = 90;
    private static final int SHOWN = 100;
    private static final int MAX_CHARACTERS = 100;
    private static final Pattern PERSONAL = Pattern.compile("@|[0-9][0-9 ./-]{5,}[0-9]");

    private static final String ADD_FRUITLESS = """
            INSERT INTO fruitless AS f (day, query, searches)
            SELECT $1, $2, $3
            WHERE EXISTS (SELECT FROM fruitless WHERE day = $1 AND query = $2)
              OR (SELECT count(*) FROM fruitless WHERE day = $1) < $4
            ON CONFLICT (day, query) DO UPDATE SET searches = f.searches + excluded.searches""";

    private static final String ADD_PICK = """
            INSERT INTO picks AS p (day, place, clicks) VALUES ($1, $2, $3)
            ON CONFLICT (day, place) DO UPDATE SET clicks = p.clicks + excluded.clicks""";

    private final Pool pool;
    private final Clock clock;
    /** In order, as locks are: two instances may write the same rows. */
    private Map<String, Long> fruitless = new TreeMap<>();

    private Map<Integer, Long> picks = new TreeMap<>();

    /** How often a query found nothing. */
    record Fruitless(String query, long searches) {}

    /** How often a place was picked, from 1. */
    record Place(int position, long clicks) {}

    /** What is shown to operators. */
    record Figures(LocalDate since, List<Fruitless> withoutResult, List<Place> clicks) {}

    public SearchReport(Pool pool, Clock clock) {
        this.pool = pool;
        this.clock = clock;
    }

    /** Counts a query that found nothing. */
    public void foundNothing(String typed) {
        String query = typed.strip().toLowerCase(Locale.ROOT);
        if (query.length() > MAX_CHARACTERS
                || PERSONAL.matcher(query).find()
                || query.chars().anyMatch(Character::isISOControl)) {
            return;
        }
        synchronized (this) {
            if (fruitless.size() < MAX_WAITING || fruitless.containsKey(query)) {
                var _ = fruitless.merge(query, 1L, Long::sum);
            }
        }
    }

    /** Counts a pick. */
    void picked(int position) {
        synchronized (this) {
            var _ = picks.merge(position, 1L, Long::sum);
        }
    }

    /** Writes the counts and drops what is old. Blocks its virtual thread; what cannot be written is lost. */
    public void write() {
        Map<String, Long> nothing;
        Map<Integer, Long> picked;
        synchronized (this) {
            nothing = fruitless;
            picked = picks;
            fruitless = new TreeMap<>();
            picks = new TreeMap<>();
        }
        if (nothing.isEmpty() && picked.isEmpty()) {
            return;
        }
        LocalDate today = LocalDate.ofInstant(clock.instant(), ZoneOffset.UTC);
        try {
            var _ = Transactions.run(pool, connection -> {
                nothing.forEach((query, count) ->
                        execute(connection, ADD_FRUITLESS, Tuple.of(today, query, count, MAX_QUERIES_PER_DAY)));
                picked.forEach((place, count) -> execute(connection, ADD_PICK, Tuple.of(today, place, count)));
                LocalDate oldest = today.minusDays(KEPT_DAYS);
                execute(connection, "DELETE FROM fruitless WHERE day < $1", Tuple.of(oldest));
                execute(connection, "DELETE FROM picks WHERE day < $1", Tuple.of(oldest));
                return connection;
            });
        } catch (RuntimeException e) {
            LOG.warn("figures of searches are lost: {}", e.toString());
        }
    }

    Figures since(LocalDate day) {
        List<Fruitless> queries = new ArrayList<>();
        for (Row row : pool.preparedQuery("""
                        SELECT query, sum(searches)::bigint FROM fruitless WHERE day >= $1
                        GROUP BY query ORDER BY 2 DESC, query LIMIT $2""").execute(Tuple.of(day, SHOWN)).await()) {
            queries.add(new Fruitless(row.getString(0), row.getLong(1)));
        }
        List<Place> places = new ArrayList<>();
        for (Row row : pool.preparedQuery("""
                        SELECT place, sum(clicks)::bigint FROM picks WHERE day >= $1
                        GROUP BY place ORDER BY place LIMIT $2""").execute(Tuple.of(day, SHOWN)).await()) {
            places.add(new Place(row.getInteger(0), row.getLong(1)));
        }
        return new Figures(day, queries, places);
    }

    private static void execute(SqlConnection connection, String sql, Tuple parameters) {
        var _ = connection.preparedQuery(sql).execute(parameters).await();
    }
}
