package dev.legato.account;

import static dev.legato.account.AccountsUnderTest.bearer;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
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
import dev.legato.testing.Answer;
import dev.legato.testing.Eventually;
import io.vertx.core.json.JsonObject;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.Base64;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Devices and profiles, over real sockets on a real PostgreSQL. */
final class DevicesIT {
    private static final String PASSWORD = "correct horse battery";

    @TempDir
    private Path folder;

    private AccountsUnderTest accounts;
    private Answer session;

    @BeforeEach
    void start() throws Exception {
        accounts = new AccountsUnderTest(folder, Map.of("account.plans", "true"));
        assertEquals(201, accounts.signUp("clara@example.org").status());
        session = accounts.logIn("clara@example.org", PASSWORD);
    }

    @AfterEach
    void stop() throws Exception {
        accounts.close();
    }

    @Test
    void register_withProof_isListedAndRenamed() throws Exception {
        ECKey key = key();
        Answer device = register(session, "Kitchen", "speaker", key);
        assertEquals(201, device.status(), device.response().body());
        String path = device.header("Location");
        assertEquals("/v1/me/devices/" + device.text("id"), path);
        JsonObject list = accounts.get("/v1/me/devices", bearer(session)).json();
        assertEquals(3, list.getInteger("max"));
        assertEquals(device.json(), list.getJsonArray("items").getJsonObject(0));

        Answer changed = accounts.patch(path, "{\"name\": \"Living room\"}", bearer(session));
        assertEquals("Living room", changed.text("name"));
        assertEquals("speaker", changed.text("type"));
        Answer again = register(session, "Kitchen again", "tv", key);
        assertEquals(device.text("id"), again.text("id"), "the key keeps its device");
        assertEquals("tv", again.text("type"));
        assertEquals(
                404,
                accounts.patch("/v1/me/devices/" + "0".repeat(26), "{}", bearer(session))
                        .status());
    }

    @Test
    void register_withoutProof_isRefused() throws Exception {
        ECKey key = key();
        String challenge = challenge(session);
        assertEquals(
                400, register(session, key, proof(key(), challenge), challenge).status(), "another's key");
        assertEquals(
                400, register(session, key, proof(key, "another"), challenge).status());
        assertEquals(400, register(session, key, "a.b.c", challenge).status());
        assertEquals(
                400, register(session, key, proof(key, "made up"), "made up").status());
        assertEquals(
                201, register(session, key, proof(key, challenge), challenge).status());
        assertEquals(
                400, register(session, key, proof(key, challenge), challenge).status(), "used");
        String old = challenge(session);
        accounts.clock.advance(Duration.ofMinutes(6));
        assertEquals(400, register(session, key, proof(key, old), old).status(), "expired");
        assertEquals(201, accounts.signUp("robert@example.org").status());
        Answer robert = accounts.logIn("robert@example.org", PASSWORD);
        String hers = challenge(accounts.logIn("clara@example.org", PASSWORD));
        assertEquals(400, register(robert, key, proof(key, hers), hers).status(), "given to another account");
    }

    @Test
    void register_keyOfAnotherKind_isRefused() throws Exception {
        String challenge = challenge(session);
        ECKey key = key();
        String proof = proof(key, challenge);
        JsonObject open = new JsonObject(key.toPublicJWK().toJSONString());
        for (JsonObject wrong : new JsonObject[] {
            new JsonObject(key.toJSONString()),
            new JsonObject(
                    new ECKeyGenerator(Curve.P_384).generate().toPublicJWK().toJSONString()),
            open.copy().put("kty", "RSA"),
            open.copy().put("y", open.getString("x")),
            new JsonObject()
        }) {
            assertEquals(
                    400,
                    register(session, wrong, proof, challenge, "Kitchen", "speaker")
                            .status(),
                    wrong.encode());
        }
        assertEquals(
                400,
                register(session, open, proof, challenge, "Kitchen", "fridge").status());
        assertEquals(
                400, register(session, open, proof, challenge, " ", "speaker").status());
        assertEquals(
                201,
                register(session, open, proof, challenge, "Kitchen", "speaker").status());
    }

    @Test
    void register_moreThanThePlanAllows_isRefusedNamingThem() throws Exception {
        assertEquals(201, register(session, "Phone", "phone", key()).status());
        assertEquals(201, register(session, "Car", "car", key()).status());
        Answer third = register(session, "TV", "tv", key());
        assertEquals(201, third.status());
        Answer fourth = register(session, "Tablet", "tablet", key());
        assertEquals(409, fourth.status());
        assertEquals("urn:legato:problem:too-many-devices", fourth.text("type"));
        for (String named : new String[] {"3 devices", "Phone", "Car", "TV"}) {
            assertTrue(fourth.text("detail").contains(named), fourth.text("detail"));
        }
        Answer other = accounts.logIn("clara@example.org", PASSWORD);
        assertEquals(
                204,
                accounts.delete("/v1/me/devices/" + third.text("id"), bearer(other))
                        .status());
        assertEquals(201, register(other, "Tablet", "tablet", key()).status());
    }

    @Test
    void remove_device_endsItsSessionsOnly() throws Exception {
        Answer kitchen = accounts.logIn("clara@example.org", PASSWORD);
        Answer device = register(kitchen, "Kitchen", "speaker", key());
        String path = "/v1/me/devices/" + device.text("id");
        assertEquals(201, accounts.signUp("robert@example.org").status());
        Answer robert = accounts.logIn("robert@example.org", PASSWORD);
        assertEquals(404, accounts.delete(path, bearer(robert)).status(), "another account's");
        assertEquals(204, accounts.delete(path, bearer(session)).status());
        assertEquals(404, accounts.delete(path, bearer(session)).status());
        assertEquals(401, accounts.refresh(kitchen.text("refreshToken")).status());
        assertEquals(
                401,
                Eventually.eventually(
                        () -> accounts.get("/v1/me", bearer(kitchen)).status(), it -> it == 401));
        assertEquals(200, accounts.refresh(session.text("refreshToken")).status());
    }

