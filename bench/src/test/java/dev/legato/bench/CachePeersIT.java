package dev.legato.bench;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.legato.bench.report.ReportFolder;
import dev.legato.bench.result.Result;
import dev.legato.bench.result.Round;
import dev.legato.bench.runner.ExitCode;
import dev.legato.bench.runner.peer.Peer;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Every cache that is installed here, before an origin whose log is read; every byte is compared. */
class CachePeersIT {
    private static final String YAML = """
            kind: cache
            name: small
            imitates: a test
            load: LOAD
            connections: 4
            sizes: [whole]
            tracks: 6
            requests: 24
            runInTurns: 0
            cache: 256MiB
            files: {count: 3, smallest: 64KiB, largest: 128KiB}
            compareOneIn: 1
            plan: {rounds: 2, settleSeconds: 0, warmUpSeconds: 0, measureSeconds: 30}
            peers: []
            """;

    @TempDir
    Path folder;

    @ParameterizedTest
    @CsvSource({"legato-cache", "nginx-cache", "varnish-cache", "trafficserver-cache"})
    void mix_isAnsweredByteForByteAndFetchedOnce(String name) throws IOException {
        for (Result.Outcome outcome : run(name, "mix").outcomes()) {
            assertEquals(name, outcome.family());
            Round cold = outcome.rounds().getFirst();
            Round warm = outcome.rounds().getLast();
            assertEquals(24, cold.requests(), outcome.server());
            assertEquals(24, cold.checked(), outcome.server());
            assertTrue(figure(cold, "origin requests") > 0, outcome.server());
            // As the cold round has asked for all tracks, or for nearly all.
            assertTrue(
                    figure(warm, "byte hit ratio, %") > 50, () -> warm.figures().toString());
        }
    }

    @Test
    void misses_areFetchedOnceEach() throws IOException {
        for (Round round : run("nginx-cache", "misses").outcomes().getFirst().rounds()) {
            assertEquals(24, round.requests());
            assertEquals(24, figure(round, "origin requests"));
            assertEquals(1, figure(round, "origin requests for the same MiB, at most"));
            assertEquals(0, figure(round, "byte hit ratio, %"), 0.001);
        }
    }

    @Test
    void start_ofOneTrack_asksTheOriginForItsSliceOnce() throws IOException {
        Round round = run("nginx-cache", "start").outcomes().getFirst().rounds().getFirst();
        assertEquals(4, round.requests(), "one per connection");
        assertEquals(1, figure(round, "origin requests"));
        assertTrue(figure(round, "first byte p99, ms") > 0);
    }

    @Test
    void hits_ofHaproxy_askTheOriginForNothing() throws IOException {
        String plan = "plan: {rounds: 1, settleSeconds: 0.1, warmUpSeconds: 0, measureSeconds: 0.2}";
        Path scenario = folder.resolve("hits.yaml");
        Files.writeString(
                scenario,
                YAML.replace("LOAD", "hits")
                        .replace("runInTurns: 0", "runInTurns: 1")
                        .replaceAll("plan:.*", plan));
        Round round =
                run("haproxy-cache", scenario).outcomes().getFirst().rounds().getFirst();
        assertTrue(round.requests() > 0);
        assertEquals(0, figure(round, "origin requests"));
    }

    private Result.Case run(String name, String load) throws IOException {
        Path scenario = folder.resolve("small.yaml");
        Files.writeString(scenario, YAML.replace("LOAD", load));
        return run(name, scenario);
    }

    private Result.Case run(String name, Path scenario) throws IOException {
        String missing = Peer.named(name).missing();
        assumeTrue(missing.isEmpty(), missing);
        Ended ended = Ended.of(
                folder, scenario.toString(), "--without-legato", "--peer", name, "--accept-noise", "--no-strace");
        assertEquals(ExitCode.OK, ended.code(), ended.text());
        assertEquals(List.of(), Ended.leftovers(folder));
        return ReportFolder.read(folder.resolve("out")).cases().getFirst();
    }

    private static double figure(Round round, String name) {
        return round.figures().getOrDefault(name, Double.NaN);
    }
}
