package dev.legato.bench.runner.peer;

import java.util.Map;

/**
 * The origin of every cache: nginx over the files, for which any first segment {@code /v…/} of a path is cut. Its log has
 * a line for each request, in the form that {@link OriginLog} reads.
 */
final class OriginPeer {
    private OriginPeer() {}

    static String missing() {
        return Programs.missing("nginx", "nginx-light");
    }

    static Launch launch(LaunchSettings settings) {
        String program = Programs.find("nginx").orElseThrow();
        String configuration = """
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
                    log_format slices '$status $body_bytes_sent $request_uri $sent_http_content_range';
                    access_log %s slices;
                    default_type audio/mp4;
                    sendfile on;
                    tcp_nopush on;
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
                        listen 127.0.0.1:%d backlog=65535;
                        root %s;
                        rewrite ^/v[0-9-]+(/.*)$ $1 break;
                        add_header Cache-Control "public, max-age=86400";
                    }
                }
                """.formatted(OriginLog.NAME, settings.originPort(), settings.root());
        return new Launch(
                "origin",
                "origin",
                NginxPeer.command(program, settings.work().resolve(ServerProcess.ORIGIN)),
                Map.of(),
                Map.of(NginxPeer.CONFIGURATION, configuration),
                settings.originPort(),
                "",
                false,
                false,
                NginxPeer.version(program),
                null,
                true);
    }
}
