package dev.legato.cluster;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.legato.cluster.Cluster.Lease;
import dev.legato.cluster.Cluster.Member;
import dev.legato.cluster.Cluster.Permit;
import dev.legato.cluster.Cluster.SeatAnswer;
import dev.legato.cluster.Cluster.Subscription;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** What every kind of cluster does: two members of Hazelcast, and one process alone that is both. */
@Timeout(120)
final class ClusterIT {
    private static final Duration LEASE = Duration.ofSeconds(30);
    private static List<TwoMembers> clusters = List.of();

    @BeforeAll
    static void join() throws Exception {
        clusters = List.of(TwoMembers.ofHazelcast(), TwoMembers.inOneProcess());
    }

    @AfterAll
    static void leave() throws Exception {
        for (TwoMembers cluster : clusters) {
            cluster.leave();
        }
    }

    static List<TwoMembers> clusters() {
        return clusters;
    }

    @ParameterizedTest
    @MethodSource("clusters")
    void members_ofBoth_areTheSame(TwoMembers cluster) {
        List<Member> members = cluster.one().members();
        assertEquals(members, cluster.other().members());
        assertTrue(members.contains(cluster.one().self())
                && members.contains(cluster.other().self()));
        assertEquals("127.0.0.1", cluster.one().self().host());
    }

    @ParameterizedTest
    @MethodSource("clusters")
    void onMembers_newListener_isToldAtOnce(TwoMembers cluster) {
        BlockingQueue<List<Member>> told = new LinkedBlockingQueue<>();
        Subscription subscription = cluster.one().onMembers(told::add);
        assertEquals(cluster.one().members(), told.poll());
        subscription.cancel();
    }

    @ParameterizedTest
    @MethodSource("clusters")
    void publish_toTwo_arrivesInOrderAtBoth(TwoMembers cluster) throws Exception {
        BlockingQueue<byte[]> here = new LinkedBlockingQueue<>();
        BlockingQueue<byte[]> there = new LinkedBlockingQueue<>();
        Subscription one = cluster.one().subscribe("purge", here::add);
        Subscription failing = cluster.other().subscribe("purge", _ -> {
            throw new IllegalStateException("expected by the test");
        });
        Subscription other = cluster.other().subscribe("purge", there::add);
        for (byte i = 0; i < 3; i++) {
            cluster.one().publish("purge", new byte[] {i}).await(10, TimeUnit.SECONDS);
        }
        cluster.one().publish("elsewhere", new byte[] {9}).await(10, TimeUnit.SECONDS);
        for (byte i = 0; i < 3; i++) {
            assertArrayEquals(new byte[] {i}, here.poll(10, TimeUnit.SECONDS));
            assertArrayEquals(new byte[] {i}, there.poll(10, TimeUnit.SECONDS));
        }
        one.cancel();
        other.cancel();
        failing.cancel();
    }

    @ParameterizedTest
    @MethodSource("clusters")
    void subscribe_cancelled_isToldNoMore(TwoMembers cluster) throws Exception {
        BlockingQueue<byte[]> cancelled = new LinkedBlockingQueue<>();
        BlockingQueue<byte[]> kept = new LinkedBlockingQueue<>();
        cluster.other().subscribe("sweep", cancelled::add).cancel();
        Subscription subscription = cluster.other().subscribe("sweep", kept::add);
        cluster.one().publish("sweep", new byte[] {1}).await(10, TimeUnit.SECONDS);
        assertArrayEquals(new byte[] {1}, kept.poll(10, TimeUnit.SECONDS));
        assertTrue(cancelled.isEmpty());
        subscription.cancel();
    }

    @ParameterizedTest
    @MethodSource("clusters")
    void publish_tooMuch_isRefused(TwoMembers cluster) {
        byte[] payload = new byte[Cluster.MAX_PAYLOAD_BYTES + 1];
        assertThrows(IllegalArgumentException.class, () -> cluster.one().publish("purge", payload));
        assertThrows(IllegalArgumentException.class, () -> cluster.one().publish("no word", new byte[0]));
        assertThrows(IllegalArgumentException.class, () -> cluster.one().subscribe("", _ -> {}));
    }

    @ParameterizedTest
    @MethodSource("clusters")
    void lease_heldByOne_isFreeForTheOtherOnceReleased(TwoMembers cluster) throws Exception {
        Lease first = take(cluster.one(), "leader").orElseThrow();
        assertTrue(first.isHeld());
        assertEquals(Optional.empty(), take(cluster.other(), "leader"));
        assertEquals(Optional.empty(), take(cluster.one(), "leader"));
        Lease unrelated = take(cluster.other(), "unrelated").orElseThrow();

        first.release().await(10, TimeUnit.SECONDS);
        assertFalse(first.isHeld());
        Lease second = take(cluster.other(), "leader").orElseThrow();
        // Given back twice, it is still the other's.
        first.release().await(10, TimeUnit.SECONDS);
        assertEquals(Optional.empty(), take(cluster.one(), "leader"));
        assertTrue(second.isHeld());
        assertFalse(first.lost().isComplete() || second.lost().isComplete());
        second.release().await(10, TimeUnit.SECONDS);
        unrelated.release().await(10, TimeUnit.SECONDS);
    }

