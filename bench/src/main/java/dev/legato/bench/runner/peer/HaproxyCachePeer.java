package dev.legato.bench.runner.peer;

import java.util.List;
import java.util.Map;

/** HAProxy's cache of small objects in memory, one thread, no log. A request with a Range passes by it. */
record HaproxyCachePeer() implements Peer {
    private static final int MAX_MEGABYTES = 4095;
    private static final int MAX_OBJECT_BYTES = 1 << 20;

    @Override
    public String name() {
        return "haproxy-cache";
    }

    @Override
    public String missing() {
        String haproxy = new HaproxyPeer().missing();
        return haproxy.isEmpty() ? OriginPeer.missing() : haproxy;
    }

    @Override
    public int variants() {
        return 1;
    }

    @Override
    public Launch launch(int variant, LaunchSettings settings) {
        settings.requirePlain(name());
        String program = Programs.find("haproxy").orElseThrow();
        String configuration = """
                global
                    nbthread 1
                    maxconn 9000
                    tune.bufsize 131072
                cache objects
                    total-max-size %d
                    max-object-size %d
                    max-age 86400
                defaults
                    mode http
                    http-reuse always
                    timeout connect 5s
                    timeout client 1h
                    timeout server 1h
                    timeout http-keep-alive 1h
                frontend edge
                    bind 127.0.0.1:%d backlog 65535
                    http-request cache-use objects
                    http-response cache-store objects
                    default_backend files
                backend files
                    server origin 127.0.0.1:%d
                """.formatted(
                        Math.clamp(settings.cacheBytes() >> 20, 4, MAX_MEGABYTES),
                        MAX_OBJECT_BYTES,
                        settings.port(),
                        settings.originPort());
        return new Launch(
                name(),
                name(),
                List.of(program, "-f", settings.work().resolve("haproxy.cfg").toString(), "-db"),
                Map.of(),
                Map.of("haproxy.cfg", configuration),
                settings.port(),
                "",
                false,
                false,
                Programs.output(program, "-v").lines().findFirst().orElse("unknown"),
                OriginPeer.launch(settings));
    }
}
