package dev.legato.account;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.legato.embedded.SharedBackends;
import dev.legato.runtime.auth.TokenSettings;
import dev.legato.runtime.auth.TokenVerifier;
import dev.legato.testing.Answer;
import dev.legato.testing.Eventually;
import io.vertx.core.Vertx;
import io.vertx.core.json.JsonObject;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Base64;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Two instances on one database, and services elsewhere that verify what they sign. */
final class KeyRotationIT {
    private static final Map<String, String> QUICK =
            Map.of("account.keyRotation", "1m", "account.guestsPerAddress", "1000000");

    private final Vertx vertx = Vertx.vertx();
    private final TurnableClock clock = new TurnableClock();

    @TempDir
    private Path folder;

    private URI postgres;
    private AccountsUnderTest one;
    private AccountsUnderTest other;
    private TokenVerifier elsewhere;

    @BeforeEach
    void start() throws Exception {
        postgres = SharedBackends.postgres();
        one = new AccountsUnderTest(postgres, folder, QUICK, clock);
        other = new AccountsUnderTest(postgres, folder, QUICK, clock);
        elsewhere = verifier(one);
    }

    @AfterEach
    void stop() throws Exception {
        elsewhere.close().await(10, TimeUnit.SECONDS);
        vertx.close().await(10, TimeUnit.SECONDS);
        one.close();
        other.close();
    }

    @Test
    void instances_startedSideBySide_signWithOneKey() {
        assertEquals(keyIds(one), keyIds(other));
        assertEquals(1, keyIds(one).size());
    }

    @Test
    void rotation_underLoad_refusesNoRequest() throws Exception {
        AtomicBoolean going = new AtomicBoolean(true);
        Set<String> signedWith = new HashSet<>();
        try (ExecutorService callers = Executors.newVirtualThreadPerTaskExecutor()) {
            Future<Integer> load = callers.submit(() -> {
                int calls = 0;
                while (going.get()) {
                    AccountsUnderTest issuing = calls % 2 == 0 ? one : other;
                    AccountsUnderTest asked = calls % 3 == 0 ? one : other;
                    String token = issuing.post("/v1/sessions/guest", null, "X-Call", String.valueOf(calls))
                            .text("accessToken");
                    signedWith.add(keyId(token));
                    assertEquals(
                            200,
                            asked.get("/v1/me", "Authorization", "Bearer " + token)
                                    .status());
                    var _ = elsewhere.verify("Bearer " + token).await(10, TimeUnit.SECONDS);
                    calls++;
                }
                return calls;
            });
            String first = keyIds(one).iterator().next();
            // The next key is published half a minute before it signs.
            clock.advance(Duration.ofSeconds(31));
            Eventually.eventually(() -> keyIds(one).size() == 2 && keyIds(other).equals(keyIds(one)));
            clock.advance(Duration.ofSeconds(30));
            String token = Eventually.eventually(
                    () -> one.post("/v1/sessions/guest", null).text("accessToken"),
                    signed -> !keyId(signed).equals(first));
            assertEquals(
                    200, other.get("/v1/me", "Authorization", "Bearer " + token).status());
            going.set(false);
            assertTrue(load.get(60, TimeUnit.SECONDS) > 10);
        }
        assertEquals(2, signedWith.size());
    }

    @Test
    void revocation_reachesTheOthers_within2Seconds_andSurvivesTheirRestart() throws Exception {
        Answer guest = one.post("/v1/sessions/guest", null);
        String bearer = "Bearer " + guest.text("accessToken");
        assertFalse(isRefused(elsewhere, bearer));
        assertEquals(
                204,
                one.delete("/v1/sessions/current", AccountsUnderTest.bearer(guest))
                        .status());
        long revoked = System.nanoTime();
        Eventually.eventually(() -> isRefused(elsewhere, bearer));
        Duration took = Duration.ofNanos(System.nanoTime() - revoked);
        assertTrue(took.compareTo(Duration.ofSeconds(10)) < 0, "took " + took);
        TokenVerifier restarted = verifier(other);
        try {
            assertTrue(isRefused(restarted, bearer));
        } finally {
            restarted.close().await(10, TimeUnit.SECONDS);
        }
    }

    @Test
    void issuerStopped_callersGoOn() throws Exception {
        TokenVerifier verifier;
        String seen;
        String unseen;
        try (AccountsUnderTest brief = new AccountsUnderTest(postgres, folder, QUICK, clock)) {
            verifier = verifier(brief);
            seen = "Bearer " + brief.post("/v1/sessions/guest", null).text("accessToken");
            unseen = "Bearer " + brief.post("/v1/sessions/guest", null).text("accessToken");
            assertFalse(isRefused(verifier, seen));
        }
        try {
            assertFalse(isRefused(verifier, seen));
            assertFalse(isRefused(verifier, unseen), "one that was not verified before");
        } finally {
            verifier.close().await(10, TimeUnit.SECONDS);
        }
    }

    @Test
    void start_withAnotherMasterKey_saysSo() {
        Exception refused = assertThrows(
                Exception.class,
                () -> new AccountsUnderTest(postgres, folder, Map.of("account.masterKey", "A".repeat(42) + "E=")));
        assertTrue(String.valueOf(refused.getMessage()).startsWith("account.masterKey"), refused.toString());
    }

    private TokenVerifier verifier(AccountsUnderTest issuer) {
        URI base = URI.create("http://127.0.0.1:" + issuer.port());
        TokenSettings settings = new TokenSettings(
                URI.create("http://localhost:8080"),
                "legato",
                base.resolve("/oauth2/jwks.json"),
                base.resolve("/oauth2/revocations"));
        return new TokenVerifier(vertx, settings, clock);
    }

    private static boolean isRefused(TokenVerifier verifier, String bearer) throws Exception {
        return verifier.verify(bearer).map(false).otherwise(true).await(10, TimeUnit.SECONDS);
    }

    private static Set<String> keyIds(AccountsUnderTest instance) {
        Set<String> ids = new HashSet<>();
        instance.get("/oauth2/jwks.json")
                .json()
                .getJsonArray("keys")
                .forEach(key -> ids.add(((JsonObject) key).getString("kid")));
        return ids;
    }

    private static String keyId(String token) {
        byte[] header = Base64.getUrlDecoder().decode(token.split("\\.")[0]);
        return new JsonObject(new String(header, StandardCharsets.UTF_8)).getString("kid");
    }
}
