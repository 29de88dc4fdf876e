package dev.legato.gateway;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.nimbusds.jose.JOSEObjectType;
import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.JWSHeader;
import com.nimbusds.jose.JWSObject;
import com.nimbusds.jose.Payload;
import com.nimbusds.jose.crypto.ECDSASigner;
import com.nimbusds.jose.jwk.Curve;
import com.nimbusds.jose.jwk.ECKey;
import com.nimbusds.jose.jwk.JWKSet;
import com.nimbusds.jose.jwk.gen.ECKeyGenerator;
import dev.legato.contracts.Sha256;
import dev.legato.testing.Answer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.util.Base64;
import java.util.HashMap;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Proofs of possession at the gateway, whose public URL is another than the address it is reached by. */
final class DpopIT {
    private static final String PUBLIC = "https://music.example.org";
    private static final String PATH = "/v1/me/playlists";

    @TempDir
    private static Path folder;

    private static GatewayUnderTest gateway;
    private static ECKey issuer;
    private static ECKey key;
    private static String token;

    @BeforeAll
    static void start() throws Exception {
        issuer = new ECKeyGenerator(Curve.P_256)
                .keyID("k1")
                .algorithm(JWSAlgorithm.ES256)
                .generate();
        key = new ECKeyGenerator(Curve.P_256).generate();
        Path keys = Files.writeString(folder.resolve("keys.json"), new JWKSet(issuer.toPublicJWK()).toString());
        token = token();
        gateway = new GatewayUnderTest(
                folder,
                Map.of(
                        "tokens.jwks",
                        keys.toUri().toString(),
                        "tokens.issuer",
                        PUBLIC,
                        "tokens.dpopNonceKey",
                        "A".repeat(43) + "="),
                request -> {
                    var _ = request.response().end();
                });
    }

    @AfterAll
    static void stop() throws Exception {
        gateway.close();
    }

    @Test
    void get_proofOfThePublicUrl_isLetInOnce() throws Exception {
        String nonce = nonce();
        String proof = proof(PUBLIC + PATH, nonce);
        assertAdmitted(get(proof));
        Answer replayed = get(proof);
        assertEquals(401, replayed.status());
        assertTrue(replayed.body().contains("jti: used before"), replayed.body());
        assertEquals("DPoP error=\"invalid_dpop_proof\", algs=\"ES256\"", replayed.header("WWW-Authenticate"));
        assertAdmitted(get(proof(PUBLIC + PATH, nonce)));
    }

    @Test
    void get_proofOfTheAddressItIsReachedBy_isRefused() throws Exception {
        Answer refused = get(proof("http://127.0.0.1:%d%s".formatted(gateway.port(), PATH), nonce()));
        assertEquals(401, refused.status());
        assertTrue(refused.body().contains("htu: expected: " + PUBLIC + PATH), refused.body());
    }

    @Test
    void get_proofWithoutANonce_isToldOne() throws Exception {
        Answer challenged = get(proof(PUBLIC + PATH, null));
        assertEquals(401, challenged.status());
        assertEquals("DPoP error=\"use_dpop_nonce\", algs=\"ES256\"", challenged.header("WWW-Authenticate"));
        assertAdmitted(get(proof(PUBLIC + PATH, challenged.header("DPoP-Nonce"))));
        Answer page = gateway.get(PATH, "Authorization", "DPoP " + token, "Origin", "https://player.example");
        assertTrue(page.header("Access-Control-Expose-Headers").contains("DPoP-Nonce"), "pages may read it");
    }

    private static String nonce() throws Exception {
        String nonce = get(proof(PUBLIC + PATH, null)).header("DPoP-Nonce");
        assertFalse(nonce.isEmpty());
        return nonce;
    }

    /** Nothing listens behind the gateway for this path: what is let in ends there. */
    private static void assertAdmitted(Answer answer) {
        assertEquals(503, answer.status(), answer.body());
        assertFalse(answer.header("DPoP-Nonce").isEmpty(), "for the next proof");
    }

    private static Answer get(String proof) {
        return gateway.get(PATH, "Authorization", "DPoP " + token, "DPoP", proof);
    }

    private static String token() throws Exception {
        long now = Clock.systemUTC().instant().getEpochSecond();
        return signed(
                new JWSHeader.Builder(JWSAlgorithm.ES256)
                        .type(new JOSEObjectType("at+jwt"))
                        .keyID("k1")
                        .build(),
                Map.of(
                        "iss",
                        PUBLIC,
                        "aud",
                        "legato",
                        "sub",
                        "alice",
                        "client_id",
                        "test",
                        "guest",
                        false,
                        "jti",
                        UUID.randomUUID().toString(),
                        "iat",
                        now,
                        "exp",
                        now + 600,
                        "cnf",
                        Map.of("jkt", key.computeThumbprint().toString())),
                issuer);
    }

    private static String proof(String target, String nonce) throws Exception {
        byte[] hash = Sha256.of(token.getBytes(StandardCharsets.US_ASCII));
        Map<String, Object> claims = new HashMap<>(Map.of(
                "htm", "GET",
                "htu", target,
                "iat", Clock.systemUTC().instant().getEpochSecond(),
                "jti", UUID.randomUUID().toString(),
                "ath", Base64.getUrlEncoder().withoutPadding().encodeToString(hash)));
        if (nonce != null) {
            claims.put("nonce", nonce);
        }
        JWSHeader header = new JWSHeader.Builder(JWSAlgorithm.ES256)
                .type(new JOSEObjectType("dpop+jwt"))
                .jwk(key.toPublicJWK())
                .build();
        return signed(header, claims, key);
    }

    private static String signed(JWSHeader header, Map<String, Object> claims, ECKey by) throws Exception {
        JWSObject jws = new JWSObject(header, new Payload(claims));
        jws.sign(new ECDSASigner(by));
        return jws.serialize();
    }
}
