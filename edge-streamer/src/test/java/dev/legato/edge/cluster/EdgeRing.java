package dev.legato.edge.cluster;

import static dev.legato.testing.Eventually.eventually;

import java.io.IOException;
import java.net.ServerSocket;
import java.net.http.HttpClient;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.TimeoutException;

/** Edges of one cluster before one origin. */
final class EdgeRing implements AutoCloseable {
    final CountingOrigin origin = new CountingOrigin();
    final List<TestEdge> edges = new ArrayList<>();
    final HttpClient client =
            HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();

    private final String name = UUID.randomUUID().toString();
    private final Path folder;
    private final int[] ports;

    EdgeRing(int count, Path folder) throws Exception {
        this(count, folder, Map.of());
    }

    EdgeRing(int count, Path folder, Map<String, String> more) throws Exception {
        this(count, folder, more, count);
    }

    /** @param most edges that there will ever be */
    EdgeRing(int count, Path folder, Map<String, String> more, int most) throws Exception {
        this.folder = folder;
        this.ports = freePorts(most);
        for (int i = 0; i < count; i++) {
            edges.add(start(i, more));
        }
        awaitAll();
    }

    /** Starts an edge, as it was before if it was there before. */
    TestEdge start(int index, Map<String, String> more) throws Exception {
        int[] members = ports.clone();
        members[0] = ports[index];
        members[index] = ports[0];
        return new TestEdge(name, members, origin.url(), folder.resolve("edge" + index), more);
    }

    /** Starts a further edge. */
    void join(int index, Map<String, String> more) throws Exception {
        edges.add(start(index, more));
    }

    /** Starts a further edge that looks for these members only. */
    void joinApart(int index, int... members) throws Exception {
        int[] known = Arrays.stream(members).map(member -> ports[member]).toArray();
        edges.add(new TestEdge(name, known, origin.url(), folder.resolve("edge" + index), Map.of()));
    }

    /** Finds keys whose first groups an edge owns. */
    List<String> ownedBy(EdgeNode owner, int count) {
        List<EdgeNode> nodes = new ArrayList<>(List.of(owner));
        edges.stream().skip(1).map(TestEdge::node).forEach(nodes::add);
        List<String> keys = new ArrayList<>();
        for (int i = 0; keys.size() < count; i++) {
            String key = "plain-owned" + i;
            if (Rendezvous.rank(nodes, key, 0).getFirst().equals(owner)) {
                keys.add(key);
            }
        }
        return keys;
    }

    /** Starts an edge again that was stopped, in its place. */
    TestEdge restart(int index) throws Exception {
        TestEdge edge = start(index, Map.of());
        edges.set(index, edge);
        return edge;
    }

    /** Waits until each edge can ask all others. */
    void awaitAll() throws Exception {
        for (TestEdge edge : edges) {
            eventually(() -> edge.others() == edges.size() - 1);
        }
    }

    /** The edge that owns a group of slices. */
    TestEdge owner(String key, long group) {
        EdgeNode first = Rendezvous.rank(edges.stream().map(TestEdge::node).toList(), key, group)
                .getFirst();
        return edges.stream()
                .filter(edge -> edge.name().equals(first.name()))
                .findFirst()
                .orElseThrow();
    }

    static int[] freePorts(int count) throws IOException {
        List<ServerSocket> sockets = new ArrayList<>();
        try {
            for (int i = 0; i < count; i++) {
                sockets.add(new ServerSocket(0));
            }
            return sockets.stream().mapToInt(ServerSocket::getLocalPort).toArray();
        } finally {
            for (ServerSocket socket : sockets) {
                socket.close();
            }
        }
    }

    @Override
    public void close() throws TimeoutException {
        client.close();
        for (TestEdge edge : edges.reversed()) {
            edge.close();
        }
        origin.close();
    }
}
