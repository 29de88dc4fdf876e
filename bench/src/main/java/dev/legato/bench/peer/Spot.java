package dev.legato.bench.peer;

import java.nio.file.Path;

/**
 * Where a server is to stand.
 *
 * @param root the folder of audio files
 * @param work an empty folder of its own, for configuration and logs
 * @param tls whether to speak TLS, with {@code cert.pem} and {@code key.pem} in {@code keys}
 * @param keys the folder of certificate and key
 */
public record Spot(Path root, Path work, int port, boolean tls, Path keys) {}
