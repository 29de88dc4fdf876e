package dev.legato.allinone;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.legato.embedded.LocalCa;
import dev.legato.gateway.GatewayService;
import dev.legato.gateway.GatewaySettings;
import dev.legato.runtime.ServiceProcess;
import dev.legato.runtime.VertxFactory;
import dev.legato.runtime.settings.Settings;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpClient;
import io.vertx.core.http.HttpClientOptions;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.http.HttpVersion;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import io.vertx.core.net.PemTrustOptions;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What HTTP/2 says in another way than HTTP/1.1, by which the gateway asks the services. */
final class GatewayHttp2IT {
    @TempDir
    Path folder;

    private ServiceProcess process;
    private HttpClient client;
    private int port;

    private record Answer(int status, JsonObject body) {}

    @BeforeEach
    void start() throws Exception {
        LocalCa ca = LocalCa.open(folder.resolve("tls"), Clock.systemUTC());
        LocalCa.Issued front = ca.issue("gateway", List.of("localhost"));
        Path keys = Files.writeString(folder.resolve("jwks.json"), "{\"keys\": []}");
        process = ServiceProcess.create(
                        Settings.of(Map.of("management.port", "0")), VertxFactory.UNCLUSTERED, Clock.systemUTC())
                .await(30, TimeUnit.SECONDS);
        Vertx vertx = process.context().vertx();
        int player = vertx.createHttpServer()
                .requestHandler(GatewayHttp2IT::tell)
                .listen(0, "127.0.0.1")
                .await(10, TimeUnit.SECONDS)
                .actualPort();
        port = process.start(new GatewayService(GatewaySettings.from(Settings.of(Map.of(
                        "gateway.port", "0",
                        "gateway.upstreams.player", "http://127.0.0.1:" + player,
                        "gateway.tls.certificate", front.certificate().toString(),
                        "gateway.tls.key", front.key().toString(),
                        "tokens.jwks", keys.toUri().toString())))))
                .await(30, TimeUnit.SECONDS)
                .port();
        client = vertx.createHttpClient(new HttpClientOptions()
                .setProtocolVersion(HttpVersion.HTTP_2)
                .setSsl(true)
                .setUseAlpn(true)
                .setTrustOptions(
                        new PemTrustOptions().addCertPath(ca.certificateFile().toString())));
    }

    @AfterEach
    void stop() throws Exception {
        client.close().await(10, TimeUnit.SECONDS);
        process.stop().await(60, TimeUnit.SECONDS);
    }

    /** Answers what has come. */
    private static void tell(HttpServerRequest request) {
        var _ = request.response()
                .end(new JsonObject()
                        .put("host", request.getHeader("X-Forwarded-Host"))
                        .put("cookies", new JsonArray(request.headers().getAll("Cookie")))
                        .encode());
    }

    @Test
    void request_withAuthorityAndSeveralCookies_reachesTheServiceAsHttp1Has() throws Exception {
        JsonObject seen = get("/").body();
        assertEquals("localhost:" + port, seen.getString("host"));
        assertEquals(new JsonArray().add("a=1; b=2"), seen.getJsonArray("cookies"));
    }

    @Test
    void request_whoseTargetHttp1CannotCarry_is400AndNoFailureOfTheService() throws Exception {
        for (String target : new String[] {"/a b", "/\u00e4", "/?q=a b"}) {
            for (int i = 0; i < 5; i++) {
                assertEquals(400, get(target).status(), target);
            }
        }
        assertEquals(200, get("/").status());
    }

    private Answer get(String target) throws Exception {
        return client.request(HttpMethod.GET, port, "localhost", target)
                .compose(request -> {
                    request.headers().add("cookie", "a=1").add("cookie", "b=2");
                    return request.send();
                })
                .compose(
                        response -> response.body().map(body -> new Answer(response.statusCode(), body.toJsonObject())))
                .await(30, TimeUnit.SECONDS);
    }
}
