package dev.legato.edge.origin;

import dev.legato.edge.http.FieldList.Line;
import dev.legato.edge.origin.OriginException.Kind;
import dev.legato.runtime.circuit.Circuit;
import io.netty.util.AttributeKey;
import io.vertx.core.Context;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpClient;
import io.vertx.core.http.HttpClientRequest;
import io.vertx.core.http.HttpConnection;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.HttpVersion;
import io.vertx.core.http.RequestOptions;
import io.vertx.core.net.HostAndPort;
import io.vertx.core.net.SocketAddress;
import io.vertx.core.net.impl.ConnectionBase;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/** One origin: its connections and its health. For any thread. */
final class Origin {
    private static final AttributeKey<Boolean> USED = AttributeKey.valueOf("legato.origin.used");

    private final OriginAddress address;
    private final OriginSettings settings;
    private final String cdnId;
    private final HttpClient client;
    private final HostAddresses hosts;
    private final @Nullable S3Requests s3;
    private final Circuit circuit;
    private volatile boolean down;

    /** @param s3 null unless the origin is S3 */
    Origin(
            Vertx vertx,
            OriginAddress address,
            OriginSettings settings,
            String cdnId,
            @Nullable S3Requests s3,
            HostAddresses.Lookup lookup,
            LongSupplier nanoTime) {
        this.address = address;
        this.settings = settings;
        this.cdnId = cdnId;
        this.s3 = s3;
        this.client = OriginClients.create(vertx, address, settings);
        this.hosts = new HostAddresses(address.bareHost(), address.port(), lookup, nanoTime);
        this.circuit =
                new Circuit(settings.health().failures(), settings.health().rest(), nanoTime);
    }

    OriginAddress address() {
        return address;
    }

    String name() {
        return address.name();
    }

    Circuit circuit() {
        return circuit;
    }

    /** Whether its checks have found it down. */
    boolean isDown() {
        return down;
    }

    /** Whether requests are sent to it. */
    boolean isHealthy() {
        return !down && !circuit.isOpen();
    }

    /** Notes what a check has found. */
    void checked(boolean isUp) {
        down = !isUp;
        if (isUp) {
            circuit.succeeded();
        }
    }

    /**
     * Obtains a connection and makes the request, which is not sent yet.
     *
     * @return fails with an {@link OriginException}; the caller bounds the wait
     */
    Future<HttpClientRequest> open(OriginRequest request, Context context) {
        return outgoing(request, context).compose(outgoing -> connect(request.method(), outgoing, context));
    }

    /** Whether the request's connection has served others before. */
    static boolean isReused(HttpConnection connection) {
        return connection instanceof ConnectionBase base
                && base.channel().attr(USED).getAndSet(true) != null;
    }

    /**
     * Closes a connection of HTTP/2 on which nothing comes any more: a silent peer would otherwise be asked again and again,
     * since only the one stream has been reset.
     */
    static void probe(HttpConnection connection, HttpVersion version, Duration wait) {
        if (version == HttpVersion.HTTP_2) {
            var _ = connection
                    .ping(Buffer.buffer("legato-1"))
                    .timeout(wait.toMillis(), TimeUnit.MILLISECONDS)
                    .onFailure(_ -> {
                        var _ = connection.close();
                    });
        }
    }

    Future<Void> close() {
        return client.close();
    }

    private Future<OutgoingRequest> outgoing(OriginRequest request, Context context) {
        return s3 == null
                ? Future.succeededFuture(OutgoingRequest.of(request, address, settings, cdnId))
                : s3.of(request, address, context);
    }

    private Future<HttpClientRequest> connect(String method, OutgoingRequest outgoing, Context context) {
        return hosts.current(context)
                .timeout(settings.timeouts().connect().toMillis(), TimeUnit.MILLISECONDS)
                .recover(cause -> Future.failedFuture(failure(Kind.CONNECT, cause)))
                .compose(server -> client.request(options(method, outgoing.target(), server))
                        .recover(cause -> Future.failedFuture(unconnected(cause))))
                // The response's future reports a failure as well; without this handler Vert.x logs an error.
                .map(request -> filled(request.exceptionHandler(_ -> {}), outgoing));
    }

    private RequestOptions options(String method, String target, SocketAddress server) {
        return new RequestOptions()
                .setServer(server)
                .setHost(address.host())
                .setPort(address.port())
                .setMethod(HttpMethod.valueOf(method))
                .setURI(target)
                .setFollowRedirects(false)
                .setConnectTimeout(settings.timeouts().beforeSending().toMillis());
    }

    private HttpClientRequest filled(HttpClientRequest request, OutgoingRequest outgoing) {
        try {
            for (Line line : outgoing.fields().lines()) {
                request.headers().add(line.name(), line.value());
            }
        } catch (IllegalArgumentException e) {
            var _ = request.reset();
            throw new OriginException(Kind.REQUEST, "a field cannot be sent on: " + e.getMessage(), e);
        }
        HostAndPort authority = HostAndPort.parseAuthority(outgoing.host(), -1);
        return authority == null ? request : request.authority(authority);
    }

    private OriginException unconnected(Throwable cause) {
        if (OriginFailures.isBusy(cause)) {
            return new OriginException(
                    Kind.BUSY, name() + ": all connections are in use", cause, Duration.ofSeconds(1));
        }
        hosts.unreachable();
        return failure(Kind.CONNECT, cause);
    }

    private OriginException failure(Kind kind, Throwable cause) {
        return new OriginException(kind, "%s: %s".formatted(name(), cause), cause);
    }
}
