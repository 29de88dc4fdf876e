package dev.legato.cluster;

import com.hazelcast.config.Config;
import com.hazelcast.config.JoinConfig;
import com.hazelcast.config.ListenerConfig;
import com.hazelcast.config.YamlConfigBuilder;
import dev.legato.runtime.VertxFactory;
import dev.legato.runtime.settings.Settings;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.VertxBuilder;
import io.vertx.spi.cluster.hazelcast.HazelcastClusterManager;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.Properties;

/** Makes a process's Vertx a member of a Hazelcast cluster. */
public final class HazelcastCluster implements VertxFactory {
    private static final String CONFIGURATION = "legato-hazelcast.yaml";

    private final ClusterSettings settings;
    private final ClusterMembers members = new ClusterMembers();

    private HazelcastCluster(ClusterSettings settings) {
        this.settings = settings;
    }

    /** The cluster that the settings {@code cluster.*} name, or none with {@code cluster.discovery: none}. */
    public static VertxFactory from(Settings settings) {
        ClusterSettings cluster = ClusterSettings.from(settings);
        return cluster.discovery() == ClusterSettings.Discovery.NONE ? UNCLUSTERED : new HazelcastCluster(cluster);
    }

    /** Joins; the future fails if no member port can be bound. */
    @Override
    public Future<Vertx> build(VertxBuilder builder) {
        return builder.withClusterManager(new HazelcastClusterManager(configuration()))
                .buildClustered();
    }

    /** How many members the cluster has, this process included. */
    public int size() {
        return members.count();
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
