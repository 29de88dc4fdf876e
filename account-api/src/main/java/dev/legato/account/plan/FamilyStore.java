package dev.legato.account.plan;

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
import java.util.Optional;
import java.util.random.RandomGenerator;

/** Families in PostgreSQL: who shares whose plan, and the invitations to it. Blocks its virtual thread. */
public final class FamilyStore {
    /** How long an invitation is good. */
    static final Duration INVITED = Duration.ofDays(7);

    private static final Duration KEPT = Duration.ofDays(30);
    private static final int TOKEN_BYTES = 32;

    private final Pool pool;
    private final Clock clock;
    private final RandomGenerator random;
    private final int max;

    /** A member of a family, by name. */
    public record Member(String id, String name, Instant joinedAt) {}

    /**
     * An invitation as it is given out.
     *
     * @param token 256 random bits in base64url; only its SHA-256 is stored
     */
    public record Invitation(String token, Instant expiresAt) {
        /** Never the token. */
        @Override
        public String toString() {
            return "Invitation[expiresAt=%s]".formatted(expiresAt);
        }
    }

    /**
     * An invitation as whoever has its link sees it.
     *
     * @param owner the name of who invites
     * @param standing of the caller to it
     */
    public record Offer(String owner, State state, Standing standing, Instant expiresAt) {}

    /** Whether an invitation can still be accepted. */
    public enum State {
        OPEN,
        /** Somebody has accepted or declined it. */
        USED,
        EXPIRED
    }

    /** What an account is to a family that it is invited to. */
    public enum Standing {
        /** It may join. */
        STRANGER,
        /** The invitation is its own. */
        OWNER,
        /** It belongs to this family. */
        MEMBER,
        /** It belongs to another family, or has members of its own. */
        ELSEWHERE
    }

    /** What became of an invitation that somebody accepted. */
    public enum Joining {
        JOINED,
        /** It is unknown, expired or used. */
        INVALID,
        /** There are as many members as a family may have. */
        FULL,
        /** It is the owner's own, or the account is in a family already. */
        ELSEWHERE
    }

    /** @param max of a family, with its owner */
    public FamilyStore(Pool pool, Clock clock, RandomGenerator random, int max) {
        this.pool = pool;
        this.clock = clock;
        this.random = random;
        this.max = max;
    }

    /** Whose family an account is a member of. */
    public Optional<String> ownerOf(String account) {
        RowSet<Row> rows = pool.preparedQuery("SELECT owner_id FROM family_members WHERE member_id = $1")
                .execute(Tuple.of(account))
                .await();
        return rows.size() == 0
                ? Optional.empty()
                : Optional.of(rows.iterator().next().getString(0));
    }

    /** The members of an owner's family without the owner, who joined first in front. */
    public List<Member> members(String owner) {
        List<Member> members = new ArrayList<>();
        for (Row row : pool.preparedQuery("""
                        SELECT a.id, a.name, m.joined_at FROM family_members m JOIN accounts a ON a.id = m.member_id
                          WHERE m.owner_id = $1 ORDER BY m.joined_at, a.id""").execute(Tuple.of(owner)).await()) {
            members.add(new Member(
                    row.getString("id"),
                    row.getString("name"),
                    row.getOffsetDateTime("joined_at").toInstant()));
        }
        return members;
    }

    /** Makes an invitation to an owner's family; empty if as many are open as there is room for. */
    public Optional<Invitation> invite(String owner) {
        byte[] bits = new byte[TOKEN_BYTES];
        random.nextBytes(bits);
        String token = Base64.getUrlEncoder().withoutPadding().encodeToString(bits);
        Instant now = clock.instant();
        Instant expires = now.plus(INVITED);
        return Transactions.run(pool, transaction -> {
            lock(transaction, owner, owner);
            int taken = transaction
                    .preparedQuery("""
                            SELECT (SELECT count(*) FROM family_members WHERE owner_id = $1)
                              + (SELECT count(*) FROM family_invitations
                                    WHERE owner_id = $1 AND expires_at > $2 AND used_at IS NULL)""")
                    .execute(Tuple.of(owner, time(now)))
                    .await()
                    .iterator()
                    .next()
                    .getInteger(0);
            if (taken + 1 >= max) {
                return Optional.empty();
            }
            var _ = transaction
                    .preparedQuery("INSERT INTO family_invitations (hash, owner_id, expires_at) VALUES ($1, $2, $3)")
                    .execute(Tuple.of(hash(token), owner, time(expires)))
                    .await();
            return Optional.of(new Invitation(token, expires));
        });
    }

    /** Reads an invitation; empty if there is none of this token, or it expired days ago. */
    public Optional<Offer> look(String account, String token) {
        Instant now = clock.instant();
        return pool.preparedQuery("""
                        SELECT a.name, i.expires_at, i.used_at, i.owner_id = $2 AS owns,
                            (SELECT owner_id = i.owner_id FROM family_members WHERE member_id = $2) AS belongs,
                            EXISTS (SELECT FROM family_members WHERE owner_id = $2) AS leads
                          FROM family_invitations i JOIN accounts a ON a.id = i.owner_id WHERE i.hash = $1""").execute(Tuple.of(hash(token), account)).await().stream()
                .map(row -> offer(row, now))
                .findFirst();
    }

