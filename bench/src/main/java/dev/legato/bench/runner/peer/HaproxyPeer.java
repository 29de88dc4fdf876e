package dev.legato.bench.runner.peer;

import java.util.List;
import java.util.Map;

/**
 * HAProxy before the {@link LimitServer}, one thread, no log. It serves no files and its cache takes no ranges, so every
 * request passes on to the origin, over connections that are kept: what is measured is delivery through a proxy, the
 * origin's work included. Run with and without splicing, because which is cheaper depends on the size of answers.
 */
record HaproxyPeer() implements Peer {
    private static final List<String> SETTINGS = List.of("on", "off");

    @Override
    public String name() {
        return "haproxy";
    }

    @Override
    public String missing() {
        return Programs.missing("haproxy", "haproxy");
    }

    @Override
    public int variants() {
        return SETTINGS.size();
    }

    @Override
    public Launch launch(int variant, LaunchSettings settings) {
        String program = Programs.find("haproxy").orElseThrow();
        String splice = SETTINGS.get(variant);
        String tls = settings.tls()
                ? " ssl crt %s/both.pem ssl-min-ver TLSv1.3 alpn http/1.1".formatted(settings.keys())
                : "";
        // Two descriptors a connection, and no process here may have more than 20,000 of them.
        String configuration =
                """
                global
                    nbthread 1
                    maxconn 9000
                    maxpipes 500
                    tune.bufsize 65536
                defaults
                    mode http
                    %soption splice-response
                    http-reuse always
                    timeout connect 5s
                    timeout client 1h
                    timeout server 1h
                    timeout http-keep-alive 1h
                frontend edge
                    bind 127.0.0.1:%d%s backlog 65535
                    default_backend files
                backend files
                    server origin 127.0.0.1:%d
                """.formatted(splice.equals("on") ? "" : "no ", settings.port(), tls, settings.originPort());
        return new Launch(
                "haproxy (splice %s)".formatted(splice),
                "haproxy",
                List.of(program, "-f", settings.work().resolve("haproxy.cfg").toString(), "-db"),
                Map.of(),
                Map.of("haproxy.cfg", configuration),
                settings.port(),
                "",
                settings.tls(),
                false,
                Programs.output(program, "-v").lines().findFirst().orElse("unknown") + ", the limit server behind it",
                new LimitPeer().launch(0, settings.ofOrigin()));
    }
}
