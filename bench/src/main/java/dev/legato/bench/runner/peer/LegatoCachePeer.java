package dev.legato.bench.runner.peer;

import dev.legato.bench.scenario.ByteSize;
import java.util.List;

/** Legato's edge as a cache: {@code ./legato edge --origin … --cache …}, asked by signed links as over a folder. */
record LegatoCachePeer() implements Peer {
    @Override
    public String name() {
        return "legato-cache";
    }

    @Override
    public String missing() {
        String edge = new LegatoPeer().missing();
        return edge.isEmpty() ? OriginPeer.missing() : edge;
    }

    @Override
    public int variants() {
        return 1;
    }

    @Override
    public Launch launch(int variant, LaunchSettings settings) {
        List<String> source = List.of(
                "--origin",
                "http://127.0.0.1:" + settings.originPort(),
                "--cache",
                settings.work().resolve("cache").toString(),
                "--cache-bytes",
                new ByteSize(settings.cacheBytes()).toString());
        return LegatoPeer.edge(name(), source, settings, OriginPeer.launch(settings));
    }
}
