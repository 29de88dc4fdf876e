package dev.legato.edge;

import dev.legato.edge.tls.ServerTls;
import io.vertx.core.http.Http2Settings;
import io.vertx.core.http.HttpServerOptions;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/** How the port is served: HTTP/1.1 and HTTP/2, by ALPN under TLS, with prior knowledge or an upgrade without. */
final class ServerOptions {
    private ServerOptions() {}

    /** @param tls null to speak plain text */
    static HttpServerOptions of(EdgeSettings settings, @Nullable ServerTls tls) {
        HttpServerOptions options = settings.http().serverOptions();
        Http2Limits http2 = settings.http2();
        // A CDN or a proxy may well ask its origin in HTTP/2 without TLS; the edge takes no bodies.
        options.setHttp2ClearTextEnabled(true)
                .setInitialSettings(new Http2Settings()
                        .setMaxConcurrentStreams(http2.streams())
                        .setMaxHeaderListSize(options.getMaxHeaderSize())
                        .setPushEnabled(false))
                .setHttp2RstFloodMaxRstFramePerWindow(http2.resets())
                .setHttp2RstFloodWindowDuration((int) http2.resetWindow().toSeconds())
                .setHttp2RstFloodWindowDurationTimeUnit(TimeUnit.SECONDS)
                // Vert.x would watch for idleness behind its decoder, where the fast lane passes nothing on: the gate
                // does.
                .setIdleTimeout(0)
                // All writes come from the event loop, so no connection needs a queue (4 kB) for those of other
                // threads.
                .setStrictThreadMode(true)
                .setSslHandshakeTimeout(settings.connections().headTimeout().toMillis())
                .setSslHandshakeTimeoutUnit(TimeUnit.MILLISECONDS)
                .setReusePort(true);
        return tls == null ? options : tls.apply(options);
    }
}
