package dev.legato.allinone;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.JWSHeader;
import com.nimbusds.jose.JWSObject;
import com.nimbusds.jose.Payload;
import com.nimbusds.jose.crypto.ECDSASigner;
import com.nimbusds.jose.jwk.Curve;
import com.nimbusds.jose.jwk.ECKey;
import com.nimbusds.jose.jwk.gen.ECKeyGenerator;
import dev.legato.contracts.LegatoService;
import dev.legato.contracts.Sha256;
import dev.legato.testing.Answer;
import dev.legato.testing.ApiClient;
import dev.legato.testing.Call;
import dev.legato.testing.Eventually;
import io.vertx.core.json.JsonObject;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Base64;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * How long a revoked token goes on being taken, by kind of revocation and service, in a running {@code up}. The times are printed:
 * they are what docs/measurements.md states; the bound here is for machines with other work.
 */
final class RevocationIT {
    private static final Duration BOUND = Duration.ofSeconds(10);
    private static final String PASSWORD = "correct horse battery";
    private static final String SECRET = "a-secret-of-a-client-long-and-random";

    /** Where each service that looks at tokens shows what it thinks of one, be it a listener's or a program's own. */
    private static final Map<LegatoService, Call> ASKED = Map.of(
            LegatoService.GATEWAY, Call.get("/v1/tracks"),
            LegatoService.ACCOUNT, Call.get("/v1/me/devices"),
            LegatoService.METADATA, Call.get("/v1/tracks"),
            LegatoService.PLAYLIST, Call.get("/v1/me/playlists"),
            LegatoService.INGEST, Call.of("POST", "/v1/events").json("{}"),
            LegatoService.ANALYTICS, Call.get("/v1/me/history"),
            LegatoService.RECOMMEND, Call.get("/v1/me/recommendations"));

    @TempDir
    private Path folder;

    private final Map<LegatoService, ApiClient> clients = new EnumMap<>(LegatoService.class);

    /** A token, and what revokes it. */
    private record Case(String kind, String token, Call revoke) {}

    @Test
    void revoke_eachKind_reachesEveryServiceAndSurvivesItsRestart() throws Exception {
        Map<String, String> settings = Map.of(
                "gateway.requestsPerNetwork",
                "1000000",
                "gateway.requestsPerWindow",
                "1000000",
                "account.clients",
                "tester:%s:user-read-private".formatted(Sha256.hex(SECRET.getBytes(StandardCharsets.UTF_8))));
        List<Case> cases;
        String kept;
        try (RunningStack up = RunningStack.start(folder.resolve("data"), settings)) {
            connect(up);
            cases = cases();
            kept = logIn("kept@example.org");
            for (Case revoked : cases) {
                measure(revoked);
            }
            assertTaken(kept, "nobody else's token is revoked");
        } finally {
            clients.values().forEach(ApiClient::close);
        }
        try (RunningStack up = RunningStack.start(folder.resolve("data"), settings)) {
            connect(up);
            for (LegatoService service : ASKED.keySet()) {
                for (Case revoked : cases) {
                    assertEquals(401, status(service, revoked.token()), revoked.kind() + " at " + service);
                }
            }
            assertTaken(kept, "after a restart");
        } finally {
            clients.values().forEach(ApiClient::close);
        }
    }

    private void measure(Case revoked) throws Exception {
        assertTaken(revoked.token(), revoked.kind() + " before");
        int status = send(LegatoService.GATEWAY, revoked.revoke()).status();
        assertTrue(status >= 200 && status < 300, revoked.kind() + ": " + status);
        long begun = System.nanoTime();
        Map<LegatoService, Future<Long>> waits = new EnumMap<>(LegatoService.class);
        try (ExecutorService callers = Executors.newVirtualThreadPerTaskExecutor()) {
            for (LegatoService service : ASKED.keySet()) {
                waits.put(service, callers.submit(() -> {
                    int _ = Eventually.eventually(
                            BOUND, () -> status(service, revoked.token()), answer -> answer == 401);
                    return Duration.ofNanos(System.nanoTime() - begun).toMillis();
                }));
            }
        }
        List<String> row = new ArrayList<>();
        for (Map.Entry<LegatoService, Future<Long>> wait : waits.entrySet()) {
            row.add("%s %d ms".formatted(wait.getKey().label(), wait.getValue().get()));
        }
        System.out.printf("revoked %-8s %s%n", revoked.kind(), row.stream().collect(Collectors.joining(", ")));
    }

