package dev.legato.bench.runner.peer;

import java.util.List;
import java.util.Map;

/**
 * Varnish as a cache in memory, before the {@link LimitServer}: each file is fetched once, and all that is measured is
 * served from the cache. It has no sendfile: what it sends lies in its own memory.
 */
record VarnishPeer() implements Peer {
    @Override
    public String name() {
        return "varnish";
    }

    @Override
    public String missing() {
        return Programs.missing("varnishd", "varnish");
    }

    @Override
    public int variants() {
        return 1;
    }

    @Override
    public Launch launch(int variant, LaunchSettings settings) {
        if (settings.tls()) {
            throw new IllegalArgumentException("peer varnish: it has no TLS (expected: --tls without --peer varnish)");
        }
        return launch(
                name(), "malloc", "all files in its cache", settings, new LimitPeer().launch(0, settings.ofOrigin()));
    }

    /**
     * @param storage as its option {@code -s} takes it
     * @param remark on its version
     */
    static Launch launch(String name, String storage, String remark, LaunchSettings settings, Launch origin) {
        String program = Programs.find("varnishd").orElseThrow();
        String configuration = """
                vcl 4.1;
                backend origin {
                    .host = "127.0.0.1";
                    .port = "%d";
                }
                sub vcl_backend_response {
                    set beresp.ttl = 1d;
                    set beresp.grace = 0s;
                }
                """.formatted(settings.originPort());
        return new Launch(
                name,
                name,
                List.of(
                        program,
                        "-F",
                        "-n",
                        settings.work().resolve("instance").toString(),
                        "-f",
                        settings.work().resolve("default.vcl").toString(),
                        "-a",
                        "127.0.0.1:" + settings.port(),
                        "-s",
                        storage,
                        "-T",
                        "none",
                        "-j",
                        "none",
                        "-p",
                        "listen_depth=65535",
                        "-p",
                        "thread_pools=1",
                        "-p",
                        "thread_pool_min=200",
                        "-p",
                        "timeout_idle=3600"),
                Map.of(),
                Map.of("default.vcl", configuration),
                settings.port(),
                "",
                false,
                false,
                Programs.output(program, "-V").lines().findFirst().orElse("unknown") + ", " + remark,
                origin);
    }
}