    private static Offer offer(Row row, Instant now) {
        Instant expires = row.getOffsetDateTime("expires_at").toInstant();
        State state = State.OPEN;
        if (row.getOffsetDateTime("used_at") != null) {
            state = State.USED;
        } else if (!expires.isAfter(now)) {
            state = State.EXPIRED;
        }
        Boolean belongs = row.getBoolean("belongs");
        Standing standing = Standing.STRANGER;
        if (row.getBoolean("owns")) {
            standing = Standing.OWNER;
        } else if (belongs != null) {
            standing = belongs ? Standing.MEMBER : Standing.ELSEWHERE;
        } else if (row.getBoolean("leads")) {
            standing = Standing.ELSEWHERE;
        }
        return new Offer(row.getString("name"), state, standing, expires);
    }

    /** Declines an invitation, so that its owner may invite somebody else; false if it is not open. */
    public boolean decline(String token) {
        Instant now = clock.instant();
        return pool.preparedQuery("""
                        UPDATE family_invitations SET used_at = $2
                          WHERE hash = $1 AND expires_at > $2 AND used_at IS NULL""")
                        .execute(Tuple.of(hash(token), time(now)))
                        .await()
                        .rowCount()
                == 1;
    }

    /** Accepts an invitation, which is good for one member. */
    public Joining join(String account, String token) {
        return Transactions.run(pool, transaction -> {
            RowSet<Row> invitations = transaction
                    .preparedQuery("""
                            SELECT owner_id FROM family_invitations
                              WHERE hash = $1 AND expires_at > $2 AND used_at IS NULL""")
                    .execute(Tuple.of(hash(token), time(clock.instant())))
                    .await();
            if (invitations.size() == 0) {
                return Joining.INVALID;
            }
            String owner = invitations.iterator().next().getString(0);
            lock(transaction, owner, account);
            boolean owns = count(transaction, "SELECT count(*) FROM family_members WHERE owner_id = $1", account) > 0;
            if (owner.equals(account) || owns) {
                return Joining.ELSEWHERE;
            }
            if (count(transaction, "SELECT count(*) FROM family_members WHERE owner_id = $1", owner) + 1 >= max) {
                return Joining.FULL;
            }
            return accept(transaction, account, owner, token);
        });
    }

    /** Uses the invitation up first: of two who accept it at the same time, one finds it gone. */
    private Joining accept(SqlClient transaction, String account, String owner, String token) {
        int used = transaction
                .preparedQuery("""
                        UPDATE family_invitations SET used_at = $3 WHERE hash = $1 AND used_at IS NULL
                          AND NOT EXISTS (SELECT FROM family_members WHERE member_id = $2)""")
                .execute(Tuple.of(hash(token), account, time(clock.instant())))
                .await()
                .rowCount();
        if (used == 0) {
            return isMember(transaction, account) ? Joining.ELSEWHERE : Joining.INVALID;
        }
        var _ = transaction
                .preparedQuery("INSERT INTO family_members (member_id, owner_id, joined_at) VALUES ($1, $2, $3)")
                .execute(Tuple.of(account, owner, time(clock.instant())))
                .await();
        return Joining.JOINED;
    }

    private static boolean isMember(SqlClient transaction, String account) {
        return count(transaction, "SELECT count(*) FROM family_members WHERE member_id = $1", account) > 0;
    }

    /** Ends a membership: the owner's wish or the member's own. False if there is none. */
    public boolean remove(String owner, String member) {
        return pool.preparedQuery("DELETE FROM family_members WHERE owner_id = $1 AND member_id = $2")
                        .execute(Tuple.of(owner, member))
                        .await()
                        .rowCount()
                == 1;
    }

    /** Removes up to {@code most} invitations that expired {@link #KEPT} ago: until then their links say why they are no good. */
    public Future<Integer> removeExpired(int most) {
        return pool.preparedQuery("DELETE FROM family_invitations WHERE hash IN"
                        + " (SELECT hash FROM family_invitations WHERE expires_at < $1 LIMIT $2)")
                .execute(Tuple.of(time(clock.instant().minus(KEPT)), most))
                .map(RowSet::rowCount);
    }

    /** Whoever changes a family waits for whoever does so at the same time. */
    private static void lock(SqlClient transaction, String owner, String member) {
        var _ = transaction
                .preparedQuery("SELECT 1 FROM accounts WHERE id IN ($1, $2) ORDER BY id FOR UPDATE")
                .execute(Tuple.of(owner, member))
                .await();
    }

    private static int count(SqlClient transaction, String select, String account) {
        return transaction
                .preparedQuery(select)
                .execute(Tuple.of(account))
                .await()
                .iterator()
                .next()
                .getInteger(0);
    }

    private static Buffer hash(String token) {
        return Buffer.buffer(Sha256.of(token.getBytes(StandardCharsets.UTF_8)));
    }

    private static OffsetDateTime time(Instant instant) {
        return instant.atOffset(ZoneOffset.UTC);
    }
}
