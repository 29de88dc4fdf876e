package dev.legato.edge.origin;

import dev.legato.edge.origin.OriginException.Kind;
import dev.legato.runtime.settings.SettingsException;
import io.micrometer.core.instrument.MeterRegistry;
import io.vertx.core.Context;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.internal.VertxInternal;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.UUID;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/**
 * Sends requests to the origins of an edge. For any number of event loops at once; each call belongs to the context on
 * which it was begun.
 *
 * <p>A request goes to the next healthy origin, see {@link Selection}. It is sent again, at most {@code edge.origin.retries}
 * times and within the {@linkplain RetryBudget budget}, only as long as no response's head has been handed over and
 *
 * <ul>
 *   <li>no connection came about, or
 *   <li>its method is idempotent (RFC 9110 §9.2.2), it has no body, and the origin reset it, sent no HTTP or was silent; or
 *       answered 502, 503 or 504, if {@code edge.origin.retryStatus} is set.
 * </ul>
 *
 * <p>The retry goes to an origin that was not tried yet; to the same one if there is none and the failure may not repeat
 * itself, or if the origin has merely closed a connection that was kept open. Redirects are not followed: a 3xx is a
 * response like any other.
 */
public final class Origins {
    /** CONNECT makes a tunnel; TRACE would show this edge's own fields. */
    private static final Set<String> REFUSED_METHODS = Set.of("CONNECT", "TRACE");

    private static final String TOKEN = "[A-Za-z0-9!#$%&'*+.^_`|~-]{1,64}";

    private final Vertx vertx;
    private final OriginSettings settings;
    private final String cdnId;
    private final LongSupplier nanoTime;
    private final OriginMetrics metrics;
    private final RetryBudget budget;
    private final Map<Origin, OriginMetrics.Meters> meters = new HashMap<>();
    private final List<HealthCheck> checks = new ArrayList<>();
    private final Selection selection;
    private final @Nullable S3Requests s3;

    private Origins(
            Vertx vertx,
            OriginSettings settings,
            MeterRegistry registry,
            HostAddresses.Lookup lookup,
            LongSupplier nanoTime,
            Clock clock) {
        this.vertx = vertx;
        this.settings = settings;
        this.nanoTime = nanoTime;
        this.cdnId = Objects.requireNonNullElseGet(
                settings.cdnId(), () -> "legato-" + UUID.randomUUID().toString().substring(0, 8));
        this.metrics = new OriginMetrics(registry);
        this.budget = new RetryBudget(settings.retries().budgetPercent());
        boolean hasBucket = settings.origins().stream().anyMatch(OriginAddress::isSigned);
        this.s3 = hasBucket ? new S3Requests(settings.s3(), nanoTime, clock) : null;
        List<Origin> origins = new ArrayList<>();
        for (OriginAddress address : settings.origins()) {
            Origin origin =
                    new Origin(vertx, address, settings, cdnId, address.isSigned() ? s3 : null, lookup, nanoTime);
            origins.add(origin);
            meters.put(origin, metrics.of(origin));
        }
        this.selection = new Selection(origins);
        String check = settings.health().check();
        if (check != null) {
            Context context = ((VertxInternal) vertx).createEventLoopContext();
            origins.forEach(origin ->
                    checks.add(new HealthCheck(vertx, context, origin, check, settings.timeouts(), nanoTime)));
        }
    }

    /**
     * Opens the client; connections are made when they are needed. Reads the files of TLS, so not on an event loop.
     *
     * @throws SettingsException if one of them cannot be used
     */
    public static Origins open(Vertx vertx, OriginSettings settings, MeterRegistry registry) {
        return open(vertx, settings, registry, HostAddresses.Lookup.JDK, System::nanoTime, Clock.systemUTC());
    }

    /**
     * The same with another lookup of names and other clocks.
     *
     * @param nanoTime a clock like {@link System#nanoTime}, for circuits and silences
     * @param clock for the dates of signatures
     */
    static Origins open(
            Vertx vertx,
            OriginSettings settings,
            MeterRegistry registry,
            HostAddresses.Lookup lookup,
            LongSupplier nanoTime,
            Clock clock) {
        Origins origins = new Origins(vertx, settings, registry, lookup, nanoTime, clock);
        Duration interval = settings.health().checkInterval();
        origins.checks.forEach(check -> check.start(interval));
        return origins;
    }

    /**
     * Sends a request.
     *
     * @return the response's head, or an {@link OriginException}, on the caller's context
     * @throws IllegalStateException if the caller is on no context of Vert.x
     */
    public Future<OriginResponse> send(OriginRequest request) {
        return begin(request).response();
    }

    /** Sends a request that can be cancelled before its response has come; else as {@link #send}. */
    public OriginCall begin(OriginRequest request) {
        Context context = Vertx.currentContext();
        if (context == null) {
            throw new IllegalStateException("not on a context of Vert.x");
        }
        OriginCall call = new OriginCall(this, request, context);
        OriginException refusal = refusal(request);
        if (refusal != null) {
            call.refuse(refusal);
        } else {
            budget.deposit();
            call.start();
        }
        return call;
    }

    /** Whether one of the origins is healthy. For any thread. */
    public boolean isAvailable() {
        return meters.keySet().stream().anyMatch(Origin::isHealthy);
    }

    /** This edge's id in CDN-Loop. */
    public String cdnId() {
        return cdnId;
    }

    /** Closes all connections; what is under way fails. */
    public Future<Void> close() {
        checks.forEach(HealthCheck::close);
        if (s3 != null) {
            s3.close();
        }
        return Future.join(meters.keySet().stream().map(Origin::close).toList()).mapEmpty();
    }

    private @Nullable OriginException refusal(OriginRequest request) {
        if (!request.method().matches(TOKEN) || REFUSED_METHODS.contains(request.method())) {
            return new OriginException(Kind.REQUEST, "the method is not sent on", null);
        }
        boolean asterisk = request.target().equals("*") && request.method().equals("OPTIONS");
        if (!asterisk && !OutgoingRequest.isTarget(request.target())) {
            return new OriginException(Kind.REQUEST, "the target is not in origin form", null);
        }
        if (CdnLoop.contains(request.fields(), cdnId)) {
            return new OriginException(Kind.LOOP, "the request has passed this edge before (CDN-Loop)", null);
        }
        return null;
    }

    Attempt attempt(Context context, Origin origin, OriginRequest request, Attempt.Listener listener) {
        return new Attempt(vertx, context, origin, request, settings.timeouts(), nanoTime, listener);
    }

    @Nullable
    Origin select(Collection<Origin> without) {
        return selection.next(without);
    }

    OriginException unavailable() {
        Duration rest = settings.health().rest();
        return new OriginException(Kind.UNAVAILABLE, "no origin is healthy", null, rest);
    }

    OriginMetrics metrics() {
        return metrics;
    }

    OriginMetrics.Meters meters(Origin origin) {
        return Objects.requireNonNull(meters.get(origin));
    }

    RetryBudget budget() {
        return budget;
    }

    int maxRetries() {
        return settings.retries().max();
    }

    boolean retriesOnStatus() {
        return settings.retries().onStatus();
    }

    long nanoTime() {
        return nanoTime.getAsLong();
    }
}
