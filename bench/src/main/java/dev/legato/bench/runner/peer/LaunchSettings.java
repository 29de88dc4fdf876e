package dev.legato.bench.runner.peer;

import java.nio.file.Path;

/**
 * Where a server is to stand.
 *
 * @param root the folder of audio files
 * @param work an empty folder of its own, for configuration and logs
 * @param originPort another free port, for servers that need an origin
 * @param tls whether to speak TLS, with {@code cert.pem}, {@code key.pem} and {@code both.pem} in {@code keys}
 * @param keys the folder of certificate and key
 * @param paced whether Legato paces its answers as it does for listeners
 * @param cacheBytes what a server that is a cache may hold
 */
public record LaunchSettings(
        Path root, Path work, int port, int originPort, boolean tls, Path keys, boolean paced, long cacheBytes) {
    /** @throws IllegalArgumentException when TLS is asked for, which a server is not measured with */
    void requirePlain(String name) {
        if (tls) {
            throw new IllegalArgumentException(
                    "peer %1$s: it is measured without TLS (expected: --tls without --peer %1$s)".formatted(name));
        }
    }

    /** The same place for the server's origin, which speaks plain HTTP. */
    LaunchSettings ofOrigin() {
        return new LaunchSettings(root, work, originPort, originPort, false, keys, paced, cacheBytes);
    }
}
