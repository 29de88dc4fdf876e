package dev.legato.edge.address;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;

import dev.legato.contracts.SignedPath;
import dev.legato.edge.address.Addresses.Granted;
import dev.legato.edge.address.Addresses.Refused;
import dev.legato.edge.file.DotFiles;
import dev.legato.edge.http.Refusal;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Map;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;

class RecentAddressesTest {
    private static final byte[] SECRET = "0123456789abcdef0123456789abcdef".getBytes(StandardCharsets.US_ASCII);
    private static final long NOW = 1_800_000_000;

    private final AtomicLong now = new AtomicLong(NOW);
    private final LinkVerifier links = new LinkVerifier(Map.of("k1", SECRET), () -> Instant.ofEpochSecond(now.get()));
    private final RecentAddresses addresses =
            new RecentAddresses(new Addresses("/audio/", false, links, DotFiles.MUSIC, KeyForm.NAME));

    @Test
    void read_signedTargetAgain_isTheSameUntilItsLinkExpires() {
        String target = target("t1/", "t1/a.m4a");
        assertEquals("t1/a.m4a", assertInstanceOf(Granted.class, read(target)).key());
        now.set(NOW + 59);
        assertEquals("t1/a.m4a", assertInstanceOf(Granted.class, read(target)).key());
        now.set(NOW + 60);
        assertEquals(
                Refusal.LINK_EXPIRED,
                assertInstanceOf(Refused.class, read(target)).problem());
    }

    @Test
    void read_targetsOfOneHash_areKeptApart() {
        assertEquals("Aa".hashCode(), "BB".hashCode());
        assertEquals(
                "Aa", assertInstanceOf(Granted.class, read(target("", "Aa"))).key());
        assertEquals(
                "BB", assertInstanceOf(Granted.class, read(target("", "BB"))).key());
        assertEquals(
                "Aa", assertInstanceOf(Granted.class, read(target("", "Aa"))).key());
    }

    @Test
    void read_otherKeyUnderARememberedLink_isLookedAt() {
        String token = target("t1/", "");
        assertInstanceOf(Granted.class, read(token + "t1/a.m4a"));
        assertEquals(
                Refusal.LINK_WRONG_PREFIX,
                assertInstanceOf(Refused.class, read(token + "t2/a.m4a")).problem());
    }

    @Test
    void read_unpacedLink_opensWhatIsMadeForPlansToo() {
        Instant expires = Instant.ofEpochSecond(NOW + 60);
        String token = new SignedPath("k1", expires, SignedPath.ANYONE, "", true).token(SECRET);
        for (String key : new String[] {"t1/b160000.master.m3u8", "t1/b96000.manifest.mpd", "t1/aac-96.m3u8"}) {
            String target = "/audio/~" + token + '/' + key;
            assertEquals(key, assertInstanceOf(Granted.class, read(target)).key());
        }
        assertEquals(
                Refusal.ABOVE_PLAN,
                assertInstanceOf(Refused.class, read(target("t1/", "t1/b160000.master.m3u8")))
                        .problem());
    }

    private Addresses.Address read(String target) {
        return addresses.read(target, now.get());
    }

    private static String target(String prefix, String key) {
        Instant expires = Instant.ofEpochSecond(NOW + 60);
        return "/audio/~" + new SignedPath("k1", expires, SignedPath.ANYONE, prefix).token(SECRET) + '/' + key;
    }
}
