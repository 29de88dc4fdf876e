package dev.legato.gateway;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.legato.contracts.LegatoService;
import dev.legato.runtime.tls.ClientTls;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpClientAgent;
import io.vertx.core.http.HttpClientOptions;
import io.vertx.core.http.HttpClientRequest;
import io.vertx.core.http.HttpClientResponse;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.PoolOptions;
import io.vertx.core.http.RequestOptions;
import io.vertx.ext.web.Router;
import io.vertx.ext.web.RoutingContext;
import io.vertx.ext.web.handler.StaticHandler;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.URI;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * {@code /openapi.json}, the services' documents joined, at most {@value #KEPT_SECONDS} s old, and {@code /docs/} to browse it.
 * Use it from one context only.
 */
final class ApiDocs {
    private static final Logger LOG = LoggerFactory.getLogger(ApiDocs.class);
    private static final int WAIT_SECONDS = 2;
    private static final int KEPT_SECONDS = 10;
    private static final int CONNECT_TIMEOUT_MS = 1_000;
    private static final int IDLE_SECONDS = 10;

    /** To each service. */
    private static final int MAX_CONNECTIONS = 2;

    private static final int MAX_WAITING = 8;

    /** Of a service's document. */
    private static final int MAX_BYTES = 1 << 20;

    private static final ObjectMapper JSON = new ObjectMapper();
    private static final String INITIALIZER = """
            window.onload = () => {
              window.ui = SwaggerUIBundle({
                url: '/openapi.json', dom_id: '#swagger-ui', deepLinking: true, tryItOutEnabled: true,
                presets: [SwaggerUIBundle.presets.apis], layout: 'BaseLayout'
              });
            };
            """;

    private final Vertx vertx;
    private final HttpClientAgent client;
    private final ClientTls tls;
    private final Map<LegatoService, URI> upstreams;
    private final LongSupplier nanoTime;
    private @Nullable Future<Buffer> kept;
    private long keptAt;

    /** @param nanoTime a clock like {@link System#nanoTime} */
    ApiDocs(Vertx vertx, Map<LegatoService, URI> upstreams, ClientTls tls, LongSupplier nanoTime) {
        this.vertx = vertx;
        this.tls = tls;
        this.client = vertx.httpClientBuilder()
                .with(tls.apply(new HttpClientOptions()
                        .setConnectTimeout(CONNECT_TIMEOUT_MS)
                        .setIdleTimeout(IDLE_SECONDS)))
                .with(new PoolOptions().setHttp1MaxSize(MAX_CONNECTIONS).setMaxWaitQueueSize(MAX_WAITING))
                .build();
        this.upstreams = new EnumMap<>(upstreams);
        this.upstreams.remove(LegatoService.PLAYER);
        this.nanoTime = nanoTime;
    }

    void install(Router router) {
        router.route("/openapi.json")
                .method(HttpMethod.GET)
                .method(HttpMethod.HEAD)
                .handler(this::document);
        router.route("/docs").method(HttpMethod.GET).method(HttpMethod.HEAD).handler(context -> {
            if (context.request().path().endsWith("/")) {
                context.next();
            } else {
                var _ = context.redirect("/docs/");
            }
        });
        router.get("/docs/swagger-initializer.js").handler(context -> {
            var _ = context.response()
                    .putHeader(HttpHeaders.CONTENT_TYPE, "text/javascript; charset=utf-8")
                    .end(INITIALIZER);
        });
        router.route("/docs/*")
                .method(HttpMethod.GET)
                .method(HttpMethod.HEAD)
                .handler(StaticHandler.create("META-INF/resources/webjars/swagger-ui/" + version())
                        .setIncludeHidden(false));
    }

    /** Uses changed certificates for new connections. Call it on the context that serves. */
    void watch() {
        tls.watch(vertx, client);
    }

    Future<Void> close() {
        return client.close();
    }

    private void document(RoutingContext context) {
        Future<Buffer> shared = kept;
        if (shared == null || nanoTime.getAsLong() - keptAt > TimeUnit.SECONDS.toNanos(KEPT_SECONDS)) {
            shared = joined();
            kept = shared;
            keptAt = nanoTime.getAsLong();
        }
        var _ = shared.onSuccess(document -> {
                    var _ = context.response()
                            .putHeader(HttpHeaders.CONTENT_TYPE, "application/json")
                            .putHeader(HttpHeaders.CACHE_CONTROL, "no-cache")
                            .end(document);
                })
                .onFailure(context::fail);
    }

    /** Those of the services that answer. */
    private Future<Buffer> joined() {
        Map<LegatoService, JsonNode> documents = new TreeMap<>(Comparator.comparingInt(LegatoService::port));
        List<Future<Void>> fetched = new ArrayList<>();
        upstreams.forEach((upstream, base) -> fetched.add(fetch(base)
                .<Void>map(json -> {
                    documents.put(upstream, json);
                    return null;
                })
                .recover(failure -> {
                    LOG.warn("no API document of {}: {}", upstream.label(), failure.toString());
                    return Future.succeededFuture();
                })));
        return Future.join(fetched).map(_ -> {
            Map<String, JsonNode> named = new LinkedHashMap<>();
            documents.forEach((upstream, json) -> named.put(upstream.label(), json));
            return Buffer.buffer(OpenApiJoin.join(named).toString());
        });
    }

    private Future<JsonNode> fetch(URI base) {
        return client.request(new RequestOptions()
                        .setMethod(HttpMethod.GET)
                        .setAbsoluteURI(base.resolve("/openapi.json").toString())
                        .setConnectTimeout(TimeUnit.SECONDS.toMillis(WAIT_SECONDS)))
                .compose(ApiDocs::answer)
                .timeout(WAIT_SECONDS, TimeUnit.SECONDS)
                .map(body -> {
                    try {
                        return JSON.readTree(body.getBytes());
                    } catch (IOException e) {
                        throw new UncheckedIOException(e);
                    }
                });
    }

    /** What is answered; a connection whose answer is another, is too long or comes too late, is closed. */
    private static Future<Buffer> answer(HttpClientRequest request) {
        return request.send()
                .compose(response -> {
                    if (response.statusCode() == 200) {
                        return body(response);
                    }
                    response.exceptionHandler(_ -> {}); // without it the reset is logged as an error
                    return Future.failedFuture("status " + response.statusCode());
                })
                .timeout(WAIT_SECONDS, TimeUnit.SECONDS)
                .onFailure(_ -> {
                    var _ = request.reset();
                });
    }

    private static Future<Buffer> body(HttpClientResponse response) {
        Promise<Buffer> whole = Promise.promise();
        Buffer body = Buffer.buffer();
        response.exceptionHandler(whole::tryFail)
                .handler(chunk -> {
                    if (body.length() + chunk.length() > MAX_BYTES) {
                        response.handler(null);
                        whole.tryFail("more than %d bytes".formatted(MAX_BYTES));
                    } else {
                        body.appendBuffer(chunk);
                    }
                })
                .endHandler(_ -> whole.tryComplete(body));
        return whole.future();
    }

    private static String version() {
        String resource = "META-INF/maven/org.webjars/swagger-ui/pom.properties";
        try (InputStream in = ApiDocs.class.getClassLoader().getResourceAsStream(resource)) {
            Properties properties = new Properties();
            properties.load(in);
            return properties.getProperty("version");
        } catch (IOException e) {
            throw new UncheckedIOException(resource, e);
        }
    }
}
