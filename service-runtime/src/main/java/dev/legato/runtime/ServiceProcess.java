package dev.legato.runtime;

import dev.legato.runtime.health.Health;
import dev.legato.runtime.management.ManagementServer;
import dev.legato.runtime.management.ManagementSettings;
import dev.legato.runtime.settings.Settings;
import io.micrometer.core.instrument.binder.jvm.JvmGcMetrics;
import io.micrometer.core.instrument.binder.jvm.JvmMemoryMetrics;
import io.micrometer.core.instrument.binder.jvm.JvmThreadMetrics;
import io.micrometer.core.instrument.binder.system.FileDescriptorMetrics;
import io.micrometer.core.instrument.binder.system.ProcessorMetrics;
import io.micrometer.prometheusmetrics.PrometheusConfig;
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import io.vertx.core.VertxOptions;
import io.vertx.micrometer.Label;
import io.vertx.micrometer.MicrometerMetricsFactory;
import io.vertx.micrometer.MicrometerMetricsOptions;
import java.time.Clock;
import java.util.Deque;
import java.util.EnumSet;
import java.util.concurrent.ConcurrentLinkedDeque;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A process that runs services: their Vertx, their meters, their management port. Services stop in the reverse order
 * of their start.
 */
public final class ServiceProcess {
    private static final Logger LOG = LoggerFactory.getLogger(ServiceProcess.class);

    private final ServiceContext context;
    private final PrometheusMeterRegistry meters;
    private final Deque<RunningService> running = new ConcurrentLinkedDeque<>();
    private int managementPort = -1;

    private ServiceProcess(ServiceContext context, PrometheusMeterRegistry meters) {
        this.context = context;
        this.meters = meters;
    }

    /** A process with no services yet, its management port open as the settings {@code management.*} say. */
    public static Future<ServiceProcess> create(Settings settings, VertxFactory factory, Clock clock) {
        return create(ManagementSettings.from(settings), factory, clock);
    }

    /** The same with settings that are read already. */
    public static Future<ServiceProcess> create(ManagementSettings management, VertxFactory factory, Clock clock) {
        PrometheusMeterRegistry meters = new PrometheusMeterRegistry(PrometheusConfig.DEFAULT);
        bindJvm(meters);
        return factory.build(Vertx.builder()
                        .with(new VertxOptions().setPreferNativeTransport(true).setMetricsOptions(closedLabels()))
                        .withMetrics(new MicrometerMetricsFactory(meters)))
                .compose(vertx -> {
                    ServiceProcess process =
                            new ServiceProcess(new ServiceContext(vertx, new Health(), meters, clock), meters);
                    return process.openManagement(management).map(process).onFailure(_ -> {
                        var _ = vertx.close();
                    });
                });
    }

    public ServiceContext context() {
        return context;
    }

    /** The port of {@code /health/…} and {@code /metrics}. */
    public int managementPort() {
        return managementPort;
    }

    public Future<RunningService> start(Service service) {
        return service.start(context.of(service.name())).onSuccess(started -> {
            running.push(started);
            LOG.atInfo()
                    .addKeyValue("service", started.name())
                    .addKeyValue("port", started.port())
                    .log("{} serves on port {}", started.name(), started.port());
        });
    }

    /** Says that every service has started: from now on the process can be ready. */
    public void ready() {
        context.health().enter(Health.State.RUNNING);
    }

    /** Reloads the settings and certificates of each service. */
    public void reload() {
        running.forEach(service -> attempt(service, "reload", service.reloading()));
    }

    /** Reopens the log files of each service. */
    public void reopenLogs() {
        running.forEach(service -> attempt(service, "open its logs again", service.reopening()));
    }

    private static void attempt(RunningService service, String what, Runnable action) {
        try {
            action.run();
        } catch (RuntimeException e) {
            LOG.warn("{} could not {}: {}", service.name(), what, e.toString());
        }
    }

    /** Stops the services, the last started first, then everything else. */
    public Future<Void> stop() {
        context.health().enter(Health.State.STOPPING);
        // A service's future completes on its event loop, and what was chained to it would never complete: closing the
        // Vertx ends that loop. This promise belongs to none.
        Promise<Void> stopped = Promise.promise();
        stopNext().onComplete(_ -> context.vertx().close().onComplete(closed -> {
            meters.close();
            stopped.handle(closed);
        }));
        return stopped.future();
    }

    private Future<Void> stopNext() {
        RunningService last = running.poll();
        if (last == null) {
            return Future.succeededFuture();
        }
        return last.stop()
                .onFailure(failure -> LOG.warn("{} did not stop cleanly: {}", last.name(), failure.toString()))
                .otherwiseEmpty()
                .compose(_ -> stopNext());
    }

    private Future<Void> openManagement(ManagementSettings management) {
        return ManagementServer.listen(context.vertx(), management, context.health(), meters, context.operations())
                .onSuccess(server -> managementPort = server.actualPort())
                .<Void>mapEmpty()
                .recover(failure -> Future.failedFuture(new IllegalStateException(
                        "management.port %d: %s (set another one, 0 for any that is free)"
                                .formatted(management.port(), failure.getMessage()),
                        failure)));
    }

    /** Only labels with a closed set of values: no path, no peer address, no invented method. */
    private static MicrometerMetricsOptions closedLabels() {
        return new MicrometerMetricsOptions()
                .setEnabled(true)
                .setLabels(EnumSet.of(Label.HTTP_CODE, Label.POOL_TYPE, Label.POOL_NAME, Label.EB_SIDE))
                .setServerRequestTagsProvider(RequestMethods::tags)
                .setClientRequestTagsProvider(RequestMethods::tags);
    }

    @SuppressWarnings("resource") // closed with the process: JvmGcMetrics listens as long as it runs
    private static void bindJvm(PrometheusMeterRegistry meters) {
        new JvmMemoryMetrics().bindTo(meters);
        new JvmGcMetrics().bindTo(meters);
        new JvmThreadMetrics().bindTo(meters);
        new FileDescriptorMetrics().bindTo(meters);
        new ProcessorMetrics().bindTo(meters);
    }
}
