package dev.legato.runtime.auth;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.JOSEObjectType;
import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.JWSHeader;
import com.nimbusds.jose.JWSObject;
import com.nimbusds.jose.Payload;
import com.nimbusds.jose.crypto.ECDSASigner;
import com.nimbusds.jose.jwk.Curve;
import com.nimbusds.jose.jwk.ECKey;
import com.nimbusds.jose.jwk.JWK;
import com.nimbusds.jose.jwk.gen.ECKeyGenerator;
import dev.legato.contracts.Sha256;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class DpopProofsTest {
    private static final Instant NOW = Instant.ofEpochSecond(1_000_000);
    private static final String TOKEN = "a.b.c";
    private final DpopProofs proofs =
            new DpopProofs(TestTokens.ISSUER, Clock.fixed(NOW, ZoneOffset.UTC), Optional.empty());
    private final ECKey key;

    DpopProofsTest() throws JOSEException {
        key = new ECKeyGenerator(Curve.P_256).generate();
    }

    @Test
    void check_good_isTheKeysThumbprintOnce() throws Exception {
        String proof = proof("dpop+jwt", key.toPublicJWK(), claims());
        assertEquals(key.computeThumbprint().toString(), check(proof, TOKEN));
        IllegalArgumentException again = assertThrows(IllegalArgumentException.class, () -> check(proof, TOKEN));
        assertEquals("jti: used before", again.getMessage());
    }

    @ParameterizedTest
    @CsvSource({
        "htu, http://LOCALHOST:8080/v1/me?x=1#y, true",
        "htu, http://localhost:8080/v1/me/, false",
        "htu, http://localhost/v1/me, false",
        "htu, https://localhost:8080/v1/me, false",
        "htu, http://evil.example/v1/me, false",
        "htu, /v1/me, false",
        "htu, http://[, false",
        "htm, POST, false",
        "htm, get, false",
        "ath, AAAA, false",
        "jti, '', false",
    })
    void check_forAnotherRequest_isRefused(String claim, String value, boolean isGood) throws Exception {
        assertGood(isGood, claim, value);
    }

    @ParameterizedTest
    @CsvSource({"-60, true", "-61, false", "60, true", "61, false"})
    void check_outsideItsMinute_isRefused(long seconds, boolean isGood) throws Exception {
        assertGood(isGood, "iat", NOW.plusSeconds(seconds).getEpochSecond());
    }

    @Test
    void check_claimLeftOut_isRefused() throws Exception {
        for (String claim : claims().keySet()) {
            Map<String, Object> claims = claims();
            claims.remove(claim);
            assertRefused(proof("dpop+jwt", key.toPublicJWK(), claims));
        }
    }

    @Test
    void check_headerOutOfForm_isRefused() throws Exception {
        assertRefused(proof("JWT", key.toPublicJWK(), claims()));
        assertRefused(proof("at+jwt", key.toPublicJWK(), claims()));
        assertRefused(proof("dpop+jwt", null, claims()));
        assertRefused(
                proof("dpop+jwt", new ECKeyGenerator(Curve.P_256).generate().toPublicJWK(), claims()));
        assertRefused(
                proof("dpop+jwt", new ECKeyGenerator(Curve.P_384).generate().toPublicJWK(), claims()));
        assertRefused("x".repeat(5_000));
        assertRefused("");
    }

    @Test
    void check_whileNoTokenIsThere_needsNoHashOfOne() throws Exception {
        Map<String, Object> claims = claims();
        claims.remove("ath");
        assertEquals(key.computeThumbprint().toString(), check(proof("dpop+jwt", key.toPublicJWK(), claims), null));
    }

    private void assertGood(boolean isGood, String claim, Object value) throws Exception {
        Map<String, Object> claims = claims();
        claims.put(claim, value);
        String proof = proof("dpop+jwt", key.toPublicJWK(), claims);
        if (isGood) {
            assertTrue(!check(proof, TOKEN).isEmpty());
        } else {
            assertRefused(proof);
        }
    }

    private void assertRefused(String proof) {
        assertThrows(IllegalArgumentException.class, () -> check(proof, TOKEN));
    }

    private String check(String proof, @Nullable String token) {
        return proofs.check(proof, "GET", "/v1/me", token);
    }

    private static Map<String, Object> claims() {
        return new HashMap<>(Map.of(
                "htm", "GET",
                "htu", "http://localhost:8080/v1/me",
                "iat", NOW.getEpochSecond(),
                "jti", "p1",
                "ath", TestTokens.encoded(Sha256.of(TOKEN.getBytes(StandardCharsets.US_ASCII)))));
    }

    private String proof(String type, @Nullable JWK jwk, Map<String, Object> claims) throws JOSEException {
        JWSHeader.Builder header = new JWSHeader.Builder(JWSAlgorithm.ES256).type(new JOSEObjectType(type));
        JWSObject proof =
                new JWSObject(jwk == null ? header.build() : header.jwk(jwk).build(), new Payload(claims));
        proof.sign(new ECDSASigner(key));
        return proof.serialize();
    }
}
