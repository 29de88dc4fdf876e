package dev.legato.cluster;

import dev.legato.cluster.Cluster.Subscription;
import dev.legato.runtime.settings.Settings;
import io.vertx.core.Vertx;
import java.io.IOException;
import java.net.ServerSocket;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;

/** Two who have joined the same cluster; for a process that is alone, the same one twice. */
record TwoMembers(Cluster one, Cluster other, List<Vertx> vertx) {
    private static final int JOIN_SECONDS = 60;

    static TwoMembers ofHazelcast() throws Exception {
        String name = UUID.randomUUID().toString();
        int first;
        int second;
        try (ServerSocket a = new ServerSocket(0);
                ServerSocket b = new ServerSocket(0)) {
            first = a.getLocalPort();
            second = b.getLocalPort();
        }
        Cluster one = Cluster.from(settings(name, first, second));
        Cluster other = Cluster.from(settings(name, second, first));
        Vertx oneVertx = one.build(Vertx.builder()).await(JOIN_SECONDS, TimeUnit.SECONDS);
        Vertx otherVertx = other.build(Vertx.builder()).await(JOIN_SECONDS, TimeUnit.SECONDS);
        awaitBoth(one);
        awaitBoth(other);
        return new TwoMembers(one, other, List.of(oneVertx, otherVertx));
    }

    static TwoMembers inOneProcess() throws Exception {
        Cluster alone = Cluster.from(Settings.of(Map.of()));
        return new TwoMembers(
                alone, alone, List.of(alone.build(Vertx.builder()).await(JOIN_SECONDS, TimeUnit.SECONDS)));
    }

    /** Not close, which JUnit would call after each test with this parameter. */
    void leave() throws Exception {
        for (Vertx member : vertx.reversed()) {
            member.close().await(JOIN_SECONDS, TimeUnit.SECONDS);
        }
    }

    private static void awaitBoth(Cluster cluster) throws Exception {
        CompletableFuture<Void> both = new CompletableFuture<>();
        Subscription subscription = cluster.onMembers(members -> {
            if (members.size() == 2) {
                both.complete(null);
            }
        });
        both.get(JOIN_SECONDS, TimeUnit.SECONDS);
        subscription.cancel();
    }

    @Override
    public String toString() {
        return one.getClass().getSimpleName();
    }

    private static Settings settings(String name, int port, int peer) throws IOException {
        return Settings.of(Map.of(
                "cluster.discovery",
                "members",
                "cluster.name",
                name,
                "cluster.members",
                "127.0.0.1:" + peer,
                "cluster.port",
                Integer.toString(port)));
    }
}
