package dev.legato.bench.runner.peer;

import java.util.List;

/** A kind of server that the bench can start. */
public sealed interface Peer
        permits LegatoPeer,
                NginxPeer,
                CaddyPeer,
                VarnishPeer,
                HaproxyPeer,
                LimitPeer,
                LegatoCachePeer,
                NginxCachePeer,
                VarnishCachePeer,
                HaproxyCachePeer,
                TrafficServerPeer {
    /** As on the command line. */
    String name();

    /** Empty when it can run here; else what is missing. */
    String missing();

    /** How many settings of it are measured; the better one counts. */
    int variants();

    /** @param variant from 0 to {@link #variants} - 1 */
    Launch launch(int variant, LaunchSettings settings);

    /** Every kind. */
    static List<Peer> all() {
        return List.of(
                new LegatoPeer(),
                new NginxPeer(),
                new CaddyPeer(),
                new VarnishPeer(),
                new HaproxyPeer(),
                new LimitPeer(),
                new LegatoCachePeer(),
                new NginxCachePeer(),
                new VarnishCachePeer(),
                new HaproxyCachePeer(),
                new TrafficServerPeer());
    }

    /** @throws IllegalArgumentException when nobody is called so */
    static Peer named(String name) {
        return all().stream()
                .filter(peer -> peer.name().equals(name))
                .findFirst()
                .orElseThrow(() -> new IllegalArgumentException("peer: '%s' (expected: one of %s)"
                        .formatted(
                                name,
                                String.join(", ", all().stream().map(Peer::name).toList()))));
    }
}
