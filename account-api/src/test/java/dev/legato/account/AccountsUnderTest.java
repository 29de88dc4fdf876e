package dev.legato.account;

import dev.legato.embedded.SharedBackends;
import dev.legato.runtime.RunningService;
import dev.legato.runtime.ServiceContext;
import dev.legato.runtime.health.Health;
import dev.legato.runtime.settings.Settings;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.vertx.core.Vertx;
import io.vertx.core.json.JsonObject;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
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
    static final String SECRET = "an importer's secret, long and random";

    final TurnableClock clock = new TurnableClock();
    final SimpleMeterRegistry meters = new SimpleMeterRegistry();

    private final Vertx vertx = Vertx.vertx();
    private final Health health = new Health();
    private final RunningService service;
    private final HttpClient http = HttpClient.newHttpClient();

    AccountsUnderTest(Path folder, Map<String, String> more) throws Exception {
        this(SharedBackends.postgres(), folder, more);
    }

    AccountsUnderTest(URI postgres, Path folder, Map<String, String> more) throws Exception {
        Map<String, String> values = new HashMap<>(Map.of(
                "account.port",
                "0",
                "account.signingKey",
                folder.resolve("keys/signing.jwk").toString(),
                "account.clients",
                "importer:" + sha256(SECRET) + ":catalogue:write+listen",
                "postgres.uri",
                postgres.toString()));
        values.putAll(more);
        service = new AccountService(AccountSettings.from(Settings.of(values)))
                .start(new ServiceContext(vertx, health, meters, clock))
                .await(120, TimeUnit.SECONDS);
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

    Answer post(String path, @Nullable String json, String... headers) {
        return send(request(path, headers).POST(body(json)).header("Content-Type", "application/json"));
    }

    CompletableFuture<Answer> postAsync(String path, String json) {
        return http.sendAsync(
                        request(path)
                                .POST(body(json))
                                .header("Content-Type", "application/json")
                                .build(),
                        BodyHandlers.ofString())
                .thenApply(Answer::new);
    }

    Answer form(String form, String... headers) {
        return send(request("/oauth2/token", headers)
                .POST(body(form))
                .header("Content-Type", "application/x-www-form-urlencoded"));
    }

    Answer get(String path, String... headers) {
        return send(request(path, headers).GET());
    }

    Answer delete(String path, String... headers) {
        return send(request(path, headers).DELETE());
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

    static String[] bearer(Answer session) {
        return new String[] {"Authorization", "Bearer " + session.json().getString("accessToken")};
    }

    static String sha256(String text) {
        return HexFormat.of().formatHex(Sha256.of(text.getBytes(StandardCharsets.UTF_8)));
    }

    /** An answer, its body JSON. */
    record Answer(HttpResponse<String> response) {
        int status() {
            return response.statusCode();
        }

        JsonObject json() {
            return new JsonObject(response.body());
        }

        String text(String member) {
            return json().getString(member);
        }

        String header(String name) {
            return response.headers().firstValue(name).orElse("");
        }
    }

    private HttpRequest.Builder request(String path, String... headers) {
        HttpRequest.Builder request = HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + port() + path))
                .timeout(Duration.ofSeconds(30));
        return headers.length == 0 ? request : request.headers(headers);
    }

    private static HttpRequest.BodyPublisher body(@Nullable String text) {
        return text == null ? BodyPublishers.noBody() : BodyPublishers.ofString(text);
    }

    private Answer send(HttpRequest.Builder request) {
        try {
            return new Answer(http.send(request.build(), BodyHandlers.ofString()));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }

    @Override
    public void close() throws TimeoutException {
        http.close();
        service.stop().await(30, TimeUnit.SECONDS);
        vertx.close().await(30, TimeUnit.SECONDS);
    }
}
