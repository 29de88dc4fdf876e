package dev.legato.metadata.cache;

import static dev.legato.metadata.cache.CacheInstances.await;
import static dev.legato.testing.Eventually.eventually;
import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.legato.contracts.CatalogueArtist;
import dev.legato.embedded.RedisServers;
import dev.legato.metadata.cache.CacheInstances.Instance;
import dev.legato.metadata.catalogue.Kind;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** The cache on a Redis that fails over. */
@Timeout(180)
final class CatalogueCacheModesIT {
    /** A second by {@link NearCache#TRUST}, and what a busy machine needs to read again. */
    private static final Duration SOON = Duration.ofSeconds(5);

    private static final List<String> IDS = IntStream.range(0, 40)
            .mapToObj(number -> CacheInstances.id("artist-" + number))
            .toList();

    @Test
    void sentinel_masterKilled_readsGoOnAndChangesAreHeardAgain() throws Exception {
        try (RedisServers servers = RedisServers.sentinel()) {
            outlivesItsMaster(servers, "sentinel");
        }
    }

    @Test
    void cluster_masterKilled_readsGoOnAndChangesAreHeardAgain() throws Exception {
        try (RedisServers servers = RedisServers.cluster()) {
            outlivesItsMaster(servers, "cluster");
        }
    }

    private static void outlivesItsMaster(RedisServers servers, String mode) throws Exception {
        Map<String, String> redis =
                Map.of("redis.mode", mode, "redis.uris", servers.uris(), "metadata.cache.nearFor", "10m");
        try (CacheInstances instances = new CacheInstances(redis)) {
            Instance one = instances.start();
            Instance two = instances.start();
            for (String id : IDS) {
                instances.put(id, "before");
            }
            assertEquals(IDS.size(), names(one, "before"));
            double loads = two.loads();
            assertEquals(IDS.size(), names(two, "before"));
            assertEquals(loads, two.loads(), "the other has them from Redis");
            change(instances, one, "after");
            eventually(SOON, () -> names(two, "after"), count -> count == IDS.size());

            servers.killMaster();
            for (int round = 0; round < 20; round++) {
                assertEquals(IDS.size(), names(one, "after"), "reads go on");
                assertEquals(IDS.size(), names(two, "after"), "reads go on");
            }
            change(instances, one, "in between");
            assertEquals(IDS.size(), names(one, "in between"), "its own process reads what it wrote");
            eventually(Duration.ofSeconds(10), () -> names(two, "in between"), count -> count == IDS.size());
            eventually(
                    Duration.ofSeconds(30),
                    () -> one.meters()
                            .get("legato.catalogue.cache.unmarked")
                            .gauge()
                            .value(),
                    unmarked -> unmarked == 0);
        }
    }

    private static void change(CacheInstances instances, Instance writer, String name) throws Exception {
        for (String id : IDS) {
            instances.put(id, name);
        }
        await(writer.cache().evict(Kind.ARTIST, IDS));
    }

    private static Integer names(Instance instance, String name) {
        return (int) instance.catalogue().find(Kind.ARTIST, IDS).stream()
                .map(CatalogueArtist::name)
                .filter(name::equals)
                .count();
    }
}
