package dev.legato.bench.runner.peer;

/** Varnish with a bounded memory; it fetches whole tracks, and sends what has arrived while it fetches. */
record VarnishCachePeer() implements Peer {
    @Override
    public String name() {
        return "varnish-cache";
    }

    @Override
    public String missing() {
        String varnish = new VarnishPeer().missing();
        return varnish.isEmpty() ? OriginPeer.missing() : varnish;
    }

    @Override
    public int variants() {
        return 1;
    }

    @Override
    public Launch launch(int variant, LaunchSettings settings) {
        settings.requirePlain(name());
        return VarnishPeer.launch(
                name(), "malloc," + settings.cacheBytes(), "a bounded cache", settings, OriginPeer.launch(settings));
    }
}
