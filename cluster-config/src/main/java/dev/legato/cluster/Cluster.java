package dev.legato.cluster;

import dev.legato.contracts.Word;
import dev.legato.runtime.VertxFactory;
import dev.legato.runtime.settings.Settings;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.VertxBuilder;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;

/**
 * The processes that work together: who they are, what they tell each other, and which of them may do what only one should.
 *
 * <p>A process joins by {@linkplain #build building} its Vertx and leaves when that is closed. The other methods need a
 * process that has joined. They never block. Listeners are called one after another and must not wait.
 */
public sealed interface Cluster extends VertxFactory permits HazelcastCluster, SingleProcess {
    /** No published payload is longer. */
    int MAX_PAYLOAD_BYTES = 64 << 10;

    /** No lease is shorter, since a cluster counts in seconds. */
    Duration MIN_LEASE = Duration.ofSeconds(1);

    /**
     * The cluster that the settings {@code cluster.*} name; with {@code cluster.discovery: none}, the default, this process
     * alone. Hazelcast's classes are loaded only for a cluster of several.
     */
    static Cluster from(Settings settings) {
        ClusterSettings cluster = ClusterSettings.from(settings);
        return cluster.discovery() == ClusterSettings.Discovery.NONE
                ? new SingleProcess(cluster.host())
                : new HazelcastCluster(cluster);
    }

    /** This process alone, whatever the settings say; it need not be built. */
    static Cluster alone() {
        return new SingleProcess("127.0.0.1");
    }

    /** Joins; the future fails if no member port can be bound. */
    @Override
    Future<Vertx> build(VertxBuilder builder);

    /** This process. */
    Member self();

    /** Every member that this process sees, itself included, in the order of their ids: the same order on all. */
    List<Member> members();

    /**
     * Tells a listener who the members are: now, and again after each change. A member that ends without leaving counts for
     * about ten seconds more.
     */
    Subscription onMembers(Consumer<List<Member>> listener);

    /**
     * Sends a payload to everyone who has subscribed to a topic, this process included. The members that are there get it at
     * most once; what one of them publishes arrives in order. A member that joins later, or is cut off, misses it.
     *
     * @param topic a {@linkplain Word word}
     * @param payload at most {@value #MAX_PAYLOAD_BYTES} bytes
     */
    Future<Void> publish(String topic, byte[] payload);

    /** Calls a listener with each payload that is published to a topic from now on. */
    Subscription subscribe(String topic, Consumer<byte[]> listener);

    /**
     * Asks for a lease, which one member holds at a time; empty if it is held already, by whomever. It is extended by itself
     * until it is released or lost; if its holder ends without releasing it, it is free again after its duration and a
     * few seconds.
     *
     * <p>If the network parts the cluster, each part may have a holder until the parts meet again. So a lease is for work
     * that is only wasteful when it is done twice, such as sweeping, and no lock for data.
     *
     * @param name a {@linkplain Word word}
     * @param duration at least a second; how long the holder may be cut off before it loses the lease
     */
    Future<Optional<Lease>> lease(String name, Duration duration);

    /**
     * Asks for one of several permits of a name, such as those for an account's streams; empty if none is left. Nobody
     * extends it but its holder: it is free again after its duration, whatever became of the process.
     *
     * <p>The count survives the death of a member. If the network parts the cluster, each part counts on its own until the
     * parts meet again, and then more may be held than there are until those have expired.
     *
     * @param name a {@linkplain Word word}
     * @param max permits there are, from 1; the same for all who ask
     * @param duration at least a second
     */
    Future<Optional<Permit>> permit(String name, int max, Duration duration);

    /**
     * Takes one of the seats of a name for a holder, or keeps the one it has. There is always a seat for whoever is new: the
     * holder that sits longest is displaced for it. Whoever was displaced is refused for a while, then is new again.
     *
     * <p>A seat is free after its duration, whatever became of the process that asked for it. The count survives the death of
     * a member, and is per part while the network parts the cluster, as with {@link #permit}.
     *
     * @param name a {@linkplain Word word}
     * @param holder for whom, such as a player; a word as well
     * @param max seats there are, from 1; fewer than before displace even whoever keeps a seat
     * @param life how long the seat is kept from now on, at least a second
     * @param rest how long whoever is displaced is refused, at least a second
     */
    Future<SeatAnswer> seat(String name, String holder, int max, Duration life, Duration rest);

    /**
     * Whether a holder has its seat.
     *
     * @param waitMs 0 if it has; else how many milliseconds it is refused for
     * @param displaced the holders that have lost their seats to it
     */
    record SeatAnswer(long waitMs, List<String> displaced) {
        public SeatAnswer {
            displaced = List.copyOf(displaced);
        }

        /** Whether it has its seat. */
        public boolean isSeated() {
            return waitMs == 0;
        }
    }

    /**
     * A process of the cluster.
     *
     * @param id unique; a process that starts again has another one
     * @param host the address by which members reach it
     */
    record Member(String id, String host) {}

    /** A listener that is called. */
    @FunctionalInterface
    interface Subscription {
        /** Calls it no more; a call that is under way goes through. */
        void cancel();
    }

    /** A permit that this process took. */
    interface Permit {
        /** Whether it has not expired, counted from before it was asked for. */
        boolean isHeld();

        /**
         * Holds it for a duration from now on.
         *
         * @return false if it had expired and others have taken all
         */
        Future<Boolean> extend(Duration duration);

        /** Gives it back, so that another can take it at once. */
        Future<Void> release();
    }

    /** A lease that this process took. */
    interface Lease {
        /** Whether no other member has it. Look before each piece of work. */
        boolean isHeld();

        /** Completes when the lease is lost; never if it is released before. */
        Future<Void> lost();

        /** Gives the lease back, so that another member can take it at once. */
        Future<Void> release();
    }
}