    @Test
    void refresh_onADevice_writesWhenItWasSeenOnceInFiveMinutes() throws Exception {
        assertEquals(201, register(session, "Phone", "phone", key()).status());
        Instant registered = lastSeen(session);
        accounts.clock.advance(Duration.ofMinutes(4));
        Answer soon = accounts.refresh(session.text("refreshToken"));
        assertEquals(registered, lastSeen(soon));
        accounts.clock.advance(Duration.ofMinutes(2));
        Answer later = accounts.refresh(soon.text("refreshToken"));
        assertNotEquals(registered, lastSeen(later));
    }

    @Test
    void profiles_upToSix_chosenAndRemoved() {
        String[] clara = bearer(session);
        Answer child = accounts.post("/v1/me/profiles", "{\"name\": \"Robert\", \"explicit\": false}", clara);
        assertEquals(201, child.status(), child.response().body());
        for (int i = 0; i < 5; i++) {
            assertEquals(
                    201,
                    accounts.post("/v1/me/profiles", "{\"name\": \"P" + i + "\"}", clara)
                            .status());
        }
        assertEquals(
                409,
                accounts.post("/v1/me/profiles", "{\"name\": \"P6\"}", clara).status());
        assertEquals(
                6,
                accounts.get("/v1/me/profiles", clara)
                        .json()
                        .getJsonArray("items")
                        .size());
        String path = "/v1/me/profiles/" + child.text("id");
        assertEquals("Bob", accounts.patch(path, "{\"name\": \"Bob\"}", clara).text("name"));
        assertEquals(false, accounts.patch(path, "{}", clara).json().getBoolean("explicit"));

        String choice = new JsonObject().put("profile", child.text("id")).encode();
        assertEquals(204, accounts.put("/v1/me/profile", choice, clara).status());
        assertEquals(
                204,
                accounts.put("/v1/me/profile", "{\"profile\": null}", clara).status());
        assertEquals(204, accounts.put("/v1/me/profile", choice, clara).status());
        assertEquals(201, accounts.signUp("robert@example.org").status());
        String[] robert = bearer(accounts.logIn("robert@example.org", PASSWORD));
        assertEquals(404, accounts.put("/v1/me/profile", choice, robert).status(), "another account's");
        assertEquals(404, accounts.delete(path, robert).status());
        assertEquals(204, accounts.delete(path, clara).status());
        assertEquals(401, accounts.refresh(session.text("refreshToken")).status(), "a child's session is no adult's");
    }

    @Test
    void refresh_onADeviceUnderAChildsProfile_tokenSaysSo() throws Exception {
        Answer device = register(session, "Phone", "phone", key());
        Answer child = accounts.post("/v1/me/profiles", "{\"name\": \"Robert\", \"explicit\": false}", bearer(session));
        String choice = new JsonObject().put("profile", child.text("id")).encode();
        assertEquals(
                204, accounts.put("/v1/me/profile", choice, bearer(session)).status());
        JsonObject claims = claims(accounts.refresh(session.text("refreshToken")));
        assertEquals(device.text("id"), claims.getString("device"));
        assertEquals(child.text("id"), claims.getString("profile"));
        assertEquals(false, claims.getBoolean("explicit"));
        JsonObject before = claims(session);
        for (String claim : new String[] {"device", "profile", "explicit"}) {
            assertFalse(before.containsKey(claim), claim);
        }
    }

    private static JsonObject claims(Answer session) {
        String payload = session.text("accessToken").split("\\.")[1];
        return new JsonObject(new String(Base64.getUrlDecoder().decode(payload), StandardCharsets.UTF_8));
    }

    private Instant lastSeen(Answer with) {
        return accounts.get("/v1/me/devices", bearer(with))
                .json()
                .getJsonArray("items")
                .getJsonObject(0)
                .getInstant("lastSeenAt");
    }

    private String challenge(Answer with) {
        return accounts.post("/v1/me/devices/challenges", null, bearer(with)).text("challenge");
    }

    private Answer register(Answer with, String name, String type, ECKey key) throws Exception {
        String challenge = challenge(with);
        JsonObject open = new JsonObject(key.toPublicJWK().toJSONString());
        return register(with, open, proof(key, challenge), challenge, name, type);
    }

    private Answer register(Answer with, ECKey key, String proof, String challenge) {
        JsonObject open = new JsonObject(key.toPublicJWK().toJSONString());
        return register(with, open, proof, challenge, "Kitchen", "speaker");
    }

    private Answer register(Answer with, JsonObject key, String proof, String challenge, String name, String type) {
        JsonObject body = new JsonObject()
                .put("name", name)
                .put("type", type)
                .put("key", key)
                .put("challenge", challenge)
                .put("proof", proof);
        return accounts.post("/v1/me/devices", body.encode(), bearer(with));
    }

    private static ECKey key() throws Exception {
        return new ECKeyGenerator(Curve.P_256).generate();
    }

    private static String proof(ECKey key, String challenge) throws Exception {
        JWSObject proof = new JWSObject(new JWSHeader(JWSAlgorithm.ES256), new Payload(challenge));
        proof.sign(new ECDSASigner(key));
        return proof.serialize();
    }
}
