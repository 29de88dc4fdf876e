package dev.legato.account.device;

import dev.legato.contracts.ContentId;
import dev.legato.contracts.Sha256;
import dev.legato.runtime.postgres.Transactions;
import io.vertx.core.Future;
import io.vertx.core.buffer.Buffer;
import io.vertx.sqlclient.Pool;
import io.vertx.sqlclient.Row;
import io.vertx.sqlclient.RowSet;
import io.vertx.sqlclient.SqlClient;
import io.vertx.sqlclient.Tuple;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;

/** Devices in PostgreSQL, and the sessions that run on them. Blocks its virtual thread. */
public final class DeviceStore {
    /** How long a challenge may be answered. */
    static final Duration CHALLENGED = Duration.ofMinutes(5);

    /** When a device was seen is written no more often. */
    static final Duration SEEN = Duration.ofMinutes(5);

    private static final int CHALLENGE_BYTES = 32;

    private final Pool pool;
    private final Clock clock;
    private final RandomGenerator random;
    private final SignOut signOut;

    /** A challenge as it is given out; only its hash is stored. */
    record Challenge(String text, Instant expires) {}

    /** What became of a registration. */
    sealed interface Registration {
        /** The device is registered, perhaps anew under the same key. */
        record Registered(Device device) implements Registration {}

        /** There are as many as the plan allows: these. */
        record TooMany(List<Device> devices) implements Registration {
            public TooMany {
                devices = List.copyOf(devices);
            }
        }

        /** The challenge is unknown, expired or used. */
        record Unchallenged() implements Registration {}
    }

    /** Revokes the tokens of a device that is signed out, and of the sessions on it. */
    @FunctionalInterface
    public interface SignOut {
        /** @param transaction in which the device is removed */
        Future<Void> revoke(SqlClient transaction, String device, List<String> sessions);
    }

    public DeviceStore(Pool pool, Clock clock, RandomGenerator random, SignOut signOut) {
        this.pool = pool;
        this.clock = clock;
        this.random = random;
        this.signOut = signOut;
    }

    Challenge challenge(String account) {
        byte[] bits = new byte[CHALLENGE_BYTES];
        random.nextBytes(bits);
        String text = Base64.getUrlEncoder().withoutPadding().encodeToString(bits);
        Instant expires = clock.instant().plus(CHALLENGED);
        var _ = pool.preparedQuery("INSERT INTO device_challenges (hash, account_id, expires_at) VALUES ($1, $2, $3)")
                .execute(Tuple.of(hash(text), account, time(expires)))
                .await();
        return new Challenge(text, expires);
    }

    /**
     * Registers a device for an account, and takes note that a session runs on it. A key that is registered keeps its device.
     *
     * @param session of the caller, or null
     * @param max devices that the account may have
     */
    Registration register(
            String account,
            @Nullable String session,
            String challenge,
            String name,
            DeviceType type,
            DeviceKey key,
            int max) {
        return Transactions.run(pool, transaction -> {
            var _ = transaction
                    .preparedQuery("SELECT 1 FROM accounts WHERE id = $1 FOR UPDATE")
                    .execute(Tuple.of(account))
                    .await();
            if (!use(transaction, account, challenge)) {
                return new Registration.Unchallenged();
            }
            List<Device> devices = list(transaction, account);
            String known = known(transaction, account, key).orElse(null);
            if (known == null && devices.size() >= max) {
                return new Registration.TooMany(devices);
            }
            Instant now = clock.instant();
            String id = known == null ? ContentId.random(random) : known;
            var _ = transaction
                    .preparedQuery("""
                            INSERT INTO devices (id, account_id, name, type, key, thumbprint, registered_at, last_seen_at)
                              VALUES ($1, $2, $3, $4, $5, $6, $7, $7)
                              ON CONFLICT (id) DO UPDATE SET name = $3, type = $4, last_seen_at = $7""")
                    .execute(Tuple.of(id, account, name, type.name(), key.json(), key.thumbprint(), time(now)))
                    .await();
            var _ = transaction
                    .preparedQuery("UPDATE sessions SET device_id = $2 WHERE id = $1 AND account_id = $3")
                    .execute(Tuple.of(session, id, account))
                    .await();
            return new Registration.Registered(find(list(transaction, account), id));
        });
    }

