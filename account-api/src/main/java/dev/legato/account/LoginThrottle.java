package dev.legato.account;

import dev.legato.runtime.http.Problem;
import io.vertx.core.Future;
import io.vertx.sqlclient.Pool;
import io.vertx.sqlclient.Row;
import io.vertx.sqlclient.RowSet;
import io.vertx.sqlclient.Tuple;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Bounds how often passwords can be guessed, by account and by address, for all instances together.
 *
 * <p>An attempt counts as failed from its beginning and is taken back when it turns out well, so that attempts made at the
 * same time cannot slip past the limit together. A window begins with its first failure and is not drawn out by more.
 */
final class LoginThrottle {
    private final Pool pool;
    private final Clock clock;
    private final Limits limits;

    /** How many failures an account and an address may have in a window. */
    record Limits(int perAccount, int perAddress, Duration window) {}

    /** An attempt under way. */
    record Attempt(List<Bucket> buckets) {
        Attempt {
            buckets = List.copyOf(buckets);
        }
    }

    /** Where failures are counted together. */
    record Bucket(String key, int most) {}

    LoginThrottle(Pool pool, Clock clock, Limits limits) {
        this.pool = pool;
        this.clock = clock;
        this.limits = limits;
    }

    /**
     * Begins a log-in.
     *
     * @param address whence, if known
     * @return fails with 429 if there were too many
     */
    Future<Attempt> begin(EmailAddress email, Optional<String> address) {
        List<Bucket> buckets = new ArrayList<>();
        buckets.add(new Bucket("account:" + email, limits.perAccount()));
        buckets.addAll(of(address));
        return begin(buckets);
    }

    /** Begins a sign-up, which fails if the address is taken and so could be used to find out who is here. */
    Future<Attempt> begin(Optional<String> address) {
        return begin(of(address));
    }

    /** Takes an attempt back that was none: it found the account's owner, or was never made. */
    Future<Void> takeBack(Attempt attempt) {
        String[] keys = attempt.buckets().stream().map(Bucket::key).toArray(String[]::new);
        return pool.preparedQuery("UPDATE login_failures SET failures = failures - 1 WHERE bucket = ANY($1)")
                .execute(Tuple.of(keys))
                .mapEmpty();
    }

    Future<Integer> removeExpired() {
        return pool.preparedQuery("DELETE FROM login_failures WHERE since < $1")
                .execute(Tuple.of(clock.instant().minus(limits.window()).atOffset(ZoneOffset.UTC)))
                .map(RowSet::rowCount);
    }

    private List<Bucket> of(Optional<String> address) {
        return address.map(from -> new Bucket("address:" + AddressBlock.of(from), limits.perAddress())).stream()
                .toList();
    }

    private Future<Attempt> begin(List<Bucket> buckets) {
        return begin(buckets, 0).map(new Attempt(buckets));
    }

    private Future<Void> begin(List<Bucket> buckets, int index) {
        if (index == buckets.size()) {
            return Future.succeededFuture();
        }
        Bucket bucket = buckets.get(index);
        return count(bucket).compose(row -> {
            if (row.getInteger("failures") > bucket.most()) {
                return Future.failedFuture(
                        tooMany(row.getOffsetDateTime("since").toInstant()));
            }
            return begin(buckets, index + 1);
        });
    }

    private Future<Row> count(Bucket bucket) {
        Instant now = clock.instant();
        return pool.preparedQuery("""
                        INSERT INTO login_failures AS f (bucket, failures, since) VALUES ($1, 1, $2)
                        ON CONFLICT (bucket) DO UPDATE SET
                          failures = CASE WHEN f.since < $3 THEN 1 ELSE f.failures + 1 END,
                          since = CASE WHEN f.since < $3 THEN $2 ELSE f.since END
                        RETURNING failures, since""")
                .execute(Tuple.of(
                        bucket.key(),
                        now.atOffset(ZoneOffset.UTC),
                        now.minus(limits.window()).atOffset(ZoneOffset.UTC)))
                .map(rows -> rows.iterator().next());
    }

    private Throwable tooMany(Instant since) {
        return Problem.tooManyRequests(
                "Too many log-ins have failed; try again later.",
                Duration.between(clock.instant(), since.plus(limits.window())));
    }
}