    @ParameterizedTest
    @MethodSource("clusters")
    void lease_tooShort_isRefused(TwoMembers cluster) {
        assertThrows(IllegalArgumentException.class, () -> cluster.one().lease("leader", Duration.ofMillis(999)));
        assertThrows(IllegalArgumentException.class, () -> cluster.one().lease("a b", LEASE));
    }

    private static Optional<Lease> take(Cluster cluster, String name) throws Exception {
        return cluster.lease(name, LEASE).await(10, TimeUnit.SECONDS);
    }

    @ParameterizedTest
    @MethodSource("clusters")
    void permit_allAreTaken_noneIsLeftUntilOneIsReleased(TwoMembers cluster) throws Exception {
        Permit first = takePermit(cluster.one(), "streams").orElseThrow();
        Permit second = takePermit(cluster.other(), "streams").orElseThrow();
        assertTrue(takePermit(cluster.one(), "streams").isEmpty());
        assertTrue(takePermit(cluster.other(), "streams").isEmpty());
        assertTrue(first.isHeld() && second.isHeld());
        first.release().await(10, TimeUnit.SECONDS);
        assertFalse(first.isHeld());
        Permit third = takePermit(cluster.other(), "streams").orElseThrow();
        assertTrue(second.extend(LEASE).await(10, TimeUnit.SECONDS));
        second.release().await(10, TimeUnit.SECONDS);
        third.release().await(10, TimeUnit.SECONDS);
    }

    @ParameterizedTest
    @MethodSource("clusters")
    void permit_expired_isFreeAndCanBeExtendedOnlyIfOneIsLeft(TwoMembers cluster) throws Exception {
        Duration second = Duration.ofSeconds(1);
        Permit short1 = cluster.one()
                .permit("ceiling", 1, second)
                .await(10, TimeUnit.SECONDS)
                .orElseThrow();
        Optional<Permit> next = Optional.empty();
        while (next.isEmpty()) {
            next = cluster.other().permit("ceiling", 1, LEASE).await(10, TimeUnit.SECONDS);
        }
        assertFalse(short1.isHeld(), "two holders at a time");
        assertFalse(short1.extend(second).await(10, TimeUnit.SECONDS));
        next.orElseThrow().release().await(10, TimeUnit.SECONDS);
        assertTrue(short1.extend(second).await(10, TimeUnit.SECONDS));
        short1.release().await(10, TimeUnit.SECONDS);
    }

    @ParameterizedTest
    @MethodSource("clusters")
    void permit_badArguments_areRefused(TwoMembers cluster) {
        assertThrows(IllegalArgumentException.class, () -> cluster.one().permit("no word", 1, LEASE));
        assertThrows(IllegalArgumentException.class, () -> cluster.one().permit("streams", 0, LEASE));
        assertThrows(IllegalArgumentException.class, () -> cluster.one().permit("streams", 1, Duration.ofMillis(999)));
    }

    @ParameterizedTest
    @MethodSource("clusters")
    void seat_moreHoldersThanSeats_longestIsDisplacedAndRests(TwoMembers cluster) throws Exception {
        assertEquals(seated(), seat(cluster.one(), "player", "phone", 2));
        assertEquals(seated(), seat(cluster.other(), "player", "tablet", 2));
        assertEquals(seated(), seat(cluster.other(), "player", "phone", 2), "kept, through whichever member");
        assertEquals(seated("phone"), seat(cluster.one(), "player", "speaker", 2));
        SeatAnswer refused = seat(cluster.other(), "player", "phone", 2);
        assertFalse(refused.isSeated());
        assertTrue(refused.waitMs() <= LEASE.toMillis() && refused.waitMs() > LEASE.toMillis() / 2);
        assertEquals(seated(), seat(cluster.one(), "elsewhere", "phone", 2), "names are counted apart");
    }

    @ParameterizedTest
    @MethodSource("clusters")
    void seat_badArguments_areRefused(TwoMembers cluster) {
        Duration second = Duration.ofSeconds(1);
        Duration less = Duration.ofMillis(999);
        Cluster one = cluster.one();
        assertThrows(IllegalArgumentException.class, () -> one.seat("no word", "phone", 1, second, second));
        assertThrows(IllegalArgumentException.class, () -> one.seat("player", "no word", 1, second, second));
        assertThrows(IllegalArgumentException.class, () -> one.seat("player", "phone", 0, second, second));
        assertThrows(IllegalArgumentException.class, () -> one.seat("player", "phone", 1, less, second));
        assertThrows(IllegalArgumentException.class, () -> one.seat("player", "phone", 1, second, less));
    }

    private static SeatAnswer seated(String... displaced) {
        return new SeatAnswer(0, List.of(displaced));
    }

    private static SeatAnswer seat(Cluster cluster, String name, String holder, int max) throws Exception {
        return cluster.seat(name, holder, max, LEASE, LEASE).await(10, TimeUnit.SECONDS);
    }

    private static Optional<Permit> takePermit(Cluster cluster, String name) throws Exception {
        return cluster.permit(name, 2, LEASE).await(10, TimeUnit.SECONDS);
    }
}
