package dev.legato.account.person;

import dev.legato.runtime.postgres.Transactions;
import io.vertx.sqlclient.Pool;
import io.vertx.sqlclient.Row;
import io.vertx.sqlclient.SqlClient;
import io.vertx.sqlclient.Tuple;
import java.time.Clock;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Profiles in PostgreSQL, and which of them a session has chosen. Blocks its virtual thread. */
public final class ProfileStore {
    /** An account has no more. */
    static final int MAX = 6;

    private final Pool pool;
    private final Clock clock;

    public ProfileStore(Pool pool, Clock clock) {
        this.pool = pool;
        this.clock = clock;
    }

    /** An account's profiles, the oldest first. */
    List<Profile> list(String account) {
        return list(pool, account);
    }

    /** Adds a profile; false if the account has {@value #MAX}. */
    boolean add(String account, Profile profile) {
        return Transactions.run(pool, transaction -> {
            var _ = transaction
                    .preparedQuery("SELECT 1 FROM accounts WHERE id = $1 FOR UPDATE")
                    .execute(Tuple.of(account))
                    .await();
            if (list(transaction, account).size() >= MAX) {
                return false;
            }
            var _ = transaction
                    .preparedQuery("INSERT INTO profiles (id, account_id, name, explicit, created_at)"
                            + " VALUES ($1, $2, $3, $4, $5)")
                    .execute(Tuple.of(
                            profile.id(),
                            account,
                            profile.name(),
                            profile.explicit(),
                            clock.instant().atOffset(ZoneOffset.UTC)))
                    .await();
            return true;
        });
    }

    /** Changes a profile; empty if it is none of the account's. */
    Optional<Profile> change(String account, String id, @Nullable String name, @Nullable Boolean explicit) {
        for (Row row : pool.preparedQuery(
                        "UPDATE profiles SET name = coalesce($3, name), explicit = coalesce($4, explicit)"
                                + " WHERE account_id = $1 AND id = $2 RETURNING id, name, explicit")
                .execute(Tuple.of(account, id, name, explicit))
                .await()) {
            return Optional.of(profile(row));
        }
        return Optional.empty();
    }

    /** Removes a profile; false if it is none of the account's. */
    boolean remove(String account, String id) {
        return pool.preparedQuery("DELETE FROM profiles WHERE account_id = $1 AND id = $2")
                        .execute(Tuple.of(account, id))
                        .await()
                        .rowCount()
                == 1;
    }

    /**
     * Lets a session go on under a profile.
     *
     * @param id null for none
     * @return false if it is none of the account's, or the session has ended
     */
    boolean choose(String account, String session, @Nullable String id) {
        return pool.preparedQuery("UPDATE sessions SET profile_id = $3 WHERE id = $2 AND account_id = $1"
                                + " AND ($3::text IS NULL OR EXISTS"
                                + " (SELECT FROM profiles WHERE id = $3 AND account_id = $1))")
                        .execute(Tuple.of(account, session, id))
                        .await()
                        .rowCount()
                == 1;
    }

    private static List<Profile> list(SqlClient client, String account) {
        List<Profile> profiles = new ArrayList<>();
        for (Row row : client.preparedQuery(
                        "SELECT id, name, explicit FROM profiles WHERE account_id = $1" + " ORDER BY created_at, id")
                .execute(Tuple.of(account))
                .await()) {
            profiles.add(profile(row));
        }
        return profiles;
    }

    private static Profile profile(Row row) {
        return new Profile(row.getString("id"), row.getString("name"), row.getBoolean("explicit"));
    }
}
