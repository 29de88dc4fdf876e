package dev.legato.account.token;

import io.vertx.core.Future;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.json.JsonObject;
import io.vertx.sqlclient.Pool;
import io.vertx.sqlclient.Row;
import io.vertx.sqlclient.SqlClient;
import io.vertx.sqlclient.Tuple;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.random.RandomGenerator;
import java.util.stream.Collectors;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The keys that sign tokens, in PostgreSQL, their private parts encrypted under the {@link MasterKey}. Any instance makes the
 * next key when {@link KeySchedule} says so, with the table locked, so that all agree; each keeps the keys in memory and
 * reads them again every {@link #reading}.
 */
public final class SigningKeys {
    private static final Logger LOG = LoggerFactory.getLogger(SigningKeys.class);

    private final Pool pool;
    private final MasterKey master;
    private final KeySchedule schedule;
    private final RandomGenerator random;
    private final Clock clock;
    private volatile List<SigningKey> keys = List.of();

    /**
     * Keys that are yet to be {@linkplain #refresh read}.
     *
     * @param rotation how long each key signs
     * @param life of a token
     */
    public SigningKeys(
            Pool pool, MasterKey master, Duration rotation, Duration life, RandomGenerator random, Clock clock) {
        this.pool = pool;
        this.master = master;
        this.schedule = new KeySchedule(rotation, life);
        this.random = random;
        this.clock = clock;
    }

    /** How often {@link #refresh} is due. */
    public Duration reading() {
        return schedule.reading();
    }

    /**
     * Reads the keys; makes and removes some if it is time.
     *
     * @return fails with a {@link dev.legato.runtime.settings.SettingsException} if the master key is another one
     */
    public Future<Void> refresh() {
        return read(pool)
                .compose(read -> isComplete(read) ? Future.succeededFuture(read) : pool.withTransaction(this::rotate))
                .onSuccess(read -> keys = List.copyOf(read))
                .mapEmpty();
    }

    /** The same where nobody waits for it: a failure is logged, and the keys in memory serve on. */
    public void refreshLater() {
        var _ = refresh().onFailure(failure -> LOG.warn("the signing keys could not be read: {}", failure.toString()));
    }

    /** The key set for everyone, RFC 7517 §5. */
    public JsonObject publicKeys() {
        List<Map<String, Object>> set = keys.stream().map(SigningKey::publicKey).toList();
        return new JsonObject(Map.of("keys", set));
    }

    /** The ids of all keys whose signatures are valid. */
    public Set<String> ids() {
        return keys.stream().map(SigningKey::id).collect(Collectors.toUnmodifiableSet());
    }

    /**
     * Signs claims with the key whose turn it is.
     *
     * @param type the JWT's {@code typ}
     */
    public String sign(String type, Map<String, Object> claims) {
        return schedule.signing(keys, clock.instant())
                .orElseThrow(() -> new IllegalStateException("the signing keys were not read yet"))
                .sign(type, claims);
    }

    private boolean isComplete(List<SigningKey> read) {
        Instant now = clock.instant();
        return schedule.due(read, now).isEmpty() && schedule.retired(read, now).isEmpty();
    }

    private Future<List<SigningKey>> rotate(SqlClient transaction) {
        return transaction
                .query("LOCK TABLE signing_keys IN SHARE ROW EXCLUSIVE MODE")
                .execute()
                .compose(_ -> read(transaction))
                .compose(read -> {
                    Instant now = clock.instant();
                    List<SigningKey> changed = new ArrayList<>(read);
                    Future<?> done = Future.succeededFuture();
                    var due = schedule.due(read, now);
                    if (due.isPresent()) {
                        SigningKey made = SigningKey.generate(due.get());
                        changed.add(made);
                        done = done.compose(_ -> add(transaction, made));
                    }
                    for (SigningKey retired : schedule.retired(read, now)) {
                        changed.remove(retired);
                        done = done.compose(_ -> remove(transaction, retired));
                    }
                    return done.map(changed);
                });
    }

    private Future<List<SigningKey>> read(SqlClient client) {
        return client.query("SELECT id, sealed_key, signs_from FROM signing_keys ORDER BY signs_from")
                .execute()
                .map(rows -> {
                    List<SigningKey> read = new ArrayList<>();
                    rows.forEach(row -> read.add(opened(row)));
                    return read;
                });
    }

    private SigningKey opened(Row row) {
        String id = row.getString("id");
        for (SigningKey known : keys) {
            if (known.id().equals(id)) {
                return known;
            }
        }
        byte[] key = master.open(row.getBuffer("sealed_key").getBytes(), id);
        return SigningKey.parse(
                new String(key, StandardCharsets.UTF_8),
                row.getOffsetDateTime("signs_from").toInstant());
    }

    private Future<?> add(SqlClient transaction, SigningKey key) {
        byte[] sealed = master.seal(key.toJson().getBytes(StandardCharsets.UTF_8), key.id(), random);
        LOG.info("signing key {} signs from {}", key.id(), key.signsFrom());
        return transaction
                .preparedQuery("INSERT INTO signing_keys (id, sealed_key, signs_from) VALUES ($1, $2, $3)")
                .execute(Tuple.of(
                        key.id(), Buffer.buffer(sealed), key.signsFrom().atOffset(ZoneOffset.UTC)));
    }

    private static Future<?> remove(SqlClient transaction, SigningKey key) {
        LOG.info("signing key {} is retired", key.id());
        return transaction
                .preparedQuery("DELETE FROM signing_keys WHERE id = $1")
                .execute(Tuple.of(key.id()));
    }
}
