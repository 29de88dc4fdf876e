package dev.legato.gateway;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.legato.runtime.ServiceProcess;
import dev.legato.runtime.VertxFactory;
import dev.legato.runtime.settings.Settings;
import dev.legato.testing.MeterLabels;
import dev.legato.testing.OddRequests;
import io.vertx.core.http.HttpServer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Nothing that a client makes up becomes a label of the gateway, as a server or as a client of its upstreams. */
final class GatewayMetersIT {
    private static final int ROUND = 40;

    @TempDir
    private Path folder;

    @Test
    void series_afterOddRequests_areTheSame() throws Exception {
        Path keys = Files.writeString(folder.resolve("jwks.json"), "{\"keys\": []}");
        ServiceProcess process = ServiceProcess.create(
                        Settings.of(Map.of("management.port", "0")), VertxFactory.UNCLUSTERED, Clock.systemUTC())
                .await(30, TimeUnit.SECONDS);
        try {
            HttpServer upstream = process.context()
                    .vertx()
                    .createHttpServer()
                    .requestHandler(request -> request.response().end("{}"))
                    .listen(0, "127.0.0.1")
                    .await(10, TimeUnit.SECONDS);
            String url = "http://127.0.0.1:" + upstream.actualPort();
            int port = process.start(new GatewayService(GatewaySettings.from(Settings.of(Map.of(
                            "gateway.port",
                            "0",
                            "gateway.requestsPerWindow",
                            "1000000",
                            "gateway.upstreams.account",
                            url,
                            "gateway.upstreams.player",
                            url,
                            "tokens.jwks",
                            keys.toUri().toString())))))
                    .await(30, TimeUnit.SECONDS)
                    .port();
            round(port, 0);
            Set<String> before = MeterLabels.series(process.context().meters());
            round(port, ROUND);
            assertEquals(before, MeterLabels.series(process.context().meters()));
        } finally {
            process.stop().await(30, TimeUnit.SECONDS);
        }
    }

    private static void round(int port, int from) throws Exception {
        for (String path : new String[] {"/", "/v1/accounts", "/v1/albums", "/nowhere"}) {
            OddRequests.send(port, from, ROUND, path);
        }
    }
}
