package dev.legato.search;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.legato.embedded.EmbeddedIssuer;
import dev.legato.runtime.RunningService;
import dev.legato.runtime.ServiceProcess;
import dev.legato.runtime.VertxFactory;
import dev.legato.runtime.settings.Settings;
import dev.legato.testing.Answer;
import dev.legato.testing.ApiClient;
import dev.legato.testing.Call;
import io.vertx.core.json.JsonObject;
import java.net.URI;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Clock;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/** A process with a search-api, and an HTTP client before it. */
final class SearchUnderTest implements AutoCloseable {
    private static final Clock CLOCK = Clock.systemUTC();

    private final EmbeddedIssuer issuer;
    private final ServiceProcess process;
    private final RunningService service;
    private final ApiClient client;
    private final ApiClient management;

    SearchUnderTest(EmbeddedIssuer issuer, URI postgres, String kafka, Path folder, Map<String, String> more)
            throws Exception {
        this.issuer = issuer;
        Map<String, String> values = new HashMap<>(Map.of(
                "search.port",
                "0",
                "management.port",
                "0",
                "search.indexFolder",
                folder.toString(),
                "links.edgeUrl",
                "https://edge.example.org",
                "tokens.jwks",
                issuer.jwks().toString(),
                "postgres.uri",
                postgres.toString(),
                "kafka.bootstrap",
                kafka));
        values.putAll(more);
        Settings settings = Settings.of(values);
        process =
                ServiceProcess.create(settings, VertxFactory.UNCLUSTERED, CLOCK).await(20, TimeUnit.SECONDS);
        service =
                process.start(new SearchService(SearchSettings.from(settings))).await(60, TimeUnit.SECONDS);
        process.ready();
        client = new ApiClient(service.port());
        management = new ApiClient(process.managementPort());
    }

    int port() {
        return service.port();
    }

    boolean isReady() {
        return management.send(Call.get("/health/ready")).status() == 200;
    }

    Answer manage(Call call) {
        return management.send(call);
    }

    String authorization(String account, String scope) {
        return issuer.authorization(account, CLOCK.instant().plusSeconds(600), scope);
    }

    Answer send(String account, Call call) {
        return client.send(call.with("Authorization", authorization(account, "streaming")));
    }

    /** Sends with further claims in the token, members of a JSON object each with a comma behind it. */
    Answer sendAs(String claims, Call call) {
        return client.send(call.with(
                "Authorization",
                issuer.authorizationWith(claims, "somebody", CLOCK.instant().plusSeconds(600), "streaming admin")));
    }

    Answer sendAsNobody(Call call) {
        return client.send(call);
    }

    Answer get(String path) {
        return send("listener", Call.get(path));
    }

    /** What a search found of one kind. */
    JsonObject page(String query, String kind, String more) {
        Answer answer = get(path(query) + "&types=" + kind + more);
        assertEquals(200, answer.status(), answer.response().body());
        return answer.json().getJsonObject(kind + "s");
    }

    List<String> tracks(String query) {
        return names(page(query, "track", ""));
    }

    List<String> names(String query, String kind, String more) {
        return names(page(query, kind, more));
    }

    static List<String> names(JsonObject page) {
        return Answer.each(page.getJsonArray("items"), "name");
    }

    static String path(String query) {
        return "/v1/search?q=" + URLEncoder.encode(query, StandardCharsets.UTF_8);
    }

    @Override
    public void close() {
        client.close();
        management.close();
        process.stop().await();
    }
}
