package dev.legato.bench.runner.peer;

import java.util.List;
import java.util.Map;

/** Caddy as a file server: no log, no compression, HTTP/1.1 alone, connections kept. */
record CaddyPeer() implements Peer {
    @Override
    public String name() {
        return "caddy";
    }

    @Override
    public String missing() {
        return Programs.missing("caddy", "caddy");
    }

    @Override
    public int variants() {
        return 1;
    }

    @Override
    public Launch launch(int variant, LaunchSettings settings) {
        String program = Programs.find("caddy").orElseThrow();
        String tls = settings.tls() ? """
                    tls %s/cert.pem %s/key.pem {
                        protocols tls1.3
                    }
                """.formatted(settings.keys(), settings.keys()) : "";
        String configuration = """
                {
                    admin off
                    auto_https off
                    storage file_system %s/storage
                    log {
                        output discard
                    }
                    servers {
                        protocols h1
                        timeouts {
                            idle 1h
                        }
                    }
                }
                :%d {
                    bind 127.0.0.1
                    root * %s
                    file_server
                %s}
                """.formatted(settings.work(), settings.port(), settings.root(), tls);
        return new Launch(
                "caddy",
                "caddy",
                List.of(
                        program,
                        "run",
                        "--config",
                        settings.work().resolve("Caddyfile").toString(),
                        "--adapter",
                        "caddyfile"),
                Map.of(
                        "XDG_CONFIG_HOME", settings.work().toString(),
                        "XDG_DATA_HOME", settings.work().toString()),
                Map.of("Caddyfile", configuration),
                settings.port(),
                "",
                settings.tls(),
                false,
                "Caddy " + Programs.output(program, "version"),
                null);
    }
}
