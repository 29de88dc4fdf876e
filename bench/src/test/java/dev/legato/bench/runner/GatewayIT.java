package dev.legato.bench.runner;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.legato.bench.StubGateway;
import dev.legato.bench.StubGateway.Answer;
import dev.legato.bench.StubGateway.Call;
import dev.legato.bench.TestScenarios;
import dev.legato.bench.scenario.ApiScenario;
import dev.legato.bench.scenario.ByteSize;
import dev.legato.bench.scenario.IngestScenario;
import dev.legato.bench.scenario.Scenario;
import dev.legato.bench.scenario.StartScenario;
import java.io.IOException;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class GatewayIT {
    private static final Clock CLOCK = Clock.fixed(Instant.parse("2026-11-29T18:00:00.7Z"), ZoneOffset.UTC);

    private static Answer system(Call call) {
        String target = call.target();
        if (target.startsWith("/v1/sessions")) {
            return new Answer(
                    200, "{\"accessToken\":\"%s\"}".formatted(target.endsWith("guest") ? "guest" : "account"));
        }
        if (target.startsWith("/v1/search")) {
            String items = target.endsWith("q=nothing") ? "" : "{\"id\":\"t1\"},{\"id\":\"t2\"}";
            return new Answer(200, "{\"tracks\":{\"items\":[%s]}}".formatted(items));
        }
        if (target.endsWith("/playback")) {
            return new Answer(200, "{\"files\":[{\"url\":\"https://edge.example:8443/audio/~t/t1/a.m4a\"}]}");
        }
        if (target.startsWith("/v1/albums")) {
            return new Answer(200, "{\"items\":[{\"id\":\"a1\"},{\"id\":\"a2\"}]}");
        }
        if (target.startsWith("/v1/tracks/")) {
            return new Answer(200, "{\"id\":\"t1\",\"artists\":[{\"id\":\"r1\"}]}");
        }
        return new Answer(201, "{\"id\":\"p1\"}");
    }

    private static Map<String, List<String>> learn(StubGateway gateway, Scenario scenario) throws Exception {
        return new Gateway(gateway.url() + "/").learn(scenario, CLOCK);
    }

    private static ApiScenario api(String... calls) {
        Map<String, Integer> mix = new java.util.HashMap<>();
        for (String call : calls) {
            mix.put(call, 1);
        }
        return new ApiScenario("api", "a test", TestScenarios.PLAN, 1, 1, mix, List.of("bach", "nothing"));
    }

    @Test
    void learn_start_keepsQueriesThatFindSomethingAndTheEdge() throws Exception {
        StartScenario start = new StartScenario(
                "start", "a test", TestScenarios.PLAN, 1, 1, ByteSize.of("1KiB"), List.of("nothing", "bach"));
        try (StubGateway gateway = new StubGateway(GatewayIT::system)) {
            assertEquals(
                    Map.of(
                            "token", List.of("guest"),
                            "queries", List.of("bach"),
                            "edge", List.of("https://edge.example:8443")),
                    learn(gateway, start));
        }
    }

    @Test
    void learn_catalogueCalls_areMadeByAGuest() throws Exception {
        try (StubGateway gateway = new StubGateway(GatewayIT::system)) {
            assertEquals(
                    Map.of(
                            "token", List.of("guest"),
                            "tracks", List.of("t1", "t2"),
                            "albums", List.of("a1", "a2"),
                            "artists", List.of("r1")),
                    learn(gateway, api("search", "album")));
            assertTrue(gateway.calls().stream()
                    .allMatch(
                            call -> call.method().equals("GET") || call.target().equals("/v1/sessions/guest")));
        }
    }

    @Test
    void learn_playlistCalls_needAnAccountWithAPlaylist() throws Exception {
        try (StubGateway gateway = new StubGateway(GatewayIT::system)) {
            Map<String, List<String>> learnt = learn(gateway, api("playlist"));
            assertEquals(List.of("account"), learnt.get("token"));
            assertEquals(List.of("p1"), learnt.get("playlist"));
            List<String> writes = gateway.calls().stream()
                    .filter(call -> call.method().equals("POST"))
                    .map(Call::target)
                    .toList();
            assertEquals(List.of("/v1/accounts", "/v1/sessions", "/v1/playlists", "/v1/playlists/p1/items"), writes);
            Call last = gateway.calls().getLast();
            assertEquals("Bearer account", last.authorization());
            assertEquals("{\"trackIds\":[\"t1\",\"t2\"]}", last.body());
        }
    }

    @Test
    void learn_ingest_hasTheTimeInWholeSeconds() throws Exception {
        IngestScenario ingest = new IngestScenario("ingest", "a test", TestScenarios.PLAN, 1, 1, 1);
        try (StubGateway gateway = new StubGateway(GatewayIT::system)) {
            assertEquals(List.of("2026-11-29T18:00:00Z"), learn(gateway, ingest).get("now"));
        }
    }

    @Test
    void learn_scenarioOverFiles_asksNobody() throws Exception {
        try (StubGateway gateway = new StubGateway(GatewayIT::system)) {
            assertEquals(Map.of(), learn(gateway, TestScenarios.range(1, 0, 1)));
            assertEquals(List.of(), gateway.calls());
        }
    }

    @Test
    void learn_emptyCatalogue_isRefused() throws IOException {
        try (StubGateway gateway = new StubGateway(
                call -> call.target().startsWith("/v1/search") ? new Answer(200, "{}") : system(call))) {
            RunException refused = assertThrows(RunException.class, () -> learn(gateway, api("search")));
            assertEquals(ExitCode.SERVER, refused.exitCode());
            assertTrue(
                    String.valueOf(refused.getMessage()).contains("(expected: a catalogue with music in it)"),
                    refused.getMessage());
        }
    }

    @Test
    void learn_noToken_isRefused() throws IOException {
        try (StubGateway gateway = new StubGateway(_ -> new Answer(200, "{}"))) {
            RunException refused = assertThrows(RunException.class, () -> learn(gateway, api("search")));
            assertTrue(String.valueOf(refused.getMessage()).endsWith("no accessToken in the answer"));
        }
    }

    @Test
    void learn_errorOfTheSystem_isQuoted() throws IOException {
        try (StubGateway gateway = new StubGateway(_ -> new Answer(500, "{\"title\":\"down\"}"))) {
            RunException refused = assertThrows(RunException.class, () -> learn(gateway, api("search")));
            String message = String.valueOf(refused.getMessage());
            assertTrue(message.contains("status 500 (expected: 2xx): {\"title\":\"down\"}"), message);
        }
    }

    @Test
    void learn_nobodyThere_saysHowToStartOne() throws IOException {
        StubGateway gateway = new StubGateway(GatewayIT::system);
        gateway.close();
        RunException refused = assertThrows(RunException.class, () -> learn(gateway, api("search")));
        String message = String.valueOf(refused.getMessage());
        assertTrue(message.endsWith("(expected: a running system; start one with ./legato up)"), message);
        assertFalse(message.contains("password"));
    }
}
