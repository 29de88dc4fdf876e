package dev.legato.runtime.auth;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;

import com.nimbusds.jose.JOSEObjectType;
import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.JWSHeader;
import com.nimbusds.jose.JWSObject;
import com.nimbusds.jose.Payload;
import com.nimbusds.jose.crypto.ECDSASigner;
import com.nimbusds.jose.jwk.Curve;
import com.nimbusds.jose.jwk.ECKey;
import com.nimbusds.jose.jwk.gen.ECKeyGenerator;
import dev.legato.contracts.Sha256;
import dev.legato.runtime.problem.ProblemException;
import dev.legato.testing.Answer;
import dev.legato.testing.ApiClient;
import dev.legato.testing.Call;
import io.vertx.core.Vertx;
import io.vertx.core.json.JsonObject;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Clock;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.TimeUnit;
import javax.crypto.spec.SecretKeySpec;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Tokens that are bound to a key, over HTTP. */
final class DpopIT {
    private static final String PATH = "/v1/me";
    private final Vertx vertx = Vertx.vertx();

    @TempDir
    private Path folder;

    private TestTokens tokens;
    private TokenVerifier verifier;
    private ApiClient client;
    private ECKey key;

    @BeforeEach
    void serve() throws Exception {
        tokens = TestTokens.create(folder);
        verifier = new TokenVerifier(vertx, tokens.settings(), Clock.systemUTC());
        key = new ECKeyGenerator(Curve.P_256).generate();
        int port = vertx.createHttpServer()
                .requestHandler(request -> verifier.verify(request)
                        .map(_ -> "200")
                        .otherwise(failure -> failure instanceof ProblemException refused
                                ? refused.challenge().orElse("")
                                : failure.toString())
                        .onSuccess(text -> {
                            var _ = request.response().end(text);
                        }))
                .listen(0, "127.0.0.1")
                .await(10, TimeUnit.SECONDS)
                .actualPort();
        client = new ApiClient(port);
    }

    @AfterEach
    void close() throws Exception {
        client.close();
        verifier.close().await(10, TimeUnit.SECONDS);
        vertx.close().await(10, TimeUnit.SECONDS);
    }

    @Test
    void call_boundTokenWithProof_isLetInOncePerProof() throws Exception {
        String token = token(true);
        String proof = proof(key, token);
        assertEquals("200", send("DPoP " + token, "DPoP", proof));
        assertEquals("200", send("DPoP " + token, "DPoP", proof(key, token)));
        assertEquals("DPoP error=\"invalid_dpop_proof\", algs=\"ES256\"", send("DPoP " + token, "DPoP", proof));
    }

    @Test
    void call_proofMissingOrTwiceOrOfAnotherKey_isRefused() throws Exception {
        String token = token(true);
        String refused = "DPoP error=\"invalid_dpop_proof\", algs=\"ES256\"";
        assertEquals(refused, send("DPoP " + token));
        assertEquals(refused, send("DPoP " + token, "DPoP", proof(key, token), "DPoP", proof(key, token)));
        assertEquals(refused, send("DPoP " + token, "DPoP", proof(new ECKeyGenerator(Curve.P_256).generate(), token)));
        assertEquals(refused, send("DPoP " + token, "DPoP", proof(key, "another")));
    }

    @Test
    void call_boundTokenAsBearer_orBearerTokenWithProof_isRefused() throws Exception {
        String bound = token(true);
        assertEquals("Bearer error=\"invalid_token\"", send("Bearer " + bound, "DPoP", proof(key, bound)));
        String plain = token(false);
        assertEquals("200", send("Bearer " + plain));
        assertEquals("DPoP error=\"invalid_token\", algs=\"ES256\"", send("DPoP " + plain, "DPoP", proof(key, plain)));
        assertEquals("200", send("Bearer " + plain), "it is still remembered");
    }

    @Test
    void inspect_boundOrBearerToken_isGoodButLetsNobodyInWithoutItsProof() throws Exception {
        String bound = token(true);
        assertEquals(
                key.computeThumbprint().toString(),
                verifier.inspect(bound).await(10, TimeUnit.SECONDS).token().keyThumbprint());
        assertNull(verifier.inspect(token(false))
                .await(10, TimeUnit.SECONDS)
                .token()
                .keyThumbprint());
        assertThrows(ProblemException.class, () -> verifier.inspect(bound + "x").await(10, TimeUnit.SECONDS));
        assertEquals("Bearer error=\"invalid_token\"", send("Bearer " + bound), "though it is remembered");
    }

    @Test
    void call_whereNoncesAreAskedFor_isLetInWithTheOneOffered() throws Exception {
        verifier.close().await(10, TimeUnit.SECONDS);
        TokenSettings plain = tokens.settings();
        verifier = new TokenVerifier(
                vertx,
                new TokenSettings(
                        plain.issuer(),
                        plain.audience(),
                        plain.jwks(),
                        null,
                        plain.tls(),
                        Optional.of(new SecretKeySpec(new byte[32], "HmacSHA256"))),
                Clock.systemUTC());
        String token = token(true);
        Answer challenged =
                client.send(Call.get(PATH).with("Authorization", "DPoP " + token, "DPoP", proof(key, token)));
        assertEquals("DPoP error=\"use_dpop_nonce\", algs=\"ES256\"", challenged.body());
        String nonce = challenged.header("DPoP-Nonce");
        Answer answer = client.send(Call.get(PATH)
                .with("Authorization", "DPoP " + token, "DPoP", proof(key, token, Map.of("nonce", nonce))));
        assertEquals("200", answer.body());
        assertEquals(nonce, answer.header("DPoP-Nonce"), "for the next proof");
        assertEquals(
                "DPoP error=\"use_dpop_nonce\", algs=\"ES256\"",
                send("DPoP " + token, "DPoP", proof(key, token, Map.of("nonce", "A".repeat(22)))));
        assertEquals("200", send("Bearer " + token(false)), "nobody else needs one");
    }

    private String send(String authorization, String... headers) {
        Answer answer =
                client.send(Call.get(PATH).with("Authorization", authorization).with(headers));
        return answer.body();
    }

    private String token(boolean bound) throws Exception {
        JsonObject claims = TestTokens.claims(Clock.systemUTC().instant(), 60);
        if (bound) {
            claims.put(
                    "cnf", new JsonObject().put("jkt", key.computeThumbprint().toString()));
        }
        return tokens.signed(TestTokens.HEADER, claims.encode());
    }

    private static String proof(ECKey key, String token) throws Exception {
        return proof(key, token, Map.of());
    }

    private static String proof(ECKey key, String token, Map<String, Object> more) throws Exception {
        Map<String, Object> claims = new HashMap<>(Map.of(
                "htm", "GET",
                "htu", TestTokens.ISSUER + PATH,
                "iat", Clock.systemUTC().instant().getEpochSecond(),
                "jti", UUID.randomUUID().toString(),
                "ath", TestTokens.encoded(Sha256.of(token.getBytes(StandardCharsets.US_ASCII)))));
        claims.putAll(more);
        JWSObject proof = new JWSObject(
                new JWSHeader.Builder(JWSAlgorithm.ES256)
                        .type(new JOSEObjectType("dpop+jwt"))
                        .jwk(key.toPublicJWK())
                        .build(),
                new Payload(claims));
        proof.sign(new ECDSASigner(key));
        return proof.serialize();
    }
}