    /** An account's devices, the last seen first. */
    List<Device> list(String account) {
        return list(pool, account);
    }

    /** Renames a device; empty if it is none of the account's. */
    Optional<Device> change(String account, String id, @Nullable String name, @Nullable DeviceType type) {
        int changed = pool.preparedQuery("UPDATE devices SET name = coalesce($3, name), type = coalesce($4, type)"
                        + " WHERE account_id = $1 AND id = $2")
                .execute(Tuple.of(account, id, name, type == null ? null : type.name()))
                .await()
                .rowCount();
        return changed == 0 ? Optional.empty() : Optional.of(find(list(account), id));
    }

    /** Signs a device out: its sessions end, and their tokens are revoked. False if it is none of the account's. */
    boolean remove(String account, String id) {
        return Transactions.run(pool, transaction -> {
            List<String> sessions = new ArrayList<>();
            for (Row row : transaction
                    .preparedQuery("SELECT id FROM sessions WHERE device_id = $1 AND account_id = $2 FOR UPDATE")
                    .execute(Tuple.of(id, account))
                    .await()) {
                sessions.add(row.getString(0));
            }
            int removed = transaction
                    .preparedQuery("DELETE FROM devices WHERE account_id = $1 AND id = $2")
                    .execute(Tuple.of(account, id))
                    .await()
                    .rowCount();
            if (removed == 0) {
                return false;
            }
            var _ = signOut.revoke(transaction, id, sessions).await();
            return true;
        });
    }

    /** Takes note that a device was there. */
    void seen(String device) {
        Instant now = clock.instant();
        var _ = pool.preparedQuery("UPDATE devices SET last_seen_at = $2 WHERE id = $1 AND last_seen_at < $3")
                .execute(Tuple.of(device, time(now), time(now.minus(SEEN))))
                .await();
    }

    /** Removes up to {@code most} challenges that have expired. */
    public Future<Integer> removeExpired(int most) {
        return pool.preparedQuery("DELETE FROM device_challenges WHERE hash IN"
                        + " (SELECT hash FROM device_challenges WHERE expires_at < $1 LIMIT $2)")
                .execute(Tuple.of(time(clock.instant()), most))
                .map(RowSet::rowCount);
    }

    private boolean use(SqlClient transaction, String account, String challenge) {
        return transaction
                        .preparedQuery(
                                "DELETE FROM device_challenges WHERE hash = $1 AND account_id = $2 AND expires_at > $3")
                        .execute(Tuple.of(hash(challenge), account, time(clock.instant())))
                        .await()
                        .rowCount()
                == 1;
    }

    private static Optional<String> known(SqlClient transaction, String account, DeviceKey key) {
        RowSet<Row> rows = transaction
                .preparedQuery("SELECT id FROM devices WHERE account_id = $1 AND thumbprint = $2")
                .execute(Tuple.of(account, key.thumbprint()))
                .await();
        return rows.size() == 0
                ? Optional.empty()
                : Optional.of(rows.iterator().next().getString(0));
    }

    private static List<Device> list(SqlClient client, String account) {
        List<Device> devices = new ArrayList<>();
        for (Row row : client.preparedQuery(
                        "SELECT * FROM devices WHERE account_id = $1 ORDER BY last_seen_at DESC, id")
                .execute(Tuple.of(account))
                .await()) {
            devices.add(new Device(
                    row.getString("id"),
                    row.getString("name"),
                    DeviceType.valueOf(row.getString("type").toUpperCase(Locale.ROOT)),
                    row.getOffsetDateTime("registered_at").toInstant(),
                    row.getOffsetDateTime("last_seen_at").toInstant()));
        }
        return devices;
    }

    private static Device find(List<Device> devices, String id) {
        return devices.stream()
                .filter(device -> device.id().equals(id))
                .findFirst()
                .orElseThrow(() -> new IllegalStateException("device %s was just written".formatted(id)));
    }

    private static Buffer hash(String challenge) {
        return Buffer.buffer(Sha256.of(challenge.getBytes(StandardCharsets.UTF_8)));
    }

    private static OffsetDateTime time(Instant instant) {
        return instant.atOffset(ZoneOffset.UTC);
    }
}
