package dev.legato.allinone;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.legato.account.token.SigningKeys;
import dev.legato.account.vault.MasterKey;
import dev.legato.account.vault.Vault;
import dev.legato.contracts.LegatoService;
import dev.legato.embedded.EmbeddedIssuer;
import dev.legato.embedded.SharedBackends;
import dev.legato.runtime.ServiceProcess;
import dev.legato.runtime.VertxFactory;
import dev.legato.runtime.postgres.Postgres;
import dev.legato.runtime.postgres.PostgresSettings;
import dev.legato.runtime.settings.Settings;
import dev.legato.testing.Answer;
import dev.legato.testing.ApiClient;
import dev.legato.testing.Call;
import dev.legato.testing.ForgedTokens;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.json.JsonObject;
import io.vertx.sqlclient.Pool;
import java.math.BigInteger;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.PrivateKey;
import java.security.PublicKey;
import java.security.Signature;
import java.security.interfaces.ECPublicKey;
import java.security.spec.ECPoint;
import java.security.spec.ECPrivateKeySpec;
import java.security.spec.ECPublicKeySpec;
import java.sql.DriverManager;
import java.time.Clock;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Base64;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Every service that looks at tokens, alone, before every token of {@link ForgedTokens}. */
final class ForgedTokensIT {
    private static final String MASTER_KEY = Base64.getEncoder().encodeToString(new byte[32]);
    private static final String ISSUER = EmbeddedIssuer.NAME;

    @TempDir
    private Path folder;

    /** What signs, and what an attacker knows of it. */
    private record Key(String id, ForgedTokens.Signer signer, PublicKey open) {}

    @ParameterizedTest
    @CsvSource({
        "GATEWAY, GET, /v1/me",
        "METADATA, GET, /v1/tracks",
        "PLAYLIST, GET, /v1/me/playlists",
        "INGEST, POST, /v1/events",
        "ANALYTICS, GET, /v1/me/history",
        "RECOMMEND, GET, /v1/me/recommendations",
        "SEARCH, GET, /v1/search",
        "ACCOUNT, DELETE, /v1/sessions/current",
    })
    void call_forgedToken_is401WithChallenge(LegatoService service, String method, String path) throws Exception {
        URI postgres = SharedBackends.postgres();
        try (EmbeddedIssuer issuer = EmbeddedIssuer.temporary()) {
            Settings settings = Settings.of(settings(service, postgres, issuer));
            ServiceProcess process = ServiceProcess.create(settings, VertxFactory.UNCLUSTERED, Clock.systemUTC())
                    .await(60, TimeUnit.SECONDS);
            int port = process.start(Services.create(service, settings))
                    .await(120, TimeUnit.SECONDS)
                    .port();
            try (ApiClient client = new ApiClient(port)) {
                Key key = service == LegatoService.ACCOUNT
                        ? accountsOwn(postgres, (ECPublicKey) issuer.publicKey())
                        : new Key(EmbeddedIssuer.KEY_ID, issuer::sign, issuer.publicKey());
                Call call = Call.of(method, path);
                Instant now = Clock.systemUTC().instant();
                Answer good = client.send(
                        call.with("Authorization", "Bearer " + ForgedTokens.good(key.signer(), key.id(), ISSUER, now)));
                assertNotEquals(401, good.status(), "a good token is let in");
                Map<String, String> forged = ForgedTokens.all(key.signer(), key.id(), key.open(), ISSUER, now);
                assertTrue(forged.size() >= 80);
                List<String> wrong = new ArrayList<>();
                forged.forEach((what, token) -> {
                    Answer answer = client.send(call.with("Authorization", "Bearer " + token));
                    if (answer.status() != 401
                            || !answer.header("WWW-Authenticate").startsWith("Bearer")) {
                        wrong.add("%s: %d %s".formatted(what, answer.status(), answer.header("WWW-Authenticate")));
                    }
                });
                assertEquals(List.of(), wrong);
            } finally {
                process.stop().await(60, TimeUnit.SECONDS);
            }
        }
    }

    private Map<String, String> settings(LegatoService service, URI postgres, EmbeddedIssuer issuer) throws Exception {
        Map<String, String> settings = new HashMap<>(Map.of(
                "management.port",
                "0",
                service.label() + ".port",
                "0",
                "postgres.uri",
                postgres.toString(),
                "redis.uri",
                SharedBackends.redis().toString(),
                "kafka.bootstrap",
                SharedBackends.kafka(),
                "links.keys",
                "k1:" + MASTER_KEY,
                "tokens.jwks",
                issuer.jwks().toString(),
                "account.masterKey",
                MASTER_KEY,
                "analytics.stateDir",
                Files.createDirectories(folder.resolve("state")).toString()));
        settings.put("gateway.requestsPerNetwork", "1000000");
        settings.put("gateway.upstreams.account", "http://127.0.0.1:9");
        return settings;
    }

    private static byte[] decrypted(URI postgres, String id, byte[] sealed) throws Exception {
        Vertx vertx = Vertx.vertx();
        try {
            MasterKey master = MasterKey.from(Settings.of(Map.of("account.masterKey", MASTER_KEY)));
            Pool pool = Postgres.open(vertx, new PostgresSettings(postgres, 1), "account")
                    .await(60, TimeUnit.SECONDS);
            Vault vault = Vault.open(pool, master).await(60, TimeUnit.SECONDS);
            return vault.decrypt(sealed, SigningKeys.SEALED.context(id));
        } finally {
            vertx.close().await(30, TimeUnit.SECONDS);
        }
    }

    /** account-api verifies with the keys of its database alone: the test opens one as the owner of the master key may. */
    private static Key accountsOwn(URI postgres, ECPublicKey curve) throws Exception {
        String[] user = postgres.getUserInfo().split(":", 2);
        String url = "jdbc:postgresql://%s:%d%s".formatted(postgres.getHost(), postgres.getPort(), postgres.getPath());
        try (var connection = DriverManager.getConnection(url, user[0], user[1]);
                var rows =
                        connection.createStatement().executeQuery("SELECT id, sealed_key FROM account.signing_keys")) {
            assertTrue(rows.next());
            String id = rows.getString(1);
            JsonObject jwk = new JsonObject(Buffer.buffer(decrypted(postgres, id, rows.getBytes(2))));
            KeyFactory factory = KeyFactory.getInstance("EC");
            PrivateKey key = factory.generatePrivate(new ECPrivateKeySpec(number(jwk, "d"), curve.getParams()));
            PublicKey open = factory.generatePublic(
                    new ECPublicKeySpec(new ECPoint(number(jwk, "x"), number(jwk, "y")), curve.getParams()));
            return new Key(id, signed -> signature(key, signed), open);
        }
    }

    private static byte[] signature(PrivateKey key, byte[] signed) throws GeneralSecurityException {
        Signature signature = Signature.getInstance("SHA256withECDSAinP1363Format");
        signature.initSign(key);
        signature.update(signed);
        return signature.sign();
    }

    private static BigInteger number(JsonObject jwk, String member) {
        return new BigInteger(1, Base64.getUrlDecoder().decode(jwk.getString(member)));
    }
}
