package dev.legato.runtime.auth;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.legato.contracts.Entitlements;
import dev.legato.contracts.Revocation;
import dev.legato.contracts.Revocation.Kind;
import java.time.Instant;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;

class RevocationListTest {
    private static final Instant NOW = Instant.ofEpochSecond(1_000);
    private final RevocationList list = new RevocationList(2);

    @Test
    void isRevoked_account_concernsTokensIssuedBefore() {
        list.add(List.of(revocation(Kind.ACCOUNT, "a1", NOW, 600)), NOW);
        assertTrue(list.isRevoked(caller(NOW)));
        assertFalse(list.isRevoked(caller(NOW.plusMillis(1))));
    }

    @Test
    void add_olderOneLater_changesNothing() {
        list.add(List.of(revocation(Kind.ACCOUNT, "a1", NOW, 600)), NOW);
        list.add(List.of(revocation(Kind.ACCOUNT, "a1", NOW.minusSeconds(9), 600)), NOW);
        assertTrue(list.isRevoked(caller(NOW)));
    }

    @Test
    void add_afterItsTokensExpired_isForgotten() {
        list.add(List.of(revocation(Kind.SESSION, "s1", NOW, 600)), NOW);
        assertTrue(list.isRevoked(caller(NOW)));
        list.add(List.of(), NOW.plusSeconds(601));
        assertEquals(0, list.size());
    }

    @Test
    void add_moreThanFit_forgetsThoseThatExpireFirst() {
        list.add(
                List.of(
                        revocation(Kind.SESSION, "s0", NOW, 1),
                        revocation(Kind.SESSION, "s1", NOW, 600),
                        revocation(Kind.SESSION, "s2", NOW, 600)),
                NOW);
        assertEquals(2, list.size());
        assertTrue(list.isRevoked(caller(NOW)));
    }

    private static Revocation revocation(Kind kind, String id, Instant at, int seconds) {
        return new Revocation(kind, id, at, NOW.plusSeconds(seconds));
    }

    private static Caller caller(Instant issued) {
        return new Caller(
                "a1",
                false,
                Set.of(),
                "s1",
                "legato",
                Set.of(),
                Entitlements.ALL,
                null,
                "d1",
                null,
                new Caller.Token("j1", issued, issued.plusSeconds(600), null));
    }
}
