package dev.legato.cluster;

import com.hazelcast.config.Config;
import com.hazelcast.config.JoinConfig;
import com.hazelcast.config.ListenerConfig;
import com.hazelcast.config.YamlConfigBuilder;
import com.hazelcast.core.HazelcastInstance;
import com.hazelcast.map.IMap;
import com.hazelcast.topic.ITopic;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.VertxBuilder;
import io.vertx.spi.cluster.hazelcast.HazelcastClusterManager;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Properties;
import java.util.UUID;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * A Hazelcast cluster, which a process's Vertx is a member of too. Members that share a name share topics and leases; the
 * guarantees are those of Hazelcast's available structures, see {@link Cluster#lease}.
 */
final class HazelcastCluster implements Cluster {
    private static final String CONFIGURATION = "legato-hazelcast.yaml";
    private static final String LEASES = "legato.leases";
    private static final String PERMITS = "legato.permits";
    private static final String SEATS = "legato.seats";
    private static final String TOPIC = "legato.";

    private final ClusterSettings settings;
    private final ClusterMembers members = new ClusterMembers();
    private volatile @Nullable Joined joined;

    /** What there is once the process has joined. */
    private record Joined(Vertx vertx, HazelcastInstance hazelcast) {}

    HazelcastCluster(ClusterSettings settings) {
        this.settings = settings;
    }

    @Override
    public Future<Vertx> build(VertxBuilder builder) {
        HazelcastClusterManager manager = new HazelcastClusterManager(configuration());
        return builder.withClusterManager(manager).buildClustered().map(vertx -> {
            joined = new Joined(vertx, manager.getHazelcastInstance());
            return vertx;
        });
    }

    @Override
    public Member self() {
        return ClusterMembers.member(hazelcast().getCluster().getLocalMember());
    }

    @Override
    public List<Member> members() {
        return members.all();
    }

    @Override
    public Subscription onMembers(Consumer<List<Member>> listener) {
        return members.on(listener);
    }

    @Override
    public Future<Void> publish(String topic, byte[] payload) {
        Arguments.requirePublishable(topic, payload);
        return Future.fromCompletionStage(topic(topic).publishAsync(payload), vertx().getOrCreateContext());
    }

    @Override
    public Subscription subscribe(String topic, Consumer<byte[]> listener) {
        Arguments.requireTopic(topic);
        ITopic<byte[]> there = topic(topic);
        UUID id = there.addMessageListener(message -> Listeners.call(listener, message.getMessageObject()));
        return () -> there.removeMessageListener(id);
    }

    @Override
    public Future<Optional<Lease>> lease(String name, Duration duration) {
        Arguments.requireLease(name, duration);
        return HazelcastLease.take(vertx(), leases(), name, duration, System::nanoTime);
    }

    @Override
    public Future<Optional<Permit>> permit(String name, int max, Duration duration) {
        Arguments.requirePermit(name, max, duration);
        return CountedPermit.take(this::changePermit, name, max, duration, System::nanoTime);
    }

    @Override
    public Future<SeatAnswer> seat(String name, String holder, int max, Duration life, Duration rest) {
        Arguments.requireSeat(name, holder, max, life, rest);
        try {
            IMap<String, Map<String, long[]>> seats = hazelcast().getMap(SEATS);
            return Future.fromCompletionStage(
                            seats.submitToKey(name, new SeatChange(holder, max, life.toMillis(), rest.toMillis())),
                            vertx().getOrCreateContext())
                    .map(SeatChange::answer);
        } catch (RuntimeException e) {
            return Future.failedFuture(e); // thrown, not returned, once this process has left the cluster
        }
    }

    private Future<Boolean> changePermit(String name, String holder, int max, Duration life) {
        try {
            IMap<String, Map<String, Long>> permits = hazelcast().getMap(PERMITS);
            return Future.fromCompletionStage(
                    permits.submitToKey(name, new PermitChange(holder, max, life.toMillis())),
                    vertx().getOrCreateContext());
        } catch (RuntimeException e) {
            return Future.failedFuture(e); // thrown, not returned, once this process has left the cluster
        }
    }

    /** The holder of each lease, by the lease's name. */
    IMap<String, String> leases() {
        return hazelcast().getMap(LEASES);
    }

    HazelcastInstance hazelcast() {
        return joined().hazelcast;
    }

    private ITopic<byte[]> topic(String name) {
        return hazelcast().getTopic(TOPIC + name);
    }

    private Vertx vertx() {
        return joined().vertx;
    }

    private Joined joined() {
        Joined now = joined;
        if (now == null) {
            throw new IllegalStateException("the process has not joined its cluster yet");
        }
        return now;
    }

    private Config configuration() {
        Properties variables = new Properties();
        variables.setProperty("legato.cluster.name", settings.name());
        variables.setProperty("legato.cluster.host", settings.host());
        variables.setProperty("legato.cluster.port", Integer.toString(settings.port()));
        try (InputStream yaml = HazelcastCluster.class.getClassLoader().getResourceAsStream(CONFIGURATION)) {
            Config config = new YamlConfigBuilder(yaml).setProperties(variables).build();
            JoinConfig join = config.getNetworkConfig().getJoin();
            switch (settings.discovery()) {
                case MEMBERS -> join.getTcpIpConfig().setEnabled(true).setMembers(settings.members());
                case KUBERNETES ->
                    join.getKubernetesConfig()
                            .setEnabled(true)
                            .setProperty("service-dns", settings.kubernetesService());
                case NONE -> throw new IllegalStateException("no cluster to join");
            }
            return config.addListenerConfig(new ListenerConfig(members));
        } catch (IOException e) {
            throw new UncheckedIOException(CONFIGURATION, e);
        }
    }
}
