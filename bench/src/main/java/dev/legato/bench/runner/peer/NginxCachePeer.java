package dev.legato.bench.runner.peer;

import java.util.List;
import java.util.Map;

/**
 * nginx as a cache of slices of 1 MiB, tuned as {@link NginxPeer} is: files opened once, one request for a slice that is
 * missing, connections to the origin kept.
 */
record NginxCachePeer() implements Peer {
    private static final List<String> SETTINGS = List.of("on", "off");

    @Override
    public String name() {
        return "nginx-cache";
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
        settings.requirePlain(name());
        String program = Programs.find("nginx").orElseThrow();
        String noPush = SETTINGS.get(variant);
        String configuration = """
                user root;
                worker_processes 1;
                worker_rlimit_nofile 20000;
                daemon off;
                pid nginx.pid;
                error_log error.log crit;
                events {
                    worker_connections 19500;
                    multi_accept on;
                }
                http {
                    access_log off;
                    sendfile on;
                    tcp_nopush %s;
                    tcp_nodelay on;
                    keepalive_timeout 1h;
                    keepalive_requests 1000000000;
                    open_file_cache max=5000 inactive=1h;
                    open_file_cache_valid 1h;
                    client_body_temp_path body;
                    proxy_temp_path proxy;
                    fastcgi_temp_path fastcgi;
                    uwsgi_temp_path uwsgi;
                    scgi_temp_path scgi;
                    proxy_cache_path cache levels=1:2 keys_zone=tracks:32m max_size=%d inactive=1d use_temp_path=off;
                    upstream origin {
                        server 127.0.0.1:%d;
                        keepalive 64;
                    }
                    server {
                        listen 127.0.0.1:%d backlog=65535;
                        location / {
                            slice 1m;
                            proxy_cache tracks;
                            proxy_cache_key $uri$slice_range;
                            proxy_cache_valid 200 206 1d;
                            proxy_cache_lock on;
                            proxy_cache_lock_timeout 30s;
                            proxy_set_header Range $slice_range;
                            proxy_http_version 1.1;
                            proxy_set_header Connection "";
                            proxy_pass http://origin;
                        }
                    }
                }
                """.formatted(noPush, settings.cacheBytes(), settings.originPort(), settings.port());
        return new Launch(
                "nginx-cache (tcp_nopush %s)".formatted(noPush),
                "nginx-cache",
                NginxPeer.command(program, settings.work()),
                Map.of(),
                Map.of(NginxPeer.CONFIGURATION, configuration),
                settings.port(),
                "",
                false,
                false,
                NginxPeer.version(program),
                OriginPeer.launch(settings));
    }
}
