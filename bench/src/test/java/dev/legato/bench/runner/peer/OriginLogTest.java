package dev.legato.bench.runner.peer;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class OriginLogTest {
    private static final String TWICE = """
            206 1048576 /v1-0/a.m4a bytes 0-1048575/3000000
            206 1048576 /v1-0/a.m4a bytes 1048576-2097151/3000000
            200 3000000 /v1-0/a.m4a -
            200 3000000 /v1-1/a.m4a -
            """;

    @Test
    void figures_countEachMebibyteOfEachTrack() {
        Map<String, Double> figures = OriginLog.figures(TWICE, 10_000_000);
        assertEquals(4, figures.get("origin requests"));
        assertEquals(2, figures.get("origin requests for the same MiB, at most"));
        assertEquals(8.097152, figures.getOrDefault("origin MB", 0.0), 1e-9);
        assertEquals(19.02848, figures.getOrDefault("byte hit ratio, %", 0.0), 1e-9);
    }

    @Test
    void figures_ofNothing_haveNoRatio() {
        assertEquals(
                Map.of("origin requests", 0.0, "origin MB", 0.0, "origin requests for the same MiB, at most", 0.0),
                OriginLog.figures("", 0));
    }

    @Test
    void since_readsOnlyWhatIsNew(@TempDir Path folder) throws Exception {
        Path file = Files.writeString(folder.resolve("access.log"), TWICE);
        OriginLog log = new OriginLog(file);
        log.skip();
        Files.writeString(file, "206 10 /a bytes 0-9/10\n", StandardOpenOption.APPEND);
        assertEquals(1.0, log.since(10).get("origin requests"));
        assertEquals(0.0, log.since(10).get("origin requests"));
    }
}
