package dev.legato.edge.address;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;

import com.code_intelligence.jazzer.junit.FuzzTest;
import dev.legato.contracts.SignedPath;
import dev.legato.edge.file.DotFiles;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Map;

/** Link tokens, alone and in the paths of requests: nobody gets in who has not the secret. */
class SignedPathFuzzTest {
    private static final Instant NOW = Instant.parse("2026-01-01T00:00:00Z");
    private static final byte[] SECRET = "0123456789abcdef0123456789abcdef".getBytes(StandardCharsets.US_ASCII);
    private static final Map<String, byte[]> SECRETS = Map.of("k1", SECRET);
    private static final SignedPath PATH = new SignedPath("k1", NOW.plusSeconds(60), "alice", "t1/");
    private static final Addresses ADDRESSES =
            new Addresses("/audio/", false, new LinkVerifier(SECRETS, () -> NOW), DotFiles.MUSIC, KeyForm.NAME);

    @FuzzTest(maxDuration = "60s")
    void verify_anyToken_opensOnlyItsOwn(byte[] data) {
        String text = new String(data, StandardCharsets.ISO_8859_1);
        if (SignedPath.verify(text, "t1/a", SECRETS, NOW) instanceof SignedPath.Granted(SignedPath path)) {
            assertEquals(path.token(SECRET), text);
        }
        String own = PATH.token(SECRET);
        boolean granted = ADDRESSES.read("/audio/~" + text + "/t1/a") instanceof Addresses.Granted;
        assertFalse(granted && !text.equals(own));
        if (ADDRESSES.read("/audio/~" + own + "/" + text) instanceof Addresses.Granted opened) {
            assertEquals(0, opened.key().indexOf("t1/"));
        }
    }
}
