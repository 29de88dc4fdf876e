package dev.legato.edge.origin;

import dev.legato.edge.origin.OriginSettings.Protocol;
import io.vertx.core.Vertx;
import io.vertx.core.http.Http2Settings;
import io.vertx.core.http.HttpClient;
import io.vertx.core.http.HttpClientOptions;
import io.vertx.core.http.HttpVersion;
import io.vertx.core.http.PoolOptions;
import java.util.List;
import java.util.concurrent.TimeUnit;

/** Makes the HTTP client of one origin. */
final class OriginClients {
    /** Streams of one connection share its window, so that readers that pause must not use all of it up. */
    private static final int STREAM_WINDOW = 256 << 10;

    private static final int MAX_STREAMS = 64;
    private static final int MAX_HTTP2_CONNECTIONS = 4;
    private static final int MAX_HEAD = 32 << 10;
    /** Bodies arrive in pieces of at most so many bytes; each piece costs the same. */
    private static final int MAX_CHUNK = 64 << 10;

    private static final int MAX_STATUS_LINE = 1 << 10;

    private OriginClients() {}

    static HttpClient create(Vertx vertx, OriginAddress origin, OriginSettings settings) {
        boolean http2 = settings.protocol() == Protocol.H2 || (settings.protocol() == Protocol.AUTO && origin.tls());
        int connect = (int) settings.timeouts().connect().toMillis();
        HttpClientOptions options = new HttpClientOptions()
                .setConnectTimeout(connect)
                .setSslHandshakeTimeout(connect)
                .setSslHandshakeTimeoutUnit(TimeUnit.MILLISECONDS)
                .setKeepAliveTimeout((int) settings.pool().keepAlive().toSeconds())
                .setHttp2KeepAliveTimeout((int) settings.pool().keepAlive().toSeconds())
                .setTcpNoDelay(true)
                .setMaxInitialLineLength(MAX_STATUS_LINE)
                .setMaxHeaderSize(MAX_HEAD)
                .setMaxChunkSize(MAX_CHUNK)
                .setMetricsName("origin")
                .setHttp2ClearTextUpgrade(false)
                .setHttp2MultiplexingLimit(MAX_STREAMS)
                .setHttp2ConnectionWindowSize(MAX_STREAMS * STREAM_WINDOW)
                .setInitialSettings(new Http2Settings()
                        .setPushEnabled(false)
                        .setInitialWindowSize(STREAM_WINDOW)
                        .setMaxHeaderListSize(MAX_HEAD));
        if (http2) {
            options.setProtocolVersion(HttpVersion.HTTP_2)
                    .setUseAlpn(origin.tls())
                    .setAlpnVersions(List.of(HttpVersion.HTTP_2, HttpVersion.HTTP_1_1));
        }
        if (origin.tls()) {
            var _ = settings.tls().apply(vertx, options);
        }
        PoolOptions pool = new PoolOptions()
                .setHttp1MaxSize(settings.pool().connections())
                .setHttp2MaxSize(MAX_HTTP2_CONNECTIONS)
                .setMaxWaitQueueSize(settings.pool().queue())
                .setMaxLifetime((int) settings.pool().maxAge().toSeconds())
                .setMaxLifetimeUnit(TimeUnit.SECONDS);
        return vertx.httpClientBuilder()
                .with(options)
                .with(pool)
                .withConnectHandler(connection -> {
                    // The exchange reports a failure as well; without this handler Vert.x logs an error.
                    connection.exceptionHandler(_ -> {});
                    InterimResponses.install(connection);
                })
                .build();
    }
}
