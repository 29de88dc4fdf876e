package dev.legato.account.token;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.legato.account.token.Revocations.Place;
import dev.legato.contracts.Revocation;
import dev.legato.contracts.Revocation.Kind;
import dev.legato.embedded.SharedBackends;
import dev.legato.runtime.postgres.Postgres;
import dev.legato.runtime.postgres.PostgresSettings;
import io.vertx.core.Vertx;
import io.vertx.sqlclient.Pool;
import io.vertx.sqlclient.SqlConnection;
import java.time.Clock;
import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** The list of revocations as readers come to know it. */
final class RevocationsIT {
    private final Vertx vertx = Vertx.vertx();
    private Pool pool;
    private Revocations revocations;

    @BeforeEach
    void open() throws Exception {
        pool = Postgres.open(vertx, new PostgresSettings(SharedBackends.postgres(), 2), "account")
                .await(60, TimeUnit.SECONDS);
        revocations = new Revocations(pool, Clock.systemUTC(), Duration.ofMinutes(10));
    }

    @AfterEach
    void close() throws Exception {
        pool.close().await(10, TimeUnit.SECONDS);
        vertx.close().await(10, TimeUnit.SECONDS);
    }

    @Test
    void after_placeOfTheLastAnswer_hasWhatCameSince() throws Exception {
        Revocation.Page none = read(Place.START);
        assertEquals(List.of(), none.items());
        revoke("s1");
        Revocation.Page first = read(Place.parse(none.next()));
        assertEquals(Set.of("s1"), ids(first));
        assertEquals(Set.of("k1"), first.keys());
        revoke("s2");
        assertTrue(ids(read(Place.parse(first.next()))).contains("s2"));
        assertEquals(Set.of("s1", "s2"), ids(read(Place.START)));
    }

    @Test
    void after_transactionThatCommitsLate_isNotMissed() throws Exception {
        SqlConnection slow = pool.getConnection().await(10, TimeUnit.SECONDS);
        var transaction = slow.begin().await(10, TimeUnit.SECONDS);
        revocations.revoke(slow, Kind.ACCOUNT, "late").await(10, TimeUnit.SECONDS);
        revoke("early");
        Revocation.Page page = read(Place.START);
        assertEquals(Set.of("early"), ids(page));
        transaction.commit().await(10, TimeUnit.SECONDS);
        slow.close().await(10, TimeUnit.SECONDS);
        assertTrue(ids(read(Place.parse(page.next()))).contains("late"));
    }

    @Test
    void after_transactionThatIsRolledBack_revokesNothing() throws Exception {
        SqlConnection failing = pool.getConnection().await(10, TimeUnit.SECONDS);
        var transaction = failing.begin().await(10, TimeUnit.SECONDS);
        revocations.revoke(failing, Kind.DEVICE, "d1").await(10, TimeUnit.SECONDS);
        transaction.rollback().await(10, TimeUnit.SECONDS);
        failing.close().await(10, TimeUnit.SECONDS);
        assertEquals(Set.of(), ids(read(Place.START)));
    }

    @Test
    void after_moreThanAPage_isReadOnToItsEnd() throws Exception {
        pool.query("""
                        INSERT INTO revocations (kind, id, revoked_at, expires_at)
                          SELECT 'token', 'j' || n, now(), now() + interval '10 minutes'
                            FROM generate_series(1, %d) n""".formatted(Revocations.PAGE + 5)).execute().await(10, TimeUnit.SECONDS);
        Revocation.Page first = read(Place.START);
        assertEquals(Revocations.PAGE, first.items().size());
        assertNotNull(first.more());
        Revocation.Page rest = read(Place.parse(String.valueOf(first.more())));
        assertEquals(5, rest.items().size());
        assertNull(rest.more());
    }

    @Test
    void after_placeBeyondTheDatabases_beginsAnew() throws Exception {
        revoke("s1");
        assertEquals(Set.of("s1"), ids(read(new Place(Long.MAX_VALUE / 20, 0))));
    }

    @Test
    void removeExpired_onlyWhatIsOver_isRemoved() throws Exception {
        new Revocations(pool, Clock.systemUTC(), Duration.ofMinutes(-5))
                .revoke(Kind.SESSION, "over")
                .await(10, TimeUnit.SECONDS);
        revoke("s1");
        assertEquals(Set.of("s1"), ids(read(Place.START)), "one whose tokens have expired is not told");
        assertEquals(1, revocations.removeExpired(100).await(10, TimeUnit.SECONDS));
        assertEquals(0, revocations.removeExpired(100).await(10, TimeUnit.SECONDS));
    }

    @Test
    void parse_otherTexts_areRefused() {
        for (String text : new String[] {"", "1", "1.", ".1", "-1.0", "1.0.0", "1'.0", "9".repeat(19) + ".0"}) {
            assertThrows(IllegalArgumentException.class, () -> Place.parse(text), text);
        }
    }

    private void revoke(String session) throws Exception {
        revocations.revoke(Kind.SESSION, session).await(10, TimeUnit.SECONDS);
    }

    private Revocation.Page read(Place place) throws Exception {
        return revocations.after(place, Set.of("k1")).await(10, TimeUnit.SECONDS);
    }

    private static Set<String> ids(Revocation.Page page) {
        Set<String> ids = new HashSet<>();
        page.items().forEach(item -> ids.add(item.id()));
        return ids;
    }
}
