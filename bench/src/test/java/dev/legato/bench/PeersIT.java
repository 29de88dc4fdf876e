package dev.legato.bench;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.legato.bench.report.ReportFolder;
import dev.legato.bench.result.Result;
import dev.legato.bench.runner.ExitCode;
import dev.legato.bench.runner.peer.Peer;
import dev.legato.testing.FullRun;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Opponents that are installed here, all of them in a full run, asked for ranges whose every byte is compared. */
class PeersIT {
    @TempDir
    Path folder;

    static List<String> peers() {
        return FullRun.some(List.of("nginx", "caddy", "varnish", "haproxy"), 1, 0);
    }

    @ParameterizedTest
    @MethodSource("peers")
    void peer_servesRangesByteForByte(String name) throws IOException {
        assertSound(name, Ended.scenario(folder));
    }

    static List<String> peersUnderTls() {
        return FullRun.some(List.of("legato", "nginx"), 1, 0);
    }

    @ParameterizedTest
    @MethodSource("peersUnderTls")
    void peer_shakesHandsForEveryRequestUnderTls(String name) throws IOException {
        Path scenario = folder.resolve("handshakes.yaml");
        Files.writeString(scenario, TestScenarios.YAML.replace("keepAlive: true", "keepAlive: false"));
        Result result = assertSound(name, scenario.toString(), "--tls", "--seconds", "8");
        assertTrue(
                result.environment().getOrDefault("TLS", "").contains("no session resumption"),
                () -> result.environment().toString());
    }

    private Result assertSound(String name, String... arguments) throws IOException {
        Peer peer = Peer.named(name);
        assumeTrue(peer.missing().isEmpty(), peer::missing);
        List<String> all = new ArrayList<>(List.of(arguments));
        // At a rate that the generator keeps up with, also beside other tests: what is asked here is correctness.
        all.addAll(List.of("--without-legato", "--peer", name, "--rate", "50", "--accept-noise", "--no-strace"));
        Ended ended = Ended.of(folder, all.toArray(String[]::new));
        assertEquals(ExitCode.OK, ended.code(), ended.text());
        Result result = ReportFolder.read(folder.resolve("out"));
        assertEquals(peer.variants(), result.cases().getFirst().outcomes().size());
        for (Result.Outcome outcome : result.cases().getFirst().outcomes()) {
            assertEquals(name, outcome.family());
            assertTrue(outcome.rounds().getFirst().requests() > 0, outcome.server());
            assertTrue(outcome.rounds().getFirst().checked() > 0, outcome.server());
        }
        return result;
    }
}
