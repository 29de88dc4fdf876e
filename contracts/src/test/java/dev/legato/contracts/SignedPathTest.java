package dev.legato.contracts;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.legato.contracts.SignedPath.Granted;
import dev.legato.contracts.SignedPath.Refusal;
import dev.legato.contracts.SignedPath.Refused;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.Chars;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.StringLength;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class SignedPathTest {
    private static final byte[] SECRET =
            "0123456789abcdef0123456789abcdef".getBytes(java.nio.charset.StandardCharsets.UTF_8);
    private static final Map<String, byte[]> SECRETS = Map.of("k1", SECRET);
    private static final Instant NOW = Instant.parse("2026-11-22T12:00:00Z");
    private static final SignedPath PATH = new SignedPath("k1", NOW.plusSeconds(60), "alice", "abc/");

    @Test
    void verify_ownToken_isGranted() {
        assertEquals(new Granted(PATH), SignedPath.verify(PATH.token(SECRET), "abc/original.flac", SECRETS, NOW));
    }

    @Test
    void verify_atExpiry_isExpired() {
        assertEquals(
                new Refused(Refusal.EXPIRED), SignedPath.verify(PATH.token(SECRET), "abc/x", SECRETS, PATH.expires()));
    }

    @Test
    void verify_otherPrefix_isWrongPrefix() {
        assertEquals(new Refused(Refusal.WRONG_PREFIX), SignedPath.verify(PATH.token(SECRET), "abd/x", SECRETS, NOW));
    }

    @Test
    void verify_keyNobodyHas_isUnknownKey() {
        assertEquals(new Refused(Refusal.UNKNOWN_KEY), SignedPath.verify(PATH.token(SECRET), "abc/x", Map.of(), NOW));
    }

    @Test
    void token_unpaced_isGrantedAndSaysSo() {
        SignedPath unpaced = new SignedPath("k1", PATH.expires(), "-", "abc/", true);
        assertEquals(new Granted(unpaced), SignedPath.verify(unpaced.token(SECRET), "abc/x", SECRETS, NOW));
        assertFalse(PATH.unpaced());
    }

    @Test
    void token_withLimits_isGrantedAndSaysSo() {
        LinkLimits limits = new LinkLimits(160_000, 3, "phone");
        SignedPath limited = new SignedPath("k1", PATH.expires(), "alice", "abc/", limits);
        String token = limited.token(SECRET);
        assertTrue(token.contains(".b160000_s3_phone."));
        assertEquals(new Granted(limited), SignedPath.verify(token, "abc/x", SECRETS, NOW));
        assertTrue(SignedPath.isTokenForm(token));
    }

    /** Raising, dropping or adding a limit breaks the signature; writing it otherwise, the form. */
    @ParameterizedTest
    @ValueSource(
            strings = {
                ".b320000_s3_phone.",
                ".b160000_s9_phone.",
                ".b160000_s3_tablet.",
                ".b160000.",
                ".s3_phone.",
                ".unpaced.",
                ".",
                ".b0160000_s3_phone.",
                ".b160000_s3_phone.unpaced.",
                ".b160000.s3_phone.",
                "..",
                ".b160000_s3_phone.b320000."
            })
    void verify_limitsChanged_isRefused(String claim) {
        String token = new SignedPath("k1", PATH.expires(), "alice", "abc/", new LinkLimits(160_000, 3, "phone"))
                .token(SECRET);
        String forged = token.replace(".b160000_s3_phone.", claim);
        assertInstanceOf(Refused.class, SignedPath.verify(forged, "abc/x", SECRETS, NOW));
    }

    @Test
    void new_unpacedWithLimits_isRefused() {
        LinkLimits cap = new LinkLimits(160_000, Integer.MAX_VALUE, "");
        assertThrows(
                IllegalArgumentException.class, () -> new SignedPath("k1", PATH.expires(), "-", "abc/", true, cap));
    }

    /** Made before tokens could be unpaced. */
    @Test
    void verify_tokenOfBefore_isGranted() {
        assertEquals(
                new Granted(PATH),
                SignedPath.verify(
                        "k1.1795348860.alice.YWJjLw.axz1KzUXsjrNyL3Ca3t3CL61_otDM9fTBF8ffm99lKE",
                        "abc/x",
                        SECRETS,
                        NOW));
    }

    @Test
    void verify_claimNobodySigned_isRefused() {
        String token = PATH.token(SECRET);
        String claimed = new StringBuilder(token)
                .insert(token.lastIndexOf('.'), ".unpaced")
                .toString();
        assertEquals(new Refused(Refusal.WRONG_SIGNATURE), SignedPath.verify(claimed, "abc/x", SECRETS, NOW));
        String unknown = new StringBuilder(token)
                .insert(token.lastIndexOf('.'), ".other")
                .toString();
        assertEquals(new Refused(Refusal.MALFORMED), SignedPath.verify(unknown, "abc/x", SECRETS, NOW));
    }

    @Property
    void verify_anyCharacterChanged_isNeverGranted(@ForAll @IntRange(max = 200) int at, @ForAll char replacement) {
        String token = new SignedPath("k1", NOW.plusSeconds(60), "alice", "abc/", at % 2 == 0).token(SECRET);
        int index = at % token.length();
        String changed = token.substring(0, index) + replacement + token.substring(index + 1);
        if (!changed.equals(token)) {
            assertInstanceOf(Refused.class, SignedPath.verify(changed, "abc/x", SECRETS, NOW));
        }
    }

    @Property
    void verify_anyText_neverThrows(@ForAll String token) {
        assertInstanceOf(Refused.class, SignedPath.verify(token, "abc/x", SECRETS, NOW));
    }

    @Test
    void read_anyToken_isWhatItSays() {
        assertEquals(Optional.of(PATH), SignedPath.read(PATH.token(SECRET)));
        assertEquals(Optional.of(PATH), SignedPath.read(PATH.token(new byte[32])), "the signature is not looked at");
        assertEquals(Optional.empty(), SignedPath.read("k1.1.alice.YWJjLw"));
        assertEquals(Optional.empty(), SignedPath.read("k1.1.alice.YWJjLw.other.sig"));
        assertEquals(Optional.empty(), SignedPath.read("k1.1.alice.!.sig"));
        assertEquals(Optional.empty(), SignedPath.read("k1.1.alice.YWJjLw." + "s".repeat(SignedPath.MAX_TOKEN_LENGTH)));
    }

    @Property
    void isTokenForm_anyReadable_isTrue(@ForAll @Chars({'a', '.', '1', '-', '='}) @StringLength(max = 16) String text) {
        assertTrue(SignedPath.isTokenForm(text) || SignedPath.read(text).isEmpty());
    }

    @Test
    void isTokenForm_fileName_isFalse() {
        assertTrue(SignedPath.isTokenForm(PATH.token(SECRET)));
        assertFalse(SignedPath.isTokenForm("01 Intro.flac"));
        assertFalse(SignedPath.isTokenForm("a.b.c.d.e.f.g"));
    }

    @Test
    void token_shortSecret_isRefused() {
        assertThrows(IllegalArgumentException.class, () -> PATH.token(new byte[31]));
    }
}
