package dev.legato.bench.runner.peer;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * Apache Traffic Server as a cache of slices of 1 MiB: one thread for connections, no log, all that is on disk kept in
 * memory as well, readers served while a slice is being written. Ranges need its plugin {@code slice}.
 */
record TrafficServerPeer() implements Peer {
    private static final Path SLICE = Path.of("/usr/lib/trafficserver/modules/slice.so");
    private static final String ROOT = "runroot.yaml";

    @Override
    public String name() {
        return "trafficserver-cache";
    }

    @Override
    public String missing() {
        String program = Programs.missing("traffic_server", "trafficserver");
        if (!program.isEmpty()) {
            return program;
        }
        return Files.exists(SLICE)
                ? OriginPeer.missing()
                : "%s is not there (Debian: apt-get install trafficserver-experimental-plugins)".formatted(SLICE);
    }

    @Override
    public int variants() {
        return 1;
    }

    @Override
    public Launch launch(int variant, LaunchSettings settings) {
        settings.requirePlain(name());
        String program = Programs.find("traffic_server").orElseThrow();
        Path work = settings.work();
        String root = """
                prefix: %1$s
                exec_prefix: /usr
                bindir: /usr/bin
                sbindir: /usr/sbin
                sysconfdir: %1$s
                datadir: %1$s
                includedir: /usr/include
                libdir: /usr/lib
                libexecdir: /usr/lib/trafficserver/modules
                localstatedir: %1$s
                runtimedir: %1$s
                logdir: %1$s
                cachedir: %1$s
                """.formatted(work);
        String records = """
                CONFIG proxy.config.http.server_ports STRING %d:ip-in=127.0.0.1
                CONFIG proxy.config.admin.user_id STRING #-1
                CONFIG proxy.config.http.wait_for_cache INT 1
                CONFIG proxy.config.exec_thread.autoconfig INT 0
                CONFIG proxy.config.exec_thread.limit INT 1
                CONFIG proxy.config.exec_thread.affinity INT 0
                CONFIG proxy.config.accept_threads INT 0
                CONFIG proxy.config.log.logging_enabled INT 0
                CONFIG proxy.config.net.connections_throttle INT 19000
                CONFIG proxy.config.net.listen_backlog INT 65535
                CONFIG proxy.config.http.keep_alive_no_activity_timeout_in INT 3600
                CONFIG proxy.config.http.keep_alive_no_activity_timeout_out INT 3600
                CONFIG proxy.config.http.insert_request_via_str INT 0
                CONFIG proxy.config.http.server_session_sharing.pool STRING global
                CONFIG proxy.config.cache.ram_cache.size INT %d
                CONFIG proxy.config.cache.ram_cache_cutoff INT 4194304
                CONFIG proxy.config.cache.enable_read_while_writer INT 1
                CONFIG proxy.config.http.background_fill_active_timeout INT 0
                CONFIG proxy.config.http.background_fill_completed_threshold FLOAT 0.0
                CONFIG proxy.config.http.cache.max_open_read_retries INT 500
                CONFIG proxy.config.http.cache.open_read_retry_time INT 10
                CONFIG proxy.config.http.cache.open_write_fail_action INT 0
                CONFIG proxy.config.url_remap.pristine_host_hdr INT 0
                """.formatted(settings.port(), settings.cacheBytes());
        Map<String, String> files = new TreeMap<>();
        files.put(ROOT, root);
        files.put("records.config", records);
        files.put("storage.config", "%s %d%n".formatted(work, settings.cacheBytes()));
        files.put(
                "remap.config",
                "map / http://127.0.0.1:%d/ @plugin=slice.so @pparam=--blockbytes=1m @plugin=cache_range_requests.so%n"
                        .formatted(settings.originPort()));
        files.put("plugin.config", "");
        files.put("ip_allow.yaml", """
                ip_allow:
                  - apply: in
                    ip_addrs: 0/0
                    action: allow
                    methods: ALL
                """);
        return new Launch(
                name(),
                name(),
                List.of(program, "--run-root=" + work.resolve(ROOT)),
                Map.of(),
                files,
                settings.port(),
                "",
                false,
                false,
                Programs.output(program, "--version").lines().findFirst().orElse("unknown"),
                OriginPeer.launch(settings));
    }
}
