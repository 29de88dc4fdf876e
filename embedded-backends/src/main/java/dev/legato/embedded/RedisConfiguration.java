package dev.legato.embedded;

import java.nio.file.Path;

/**
 * The {@code redis.conf} of one folder.
 *
 * @param folder where Redis keeps its files
 * @param password what clients must know: any program of the machine can reach a loopback port
 */
record RedisConfiguration(Path folder, String password) {
    String text() {
        return """
                bind 127.0.0.1
                protected-mode yes
                requirepass %1$s
                dir %2$s
                pidfile %3$s
                # Keeps the command line, by which the next start recognises a Redis that a killed JVM left behind.
                set-proc-title no
                # The append-only file alone keeps the data: at most a second of it is lost with the power, none with a process.
                appendonly yes
                appendfsync everysec
                aof-load-truncated yes
                save ""
                # Redis serves as a cache here, so at the limit what would expire anyway goes first.
                maxmemory 256mb
                maxmemory-policy volatile-lru
                tcp-backlog 128
                loglevel warning
                """.formatted(password, quoted(folder), quoted(pidFile()));
    }

    Path file() {
        return folder.resolve("redis.conf");
    }

    Path pidFile() {
        return folder.resolve("redis.pid");
    }

    private static String quoted(Path path) {
        return "\"" + path.toString().replace("\\", "\\\\").replace("\"", "\\\"") + "\"";
    }
}
