package dev.legato.account.signin;

import dev.legato.account.signin.LoginThrottle.Bucket;
import dev.legato.account.signin.LoginThrottle.Count;
import dev.legato.account.vault.Vault;
import io.vertx.core.Future;
import io.vertx.sqlclient.Pool;
import io.vertx.sqlclient.Row;
import io.vertx.sqlclient.RowSet;
import io.vertx.sqlclient.Tuple;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.HexFormat;
import java.util.List;

/** Attempts by bucket in PostgreSQL, for all instances together. A window begins with a bucket's first attempt. */
public final class FailureStore {
    private final Pool pool;
    private final Vault vault;
    private final Clock clock;
    private final Duration window;

    public FailureStore(Pool pool, Vault vault, Clock clock, Duration window) {
        this.pool = pool;
        this.vault = vault;
        this.clock = clock;
        this.window = window;
    }

    /** Counts an attempt. */
    public Future<Count> count(Bucket bucket) {
        Instant now = clock.instant();
        return pool.preparedQuery("""
                        INSERT INTO login_failures AS f (bucket, failures, since) VALUES ($1, 1, $2)
                        ON CONFLICT (bucket) DO UPDATE SET
                          failures = CASE WHEN f.since < $3 THEN 1 ELSE f.failures + 1 END,
                          since = CASE WHEN f.since < $3 THEN $2 ELSE f.since END
                        RETURNING failures, since""")
                .execute(Tuple.of(key(bucket), time(now), time(now.minus(window))))
                .map(rows -> count(rows.iterator().next()));
    }

    /** What {@link #count} would say; counts nothing. */
    Future<Count> next(Bucket bucket) {
        Instant now = clock.instant();
        return pool.preparedQuery(
                        "SELECT failures + 1 AS failures, since FROM login_failures WHERE bucket = $1 AND since >= $2")
                .execute(Tuple.of(key(bucket), time(now.minus(window))))
                .map(rows -> rows.stream().map(FailureStore::count).findFirst().orElse(new Count(1, now)));
    }

    /** Uncounts attempts that succeeded or were never made. */
    Future<Void> takeBack(List<Bucket> buckets) {
        String[] keys = buckets.stream().map(this::key).toArray(String[]::new);
        return pool.preparedQuery(
                        "UPDATE login_failures SET failures = failures - 1 WHERE bucket = ANY($1) AND failures > 0")
                .execute(Tuple.of(keys))
                .mapEmpty();
    }

    /** Removes up to {@code most}. */
    public Future<Integer> removeExpired(int most) {
        return pool.preparedQuery("""
                        DELETE FROM login_failures WHERE since < $1
                          AND bucket IN (SELECT bucket FROM login_failures WHERE since < $1 LIMIT $2)""")
                .execute(Tuple.of(time(clock.instant().minus(window)), most))
                .map(RowSet::rowCount);
    }

    /** A keyed hash: the key itself may hold an address, of whoever has an account here or none. */
    private String key(Bucket bucket) {
        return HexFormat.of().formatHex(vault.lookup(bucket.key(), "login_failures.bucket"));
    }

    private static Count count(Row row) {
        return new Count(
                row.getInteger("failures"), row.getOffsetDateTime("since").toInstant());
    }

    private static OffsetDateTime time(Instant instant) {
        return instant.atOffset(ZoneOffset.UTC);
    }
}
