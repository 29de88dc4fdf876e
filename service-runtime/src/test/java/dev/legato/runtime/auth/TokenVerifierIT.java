package dev.legato.runtime.auth;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.legato.contracts.Revocation;
import dev.legato.contracts.Revocation.Kind;
import dev.legato.runtime.problem.ProblemException;
import dev.legato.testing.Eventually;
import dev.legato.testing.ForgedTokens;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.json.JsonObject;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Which tokens a verifier accepts, for how long, and what it remembers. */
final class TokenVerifierIT implements Issuer {
    private static final Instant START = Clock.systemUTC().instant();

    private final Vertx vertx = Vertx.vertx();
    private volatile Duration ahead = Duration.ZERO;
    private volatile List<Revocation> revoked = List.of();
    private volatile boolean up = true;
    private final AtomicInteger polls = new AtomicInteger();

    @TempDir
    private Path folder;

    private TestTokens tokens;
    private TokenVerifier verifier;
    private volatile String keySet;

    @BeforeEach
    void create() throws Exception {
        tokens = TestTokens.create(folder);
        keySet = Files.readString(Path.of(tokens.keySet()));
        InstantSource clock = () -> START.plus(ahead);
        verifier = TokenVerifier.of(vertx, tokens.settings(), clock.withZone(ZoneOffset.UTC), this);
    }

    @AfterEach
    void disconnect() throws Exception {
        verifier.close().await(10, TimeUnit.SECONDS);
        vertx.close().await(10, TimeUnit.SECONDS);
    }

    @Override
    public Future<String> keySet() {
        return up ? Future.succeededFuture(keySet) : Future.failedFuture("down");
    }

    @Override
    public Future<Revocation.Page> revocations(String after) {
        polls.incrementAndGet();
        return up
                ? Future.succeededFuture(new Revocation.Page(revoked, "1.0", null, Set.of()))
                : Future.failedFuture("down");
    }

    @Test
    void verify_forgedTokens_areAllRefused() throws Exception {
        var forged =
                ForgedTokens.all(tokens::signature, "test", tokens.publicKey(), TestTokens.ISSUER.toString(), START);
        assertTrue(forged.size() >= 80, "tokens: " + forged.size());
        verify(ForgedTokens.good(tokens::signature, "test", TestTokens.ISSUER.toString(), START));
        List<String> accepted = new ArrayList<>();
        forged.forEach((what, token) -> {
            try {
                verify(token);
                accepted.add(what);
            } catch (ProblemException e) {
                assertEquals(401, e.problem().status(), what);
                assertTrue(e.problem().detail().length() < 300, what);
                assertEquals("Bearer error=\"invalid_token\"", e.challenge().orElse(""), what);
            }
        });
        assertEquals(List.of(), accepted);
    }

    @Test
    void verify_sameTokenAgain_isRememberedUntilItExpires() throws Exception {
        String token = token(600);
        Caller first = verify(token);
        assertSame(first, verify(token));
        ahead = Duration.ofSeconds(604);
        assertSame(first, verify(token));
        ahead = Duration.ofSeconds(605);
        assertRefused(token);
    }

    @ParameterizedTest
    @CsvSource({"ACCOUNT, a1", "SESSION, s1", "DEVICE, d1", "TOKEN, j1"})
    void verify_revoked_isRefusedThoughItWasRemembered(Kind kind, String id) throws Exception {
        String token = signed(600, "j1");
        verify(token);
        revoked = List.of(new Revocation(kind, "another", now(), now().plusSeconds(600)));
        awaitPoll();
        verify(token);
        revoked = List.of(new Revocation(kind, id, now(), now().plusSeconds(600)));
        Eventually.eventually(() -> isRefused(token));
    }

    @Test
    void verify_accountRevokedBeforeItsTokenWasIssued_isAccepted() throws Exception {
        revoked = List.of(new Revocation(Kind.ACCOUNT, "a1", now(), now().plusSeconds(600)));
        ahead = Duration.ofMillis(1_001); // these tokens' times have whole seconds
        verify(token(600));
        ahead = Duration.ZERO;
        assertTrue(isRefused(token(500)));
    }

    @Test
    void verify_issuerDownAtFirst_is503UntilItIsBack() throws Exception {
        up = false;
        String token = token(600);
        ProblemException refused = assertThrows(ProblemException.class, () -> verify(token));
        assertEquals(503, refused.problem().status());
        assertThrows(Exception.class, () -> verifier.check().await(10, TimeUnit.SECONDS));
        up = true;
        ahead = Duration.ofSeconds(2);
        assertEquals("a1", verify(token).account());
        up = false;
        awaitPoll();
        assertEquals("a1", verify(token(500)).account(), "it goes on with what it knows");
    }

    @Test
    void verify_keyThatWasTakenBack_isRefusedThoughItsTokenWasRemembered() throws Exception {
        String token = token(600);
        verify(token);
        keySet = "{\"keys\": []}";
        ahead = Duration.ofSeconds(11);
        assertThrows(
                ProblemException.class,
                () -> verify(tokens.signed(
                        "{\"alg\":\"ES256\",\"kid\":\"new\",\"typ\":\"at+jwt\"}",
                        TestTokens.claims(now(), 60).encode())));
        assertRefused(token);
    }

    @ParameterizedTest
    @CsvSource({"Basic eDp5", "Bearer", "Token x", "''", "DPoP e30.e30.AA"})
    void verify_noBearerToken_is401ThatNamesBothKinds(String authorization) {
        ProblemException refused = assertThrows(
                ProblemException.class, () -> verifier.verify(authorization).await(10, TimeUnit.SECONDS));
        assertEquals(401, refused.problem().status());
        assertTrue(refused.challenge().orElse("").startsWith("Bearer"));
    }

    private void awaitPoll() throws Exception {
        int before = polls.get();
        Eventually.eventually(() -> polls.get() > before + 1);
    }

    private Instant now() {
        return START.plus(ahead);
    }

    private String token(int seconds) throws Exception {
        return signed(seconds, "j" + seconds);
    }

    private String signed(int seconds, String id) throws Exception {
        JsonObject claims = TestTokens.claims(now(), seconds)
                .put("jti", id)
                .put("sid", "s1")
                .put("device", "d1");
        return tokens.signed(TestTokens.HEADER, claims.encode());
    }

    private Caller verify(String token) {
        try {
            return verifier.verify("Bearer " + token).await(10, TimeUnit.SECONDS);
        } catch (TimeoutException e) {
            throw new AssertionError(e);
        }
    }

    private boolean isRefused(String token) {
        try {
            return verify(token) == null;
        } catch (ProblemException e) {
            return e.problem().status() == 401;
        }
    }

    private void assertRefused(String token) {
        ProblemException refused = assertThrows(ProblemException.class, () -> verify(token));
        assertEquals(401, refused.problem().status(), refused.problem().detail());
    }
}
