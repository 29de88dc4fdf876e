package dev.legato.edge.address;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;

import dev.legato.contracts.SignedPath;
import dev.legato.contracts.SignedPath.Granted;
import dev.legato.contracts.SignedPath.Refusal;
import dev.legato.contracts.SignedPath.Refused;
import java.time.Instant;
import java.util.Arrays;
import java.util.Map;
import org.junit.jupiter.api.Test;

class LinkVerifierTest {
    private static final Instant BEGIN = Instant.parse("2026-01-01T00:00:00Z");
    private static final byte[] OLD = secret(1);
    private static final byte[] NEW = secret(2);

    private Instant now = BEGIN;
    private final LinkVerifier links = new LinkVerifier(Map.of("old", OLD, "new", NEW), () -> now);

    @Test
    void verify_keysOldAndNew_grantsBoth() {
        assertInstanceOf(Granted.class, links.verify(token("old", OLD), "t1/a.flac"));
        assertInstanceOf(Granted.class, links.verify(token("new", NEW), "t1/a.flac"));
    }

    @Test
    void verify_keyOfAnotherId_isWrongSignature() {
        assertEquals(new Refused(Refusal.WRONG_SIGNATURE), links.verify(token("new", OLD), "t1/a.flac"));
        assertEquals(new Refused(Refusal.UNKNOWN_KEY), links.verify(token("gone", OLD), "t1/a.flac"));
    }

    @Test
    void verify_rememberedToken_stillExpires() {
        String token = token("new", NEW);
        assertInstanceOf(Granted.class, links.verify(token, "t1/a.flac"));
        now = BEGIN.plusSeconds(59);
        assertInstanceOf(Granted.class, links.verify(token, "t1/a.flac"));
        now = BEGIN.plusSeconds(60);
        assertEquals(new Refused(Refusal.EXPIRED), links.verify(token, "t1/a.flac"));
    }

    @Test
    void verify_rememberedToken_stillOpensItsPrefixOnly() {
        String token = token("new", NEW);
        assertInstanceOf(Granted.class, links.verify(token, "t1/a.flac"));
        assertEquals(new Refused(Refusal.WRONG_PREFIX), links.verify(token, "t10/a.flac"));
        assertEquals(new Refused(Refusal.WRONG_PREFIX), links.verify(token, "t2/a.flac"));
    }

    @Test
    void verify_listenerChanged_isWrongSignature() {
        String token = token("new", NEW).replace(".alice.", ".bob.");
        assertEquals(new Refused(Refusal.WRONG_SIGNATURE), links.verify(token, "t1/a.flac"));
    }

    private static String token(String keyId, byte[] secret) {
        return new SignedPath(keyId, BEGIN.plusSeconds(60), "alice", "t1/").token(secret);
    }

    private static byte[] secret(int fill) {
        byte[] secret = new byte[32];
        Arrays.fill(secret, (byte) fill);
        return secret;
    }
}
