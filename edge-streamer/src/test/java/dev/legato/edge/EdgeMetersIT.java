package dev.legato.edge;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.legato.runtime.ServiceProcess;
import dev.legato.runtime.VertxFactory;
import dev.legato.runtime.settings.Settings;
import dev.legato.testing.MeterLabels;
import dev.legato.testing.OddRequests;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Nothing that a client makes up becomes a label of the edge, whichever lane answers. */
final class EdgeMetersIT {
    private static final int ROUND = 40;

    @TempDir
    private Path root;

    @ParameterizedTest
    @ValueSource(strings = {"on", "off"})
    void series_afterOddRequests_areTheSame(String fastLane) throws Exception {
        Files.write(root.resolve("a.flac"), new byte[1_000]);
        ServiceProcess process = ServiceProcess.create(
                        Settings.of(Map.of("management.port", "0")), VertxFactory.UNCLUSTERED, Clock.systemUTC())
                .await(30, TimeUnit.SECONDS);
        try {
            Settings settings = Settings.of(Map.of(
                    "edge.root", root.toString(), "edge.port", "0", "edge.open", "true", "edge.fastLane", fastLane));
            int port = process.start(new EdgeService(EdgeSettings.from(settings)))
                    .await(30, TimeUnit.SECONDS)
                    .port();
            round(port, 0);
            round(port, 0);
            Set<String> before = MeterLabels.series(process.context().meters());
            round(port, ROUND);
            assertEquals(before, MeterLabels.series(process.context().meters()));
        } finally {
            process.stop().await(30, TimeUnit.SECONDS);
        }
    }

    private static void round(int port, int from) throws Exception {
        for (String path : new String[] {"/audio/a.flac", "/audio/none.flac", "/nowhere"}) {
            OddRequests.send(port, from, ROUND, path);
        }
    }
}