    private List<Case> cases() throws Exception {
        String session = logIn("session@example.org");
        String account = logIn("account@example.org");
        String device = deviceToken();
        String basic =
                "Basic " + Base64.getEncoder().encodeToString(("tester:" + SECRET).getBytes(StandardCharsets.UTF_8));
        String own =
                form("/oauth2/token", "grant_type=client_credentials", basic).text("access_token");
        return List.of(
                new Case("session", session, bearer(Call.delete("/v1/sessions/current"), session)),
                new Case(
                        "account",
                        account,
                        bearer(Call.delete("/v1/me"), account).json(new JsonObject().put("password", PASSWORD))),
                new Case("device", device, bearer(Call.delete("/v1/me/devices/" + deviceId(device)), device)),
                new Case("token", own, formCall("/oauth2/revoke", "token=" + own, basic)));
    }

    private String logIn(String email) {
        return session(email).text("accessToken");
    }

    private Answer session(String email) {
        JsonObject person = new JsonObject().put("email", email).put("password", PASSWORD);
        assertEquals(
                201,
                send(
                                LegatoService.GATEWAY,
                                Call.post("/v1/accounts", person.copy().put("name", "Clara")))
                        .status());
        return send(LegatoService.GATEWAY, Call.post("/v1/sessions", person));
    }

    /** Of a session on a device that was registered. */
    private String deviceToken() throws Exception {
        Answer session = session("device@example.org");
        String token = session.text("accessToken");
        String challenge = send(LegatoService.GATEWAY, bearer(Call.of("POST", "/v1/me/devices/challenges"), token))
                .text("challenge");
        ECKey key = new ECKeyGenerator(Curve.P_256).generate();
        JWSObject proof = new JWSObject(new JWSHeader(JWSAlgorithm.ES256), new Payload(challenge));
        proof.sign(new ECDSASigner(key));
        JsonObject device = new JsonObject()
                .put("name", "Kitchen")
                .put("type", "speaker")
                .put("key", new JsonObject(key.toPublicJWK().toJSONString()))
                .put("challenge", challenge)
                .put("proof", proof.serialize());
        assertEquals(
                201,
                send(LegatoService.GATEWAY, bearer(Call.post("/v1/me/devices", device), token))
                        .status());
        return send(
                        LegatoService.GATEWAY,
                        Call.post(
                                "/v1/sessions/refresh",
                                new JsonObject().put("refreshToken", session.text("refreshToken"))))
                .text("accessToken");
    }

    private static String deviceId(String token) {
        byte[] claims = Base64.getUrlDecoder().decode(token.split("\\.")[1]);
        return new JsonObject(new String(claims, StandardCharsets.UTF_8)).getString("device");
    }

    private Answer form(String path, String form, String authorization) {
        return send(LegatoService.GATEWAY, formCall(path, form, authorization));
    }

    private static Call formCall(String path, String form, String authorization) {
        return Call.of("POST", path)
                .with("Authorization", authorization)
                .body("application/x-www-form-urlencoded", form);
    }

    private void connect(RunningStack up) {
        ASKED.keySet().forEach(service -> {
            URI url = up.stack().url(service);
            clients.put(service, new ApiClient(url.getPort()));
        });
    }

    private void assertTaken(String token, String when) {
        ASKED.keySet().forEach(service -> assertNotEquals(401, status(service, token), service + ", " + when));
    }

    private int status(LegatoService service, String token) {
        return send(service, bearer(ASKED.get(service), token)).status();
    }

    private Answer send(LegatoService service, Call call) {
        return clients.get(service).send(call);
    }

    private static Call bearer(Call call, String token) {
        return call.with("Authorization", "Bearer " + token);
    }
}
