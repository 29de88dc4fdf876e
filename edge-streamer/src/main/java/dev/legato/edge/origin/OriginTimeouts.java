package dev.legato.edge.origin;

import dev.legato.runtime.settings.Settings;
import java.time.Duration;

/**
 * How long an origin may take.
 *
 * @param connect {@code edge.origin.connectTimeout} (2s), for the name, TCP and TLS each
 * @param head {@code edge.origin.headTimeout} (15s), from the request's last byte to the end of the response's head
 * @param idle {@code edge.origin.idleTimeout} (15s), between two pieces of a body, in either direction
 * @param connectionWait {@code edge.origin.connectionWait} (1s), for a connection while all are in use
 */
public record OriginTimeouts(Duration connect, Duration head, Duration idle, Duration connectionWait) {
    private static final Duration MIN = Duration.ofMillis(10);
    private static final Duration MAX = Duration.ofMinutes(10);
    private static final Duration MAX_CONNECT = Duration.ofMinutes(1);

    static OriginTimeouts from(Settings settings) {
        return new OriginTimeouts(
                settings.duration("edge.origin.connectTimeout", Duration.ofSeconds(2), MIN, MAX_CONNECT),
                settings.duration("edge.origin.headTimeout", Duration.ofSeconds(15), MIN, MAX),
                settings.duration("edge.origin.idleTimeout", Duration.ofSeconds(15), MIN, MAX),
                settings.duration("edge.origin.connectionWait", Duration.ofSeconds(1), MIN, MAX_CONNECT));
    }

    /** All that may pass before a request is sent: name, TCP, TLS and the queue. */
    Duration beforeSending() {
        return connect.multipliedBy(3).plus(connectionWait);
    }
}
