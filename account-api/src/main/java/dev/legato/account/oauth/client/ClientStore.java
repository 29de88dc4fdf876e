package dev.legato.account.oauth.client;

import com.nimbusds.oauth2.sdk.GrantType;
import io.vertx.core.Future;
import io.vertx.core.buffer.Buffer;
import io.vertx.sqlclient.Pool;
import io.vertx.sqlclient.Row;
import io.vertx.sqlclient.RowSet;
import io.vertx.sqlclient.Tuple;
import java.net.URI;
import java.time.Clock;
import java.time.Duration;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.Arrays;
import java.util.Collection;
import java.util.HexFormat;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Collectors;

/** Clients in PostgreSQL. */
public final class ClientStore {
    /** After which an unused client that registered itself is removed. */
    public static final Duration UNUSED = Duration.ofDays(90);

    /** After which a client that has not been used since it registered itself is removed. */
    static final Duration NEVER_USED = Duration.ofDays(1);

    /** How many clients may have registered themselves. */
    static final int MAX_REGISTERED = 10_000;

    private static final HexFormat HEX = HexFormat.of();

    private final Pool pool;
    private final Clock clock;

    public ClientStore(Pool pool, Clock clock) {
        this.pool = pool;
        this.clock = clock;
    }

    public Future<Optional<OAuthClient>> find(String id) {
        return pool.preparedQuery("SELECT * FROM oauth_clients WHERE id = $1")
                .execute(Tuple.of(id))
                .map(rows -> rows.size() == 0
                        ? Optional.empty()
                        : Optional.of(client(rows.iterator().next())));
    }

    /**
     * Adds a client that registers itself. Until its first use it counts as last used so long ago that it is removed after
     * {@link #NEVER_USED}.
     *
     * @return false if there are too many of them
     */
    public Future<Boolean> register(OAuthClient client) {
        return pool.preparedQuery("""
                        INSERT INTO oauth_clients (id, name, secret_hash, redirect_uris, post_logout_uris, origins, scopes,
                            grants, registered, used_at)
                          SELECT $1, $2, $3, $4, $5, $6, $7, $8, true, $9
                            WHERE (SELECT count(*) FROM oauth_clients WHERE registered) < $10""")
                .execute(Tuple.tuple()
                        .addString(client.id())
                        .addString(client.name())
                        .addBuffer(client.secretHash()
                                .map(hash -> Buffer.buffer(HEX.parseHex(hash)))
                                .orElse(null))
                        .addArrayOfString(strings(client.redirectUris()))
                        .addArrayOfString(strings(client.postLogoutUris()))
                        .addArrayOfString(strings(client.origins()))
                        .addArrayOfString(strings(client.scopes()))
                        .addArrayOfString(strings(client.grants()))
                        .addOffsetDateTime(now().minus(UNUSED).plus(NEVER_USED))
                        .addInteger(MAX_REGISTERED))
                .map(rows -> rows.rowCount() == 1);
    }

    /** Notes, at most once per day, that a client is in use. */
    public Future<Void> touch(String id) {
        return pool.preparedQuery("UPDATE oauth_clients SET used_at = $2 WHERE id = $1 AND used_at < $3")
                .execute(Tuple.of(id, now(), now().minusDays(1)))
                .mapEmpty();
    }

    /** Whether a client has pages of this web origin. */
    public Future<Boolean> hasOrigin(String origin) {
        return pool.preparedQuery("SELECT 1 FROM oauth_clients WHERE origins @> ARRAY[$1]::text[] LIMIT 1")
                .execute(Tuple.of(origin))
                .map(rows -> rows.size() > 0);
    }

    /** Removes up to {@code most} clients that registered themselves and have not been used for {@link #UNUSED}. */
    public Future<Integer> removeUnused(int most) {
        return pool.preparedQuery("""
                        DELETE FROM oauth_clients WHERE id IN (
                          SELECT id FROM oauth_clients WHERE registered AND used_at < $1 LIMIT $2)""")
                .execute(Tuple.of(now().minus(UNUSED), most))
                .map(RowSet::rowCount);
    }

    private OffsetDateTime now() {
        return clock.instant().atOffset(ZoneOffset.UTC);
    }

    private static OAuthClient client(Row row) {
        Buffer hash = row.getBuffer("secret_hash");
        return new OAuthClient(
                row.getString("id"),
                row.getString("name"),
                Optional.ofNullable(hash).map(bytes -> HEX.formatHex(bytes.getBytes())),
                set(row, "redirect_uris", URI::create),
                set(row, "post_logout_uris", URI::create),
                set(row, "scopes", Function.identity()),
                set(row, "grants", GrantType::new),
                row.getBoolean("first_party"));
    }

    private static <T> Set<T> set(Row row, String column, Function<String, T> parse) {
        return Arrays.stream(row.getArrayOfStrings(column)).map(parse).collect(Collectors.toUnmodifiableSet());
    }

    private static String[] strings(Collection<?> values) {
        return values.stream().map(Object::toString).toArray(String[]::new);
    }
}
