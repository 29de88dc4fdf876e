package dev.legato.account;

import dev.legato.account.person.AuditLog;
import dev.legato.account.person.EmailAddress;
import dev.legato.account.person.PersonStore;
import dev.legato.account.person.Role;
import dev.legato.account.signin.Administration;
import dev.legato.account.signin.OneTimeTokens;
import dev.legato.account.token.Revocations;
import dev.legato.account.vault.MasterKey;
import dev.legato.account.vault.Vault;
import dev.legato.contracts.Sha256;
import dev.legato.embedded.SharedBackends;
import dev.legato.runtime.RunningService;
import dev.legato.runtime.ServiceContext;
import dev.legato.runtime.health.Health;
import dev.legato.runtime.postgres.Postgres;
import dev.legato.runtime.postgres.PostgresSettings;
import dev.legato.runtime.settings.Settings;
import dev.legato.testing.Answer;
import dev.legato.testing.ApiClient;
import dev.legato.testing.Call;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.vertx.core.Vertx;
import io.vertx.core.json.JsonObject;
import io.vertx.sqlclient.Pool;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Duration;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.jspecify.annotations.Nullable;

/** A running account-api on a database of its own, and an HTTP client before it. */
final class AccountsUnderTest implements AutoCloseable {
    /** 32 bytes, from 32 to 63. */
    static final String MASTER_KEY = "ICEiIyQlJicoKSorLC0uLzAxMjM0NTY3ODk6Ozw9Pj8=";

    static final String SECRET = "an importer's secret, long and random";

    final TurnableClock clock;
    final SimpleMeterRegistry meters = new SimpleMeterRegistry();

    private final Vertx vertx = Vertx.vertx();
    private final Health health = new Health();
    private final RunningService service;
    private final ApiClient http;
    private final URI postgres;
    private @Nullable Pool pool;

    AccountsUnderTest(Path folder, Map<String, String> more) throws Exception {
        this(SharedBackends.postgres(), folder, more);
    }

    AccountsUnderTest(URI postgres, Path folder, Map<String, String> more) throws Exception {
        this(postgres, folder, more, new TurnableClock());
    }

    /** An instance whose clock goes with those of others. */
    AccountsUnderTest(URI postgres, Path folder, Map<String, String> more, TurnableClock clock) throws Exception {
        this.clock = clock;
        this.postgres = postgres;
        Map<String, String> values = new HashMap<>(Map.of(
                "account.port",
                "0",
                // Nothing listens there, and closing waits for an attempt to reach it that is under way.
                "kafka.bootstrap",
                "127.0.0.1:1",
                "kafka.client.default.api.timeout.ms",
                "500",
                "kafka.client.request.timeout.ms",
                "500",
                "account.masterKey",
                MASTER_KEY,
                "account.clients",
                "importer:" + sha256(SECRET) + ":catalogue-write+user-read-private",
                "postgres.uri",
                postgres.toString()));
        values.putAll(more);
        service = new AccountService(AccountSettings.from(Settings.of(values)))
                .start(new ServiceContext(vertx, health, meters, clock))
                .await(120, TimeUnit.SECONDS);
        http = new ApiClient(service.port());
    }

    int port() {
        return service.port();
    }

    Health health() {
        return health;
    }

    Vertx vertx() {
        return vertx;
    }

    /** What the console can do, on the same database. */
    Administration administration() {
        if (pool == null) {
            pool = Postgres.open(vertx, new PostgresSettings(postgres, 2), "account")
                    .toCompletionStage()
                    .toCompletableFuture()
                    .join();
        }
        Vault vault = vault();
        return new Administration(
                pool,
                new PersonStore(pool, vault, clock),
                new OneTimeTokens(pool, vault, new SecureRandom(), clock),
                new Revocations(pool, clock, Duration.ofMinutes(10)),
                new AuditLog(pool, clock),
                URI.create("http://localhost:8080"));
    }

    void makeAdmin(String email) throws Exception {
        setAdmin(email, true);
    }

    void setAdmin(String email, boolean admin) throws Exception {
        Administration console = administration();
        var person = console.find(EmailAddress.parse(email))
                .await(30, TimeUnit.SECONDS)
                .orElseThrow();
        console.setRole(Administration.CONSOLE, person, Role.ADMIN, admin).await(30, TimeUnit.SECONDS);
    }

    private Vault vault() {
        return Vault.open(pool, MasterKey.from(Settings.of(Map.of("account.masterKey", MASTER_KEY))))
                .toCompletionStage()
                .toCompletableFuture()
                .join();
    }

    Answer post(String path, @Nullable String json, String... headers) {
        Call call = Call.of("POST", path).with(headers);
        return http.send(json == null ? call : call.json(json));
    }

    CompletableFuture<Answer> postAsync(String path, String json) {
        return http.sendAsync(Call.of("POST", path).json(json));
    }

    Answer submit(String path, String form, String... headers) {
        return http.send(Call.of("POST", path).with(headers).body("application/x-www-form-urlencoded", form));
    }

    Answer form(String form, String... headers) {
        return http.send(
                Call.of("POST", "/oauth2/token").with(headers).body("application/x-www-form-urlencoded", form));
    }

    Answer send(Call call) {
        return http.send(call);
    }

    Answer get(String path, String... headers) {
        return http.send(Call.get(path).with(headers));
    }

    Answer delete(String path, String... headers) {
        return http.send(Call.delete(path).with(headers));
    }

    Answer put(String path, String json, String... headers) {
        return http.send(Call.of("PUT", path).with(headers).json(json));
    }

    Answer patch(String path, String json, String... headers) {
        return http.send(Call.of("PATCH", path).with(headers).json(json));
    }

    Answer signUp(String email, String... headers) {
        return post(
                "/v1/accounts",
                new JsonObject()
                        .put("email", email)
                        .put("password", "correct horse battery")
                        .put("name", "Clara")
                        .encode(),
                headers);
    }

    Answer logIn(String email, String password, String... headers) {
        return post(
                "/v1/sessions",
                new JsonObject().put("email", email).put("password", password).encode(),
                headers);
    }

    Answer refresh(String token) {
        return post(
                "/v1/sessions/refresh",
                new JsonObject().put("refreshToken", token).encode());
    }

    /** Puts bytes that are said to be a picture. */
    HttpResponse<byte[]> upload(String path, byte[] bytes, String... headers) throws IOException, InterruptedException {
        try (HttpClient client = HttpClient.newHttpClient()) {
            return client.send(
                    HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + port() + path))
                            .headers(headers)
                            .header("Content-Type", "image/png")
                            .PUT(BodyPublishers.ofByteArray(bytes))
                            .build(),
                    BodyHandlers.ofByteArray());
        }
    }

    static String[] bearer(Answer session) {
        return new String[] {"Authorization", "Bearer " + session.json().getString("accessToken")};
    }

    static String sha256(String text) {
        return HexFormat.of().formatHex(Sha256.of(text.getBytes(StandardCharsets.UTF_8)));
    }

    @Override
    public void close() throws TimeoutException {
        http.close();
        service.stop().await(30, TimeUnit.SECONDS);
        vertx.close().await(30, TimeUnit.SECONDS);
    }
}
