package dev.legato.bench.runner;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.legato.bench.TestScenarios;
import dev.legato.bench.protocol.LoadJob;
import dev.legato.bench.protocol.ServerAddress;
import dev.legato.bench.result.Result;
import dev.legato.bench.scenario.IngestScenario;
import dev.legato.bench.scenario.PlayersScenario;
import dev.legato.bench.scenario.RangeScenario;
import dev.legato.bench.scenario.Scenario;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class SharesTest {
    private static final Contestant SERVER = new Contestant(
            new Result.Server("target", "target", "", List.of(), Map.of(), Map.of()),
            new ServerAddress("127.0.0.1", 8081, "/audio", false),
            null,
            List.of(),
            true);

    private static List<LoadJob> shares(Scenario scenario, int processes) {
        return Shares.of(scenario, "4KiB", List.of(SERVER), Map.of("token", List.of("t")), processes);
    }

    @Test
    void of_connections_addUpToTheScenarios() {
        List<LoadJob> jobs = shares(TestScenarios.range(11, 0, 1), 3);
        assertEquals(
                List.of(4, 4, 3),
                jobs.stream().map(job -> job.scenario().connections()).toList());
    }

    @Test
    void of_rate_isSplitEvenly() {
        for (LoadJob job : shares(TestScenarios.range(8, 900, 1), 3)) {
            assertEquals(300, ((RangeScenario) job.scenario()).rate(), 1e-9);
        }
        IngestScenario ingest = new IngestScenario("ingest", "a test", TestScenarios.PLAN, 1000, 10, 8);
        assertEquals(500, ((IngestScenario) shares(ingest, 2).getLast().scenario()).rate(), 1e-9);
    }

    @Test
    void of_fewConnections_useFewProcesses() {
        assertEquals(2, shares(TestScenarios.range(2, 0, 1), 8).size());
    }

    @Test
    void of_listeners_areSplitToo() {
        List<LoadJob> jobs = shares(TestScenarios.players(5), 2);
        assertEquals(
                List.of(3, 2),
                jobs.stream()
                        .map(job -> ((PlayersScenario) job.scenario()).listeners())
                        .toList());
    }

    @Test
    void of_choices_differByProcess() {
        List<LoadJob> jobs = shares(TestScenarios.range(8, 0, 1), 2);
        assertEquals(2, jobs.stream().map(LoadJob::seed).distinct().count());
        assertEquals(List.of(0, 1), jobs.stream().map(LoadJob::share).toList());
        assertEquals(jobs, shares(TestScenarios.range(8, 0, 1), 2), "but not from run to run");
    }

    @Test
    void of_everyShare_knowsServersAndSettings() {
        for (LoadJob job : shares(TestScenarios.range(8, 0, 1), 2)) {
            assertEquals(List.of(SERVER.address()), job.servers());
            assertEquals(Map.of("token", List.of("t")), job.settings());
            assertEquals("4KiB", job.label());
        }
    }
}
