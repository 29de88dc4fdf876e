package dev.legato.bench.runner.peer;

import java.nio.file.Path;
import java.util.List;
import java.util.Map;

/**
 * nginx, tuned for files: one worker, no log, open files cached, connections kept for good. Run with
 * {@code tcp_nopush} on and off, because which is cheaper depends on the size of answers.
 */
record NginxPeer() implements Peer {
    static final String CONFIGURATION = "nginx.conf";

    private static final List<String> SETTINGS = List.of("on", "off");

    @Override
    public String name() {
        return "nginx";
    }

    @Override
    public String missing() {
        return Programs.missing("nginx", "nginx-light");
    }

    @Override
    public int variants() {
        return SETTINGS.size();
    }

    @Override
    public Launch launch(int variant, LaunchSettings settings) {
        String program = Programs.find("nginx").orElseThrow();
        String noPush = SETTINGS.get(variant);
        String tls = settings.tls() ? """
                            ssl_certificate %s/cert.pem;
                            ssl_certificate_key %s/key.pem;
                            ssl_protocols TLSv1.3;
                            ssl_buffer_size 16k;
                """.formatted(settings.keys(), settings.keys()) : "";
        // Where nginx is root, or looks so in a user namespace, its worker must not turn into a user who may read less.
        String configuration =
                """
                user root;
                worker_processes 1;
                worker_rlimit_nofile 20000;
                daemon off;
                pid nginx.pid;
                error_log error.log warn;
                events {
                    worker_connections 19500;
                    multi_accept on;
                }
                http {
                    access_log off;
                    default_type audio/mp4;
                    sendfile on;
                    tcp_nopush %s;
                    tcp_nodelay on;
                    keepalive_timeout 1h;
                    keepalive_requests 1000000000;
                    open_file_cache max=10000 inactive=1h;
                    open_file_cache_valid 1h;
                    client_body_temp_path body;
                    proxy_temp_path proxy;
                    fastcgi_temp_path fastcgi;
                    uwsgi_temp_path uwsgi;
                    scgi_temp_path scgi;
                    server {
                        listen 127.0.0.1:%d%s backlog=65535;
                        root %s;
                %s    }
                }
                """.formatted(noPush, settings.port(), settings.tls() ? " ssl" : "", settings.root(), tls);
        return new Launch(
                "nginx (tcp_nopush %s)".formatted(noPush),
                "nginx",
                command(program, settings.work()),
                Map.of(),
                Map.of(CONFIGURATION, configuration),
                settings.port(),
                "",
                settings.tls(),
                false,
                version(program),
                null);
    }

    /** The command of an nginx whose files all lie in one folder. */
    static List<String> command(String program, Path work) {
        return List.of(
                program,
                "-p",
                work.toString(),
                "-e",
                work.resolve("error.log").toString(),
                "-c",
                work.resolve(CONFIGURATION).toString());
    }

    static String version(String program) {
        return Programs.output(program, "-v").replaceFirst("^nginx version: ", "");
    }
}
