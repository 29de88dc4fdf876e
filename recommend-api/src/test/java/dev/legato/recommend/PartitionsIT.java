package dev.legato.recommend;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.legato.embedded.ExecutedPlan;
import dev.legato.embedded.ExplainingPostgres;
import dev.legato.runtime.postgres.Postgres;
import dev.legato.runtime.postgres.PostgresSettings;
import io.vertx.core.Vertx;
import io.vertx.sqlclient.Pool;
import java.time.Instant;
import java.util.List;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** That each statement reads one partition of what accounts have heard, by the plans that PostgreSQL logs. */
@Timeout(120)
final class PartitionsIT {
    private static final int ROUNDS = 7;

    @Test
    void statements_ofLearningAndReading_readOnePartitionEach() throws Exception {
        Vertx vertx = Vertx.vertx();
        try (ExplainingPostgres postgres = ExplainingPostgres.temporary()) {
            Pool pool = Postgres.open(vertx, new PostgresSettings(postgres.uri(), 2), "recommend")
                    .await(60, TimeUnit.SECONDS);
            // The first connection may take longer than the pool waits, on a machine with much else to do.
            Postgres.ping(pool).recover(_ -> Postgres.ping(pool)).await(20, TimeUnit.SECONDS);
            for (int round = 0; round < ROUNDS; round++) {
                useAll(pool, "account" + round);
            }
            pool.close().await(20, TimeUnit.SECONDS);
            List<ExecutedPlan> plans = postgres.plans();
            assertTrue(plans.stream()
                    .anyMatch(plan -> plan.statement().contains("cooccurrence")
                            && plan.partitions().containsKey("listened")));
            assertEquals(
                    Set.of(),
                    plans.stream()
                            .filter(plan -> !plan.isPruned())
                            .map(ExecutedPlan::toString)
                            .collect(Collectors.toSet()));
        } finally {
            vertx.close().await(20, TimeUnit.SECONDS);
        }
    }

    private static void useAll(Pool pool, String account) {
        LearningStore learning = new LearningStore(pool);
        learning.learn(
                List.of(new KnownTrack("a", List.of("x"), true, true), new KnownTrack("b", List.of("x"), true, true)),
                List.of(
                        new Listen(account, "a", Instant.EPOCH),
                        new Listen(account, "b", Instant.EPOCH),
                        new Listen(account, "b", Instant.EPOCH)));
        NeighbourStore neighbours = new NeighbourStore(pool);
        assertTrue(neighbours.isPresent("a"));
        assertEquals(1, neighbours.ofTrack("a").size());
        assertEquals(List.of(), neighbours.ofListener(account));
        assertEquals(List.of("b"), neighbours.ofSameArtists("a"));
        assertEquals(List.of("b"), neighbours.popularBeside("a"));
        assertEquals(List.of(), neighbours.popularUnheard(account));
        ListenedData data = new ListenedData(pool);
        assertEquals(1, data.export(account).size());
        data.forget(account);
    }
}
