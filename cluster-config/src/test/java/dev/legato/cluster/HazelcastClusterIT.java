package dev.legato.cluster;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.hazelcast.core.HazelcastInstance;
import dev.legato.cluster.Cluster.Lease;
import dev.legato.cluster.Cluster.Member;
import dev.legato.cluster.Cluster.Permit;
import dev.legato.runtime.settings.Settings;
import dev.legato.runtime.settings.SettingsException;
import io.vertx.core.Promise;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** What only a cluster of several processes does. */
@Timeout(120)
final class HazelcastClusterIT {
    private static final Duration LEASE = Duration.ofSeconds(1);
    private static final int WAIT_SECONDS = 60;

    private TwoMembers cluster;

    @BeforeEach
    void join() throws Exception {
        cluster = TwoMembers.ofHazelcast();
    }

    @AfterEach
    void leave() throws Exception {
        cluster.leave();
    }

    @Test
    void build_twoProcessesOnLoopback_hearEachOther() throws Exception {
        Promise<Object> heard = Promise.promise();
        cluster.vertx()
                .get(1)
                .eventBus()
                .consumer("greeting", message -> heard.complete(message.body()))
                .completion()
                .await(WAIT_SECONDS, TimeUnit.SECONDS);
        cluster.vertx().get(0).eventBus().publish("greeting", "hello");
        assertEquals("hello", heard.future().await(WAIT_SECONDS, TimeUnit.SECONDS));
    }

    @Test
    void onMembers_oneLeaves_othersAreTold() throws Exception {
        BlockingQueue<List<Member>> told = new LinkedBlockingQueue<>();
        var _ = cluster.one().onMembers(told::add);
        assertEquals(2, told.take().size());
        cluster.vertx().get(1).close().await(WAIT_SECONDS, TimeUnit.SECONDS);
        assertEquals(List.of(cluster.one().self()), told.poll(WAIT_SECONDS, TimeUnit.SECONDS));
    }

    @Test
    void lease_holderLives_isExtended() throws Exception {
        Lease lease = cluster.one()
                .lease("leader", LEASE)
                .await(WAIT_SECONDS, TimeUnit.SECONDS)
                .orElseThrow();
        var leases = assertInstanceOf(HazelcastCluster.class, cluster.one()).leases();
        long first = leases.getEntryView("leader").getExpirationTime();
        while (leases.getEntryView("leader").getExpirationTime() <= first) {
            LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(10));
        }
        assertTrue(lease.isHeld());
        lease.release().await(WAIT_SECONDS, TimeUnit.SECONDS);
    }

    @Test
    void lease_holderDies_isFreeAgain() throws Exception {
        Lease lease = cluster.other()
                .lease("leader", LEASE)
                .await(WAIT_SECONDS, TimeUnit.SECONDS)
                .orElseThrow();
        HazelcastInstance other =
                assertInstanceOf(HazelcastCluster.class, cluster.other()).hazelcast();
        while (!other.getPartitionService().isClusterSafe()) {
            LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(
                    10)); // while entries move to a member that dies, nobody answers for them
        }
        other.getLifecycleService().terminate();
        Optional<Lease> next = Optional.empty();
        while (next.isEmpty()) {
            next = cluster.one().lease("leader", LEASE).await(WAIT_SECONDS, TimeUnit.SECONDS);
        }
        assertFalse(lease.isHeld(), "two holders at a time");
        lease.lost().await(WAIT_SECONDS, TimeUnit.SECONDS);
        assertTrue(next.orElseThrow().isHeld());
    }

    /** As when two parts of a cluster meet, and the other part's holder stays. */
    @Test
    void lease_takenByAnother_isLost() throws Exception {
        Lease lease = cluster.one()
                .lease("leader", LEASE)
                .await(WAIT_SECONDS, TimeUnit.SECONDS)
                .orElseThrow();
        assertInstanceOf(HazelcastCluster.class, cluster.other()).leases().set("leader", "someone else");
        lease.lost().await(WAIT_SECONDS, TimeUnit.SECONDS);
        assertFalse(lease.isHeld());
        assertEquals(
                "someone else",
                assertInstanceOf(HazelcastCluster.class, cluster.other())
                        .leases()
                        .get("leader"));
    }

    @Test
    void permit_memberDies_countSurvives() throws Exception {
        Permit kept = cluster.one()
                .permit("streams", 1, Duration.ofSeconds(60))
                .await(WAIT_SECONDS, TimeUnit.SECONDS)
                .orElseThrow();
        HazelcastInstance other =
                assertInstanceOf(HazelcastCluster.class, cluster.other()).hazelcast();
        while (!other.getPartitionService().isClusterSafe()) {
            Thread.onSpinWait();
        }
        other.getLifecycleService().terminate();
        assertTrue(cluster.one()
                .permit("streams", 1, Duration.ofSeconds(60))
                .await(WAIT_SECONDS, TimeUnit.SECONDS)
                .isEmpty());
        assertTrue(kept.isHeld());
    }

    @Test
    void seat_memberDies_countSurvivesAndSeatIsFreeAfterItsLife() throws Exception {
        Duration life = Duration.ofSeconds(5);
        assertTrue(cluster.other()
                .seat("listener", "phone", 1, life, life)
                .await(WAIT_SECONDS, TimeUnit.SECONDS)
                .isSeated());
        HazelcastInstance other =
                assertInstanceOf(HazelcastCluster.class, cluster.other()).hazelcast();
        while (!other.getPartitionService().isClusterSafe()) {
            Thread.onSpinWait();
        }
        other.getLifecycleService().terminate();
        assertEquals(
                new Cluster.SeatAnswer(0, List.of("phone")),
                cluster.one().seat("listener", "tablet", 1, life, life).await(WAIT_SECONDS, TimeUnit.SECONDS));
        assertFalse(cluster.one()
                .seat("listener", "phone", 1, life, life)
                .await(WAIT_SECONDS, TimeUnit.SECONDS)
                .isSeated());
    }

    @Test
    void from_unknownDiscovery_saysWhatWouldBeRight() {
        Settings wrong = Settings.of(Map.of("cluster.discovery", "gossip"));
        var failure = assertThrows(SettingsException.class, () -> Cluster.from(wrong));
        assertEquals("cluster.discovery: 'gossip' (expected: none, members or kubernetes)", failure.getMessage());
    }

    @Test
    void self_beforeJoining_saysSo() {
        Cluster cluster = Cluster.from(Settings.of(Map.of("cluster.discovery", "members")));
        assertThrows(IllegalStateException.class, cluster::self);
    }
}
