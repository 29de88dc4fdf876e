package dev.legato.runtime.http;

import dev.legato.contracts.LegatoService;
import dev.legato.runtime.settings.Settings;
import dev.legato.runtime.tls.ListenerTls;
import io.vertx.core.http.HttpServerOptions;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.TimeUnit;

/**
 * Where a service listens and what it takes, settings {@code {section}.…}.
 *
 * @param host {@code host}, the address it binds
 * @param port {@code port}, 0 for a free one
 * @param mostBodyBytes {@code maxBody}, longer bodies get 413
 * @param idleTimeout {@code idleTimeout}, after which a silent connection is closed
 * @param tls {@code tls.…}, see {@link ListenerTls}; empty to speak plain text
 */
public record HttpSettings(String host, int port, long mostBodyBytes, Duration idleTimeout, Optional<ListenerTls> tls) {
    private static final int BODY_BYTES = 256 << 10;

    /** The gateway passes on what the largest operation takes: a picture of 1 MiB. */
    private static final int GATEWAY_BODY_BYTES = 1 << 20;

    static final int MAX_HEADER_BYTES = 8 << 10;
    static final int MAX_REQUEST_LINE_BYTES = 4 << 10;

    /** A listener that speaks plain text. */
    public HttpSettings(String host, int port, long mostBodyBytes, Duration idleTimeout) {
        this(host, port, mostBodyBytes, idleTimeout, Optional.empty());
    }

    /** A service's settings: its section, and its port by default. */
    public static HttpSettings from(Settings settings, LegatoService service) {
        return withBody(settings, service, settings.bytes(service.label() + ".maxBody", BODY_BYTES));
    }

    /** @param mostBodyBytes the bound of {@code maxBody} itself */
    public static HttpSettings from(Settings settings, LegatoService service, long mostBodyBytes) {
        return withBody(
                settings, service, settings.bytes(service.label() + ".maxBody", GATEWAY_BODY_BYTES, mostBodyBytes));
    }

    private static HttpSettings withBody(Settings settings, LegatoService service, long bodyBytes) {
        String section = service.label();
        return new HttpSettings(
                settings.text(section + ".host", "127.0.0.1"),
                settings.port(section + ".port", service.port()),
                bodyBytes,
                settings.duration(
                        section + ".idleTimeout", Duration.ofSeconds(75), Duration.ofMillis(100), Duration.ofDays(1)),
                // The edge's TLS is more than this, and its own.
                service == LegatoService.EDGE ? Optional.empty() : ListenerTls.from(settings, section));
    }

    /** The server's options, every size bounded. */
    public HttpServerOptions serverOptions() {
        HttpServerOptions options = new HttpServerOptions()
                .setHost(host)
                .setPort(port)
                .setMaxHeaderSize(MAX_HEADER_BYTES)
                .setMaxInitialLineLength(MAX_REQUEST_LINE_BYTES)
                .setIdleTimeout((int) idleTimeout.toMillis())
                .setIdleTimeoutUnit(TimeUnit.MILLISECONDS)
                // HTTP/2 without TLS is for nobody here, and its upgrade carries bodies no Content-Length announces.
                .setHttp2ClearTextEnabled(false)
                .setReuseAddress(true)
                .setTcpNoDelay(true);
        return tls.map(secure -> secure.apply(options)).orElse(options);
    }
}
