package dev.legato.cluster;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;

import dev.legato.runtime.VertxFactory;
import dev.legato.runtime.settings.Settings;
import dev.legato.runtime.settings.SettingsException;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

class HazelcastClusterIT {
    private final Settings settings = Settings.of(Map.of(
            "cluster.discovery", "members",
            "cluster.name", UUID.randomUUID().toString(),
            "cluster.members", "127.0.0.1",
            "cluster.port", "5801"));

    @Test
    void build_twoProcessesOnLoopback_hearEachOther() throws Exception {
        HazelcastCluster first = (HazelcastCluster) HazelcastCluster.from(settings);
        HazelcastCluster second = (HazelcastCluster) HazelcastCluster.from(settings);
        Vertx sender = first.build(Vertx.builder()).await(30, TimeUnit.SECONDS);
        Vertx receiver = second.build(Vertx.builder()).await(30, TimeUnit.SECONDS);
        try {
            assertEquals(2, second.size());
            Promise<Object> heard = Promise.promise();
            receiver.eventBus()
                    .consumer("greeting", message -> heard.complete(message.body()))
                    .completion()
                    .await(10, TimeUnit.SECONDS);
            sender.eventBus().publish("greeting", "hello");
            assertEquals("hello", heard.future().await(10, TimeUnit.SECONDS));
        } finally {
            receiver.close().await(30, TimeUnit.SECONDS);
            sender.close().await(30, TimeUnit.SECONDS);
        }
    }

    @Test
    void from_noDiscovery_joinsNothing() {
        assertSame(VertxFactory.UNCLUSTERED, HazelcastCluster.from(Settings.of(Map.of())));
    }

    @Test
    void from_unknownDiscovery_saysWhatWouldBeRight() {
        Settings wrong = Settings.of(Map.of("cluster.discovery", "gossip"));
        var failure = assertThrows(SettingsException.class, () -> HazelcastCluster.from(wrong));
        assertEquals("cluster.discovery: 'gossip' (expected: none, members or kubernetes)", failure.getMessage());
    }
}
