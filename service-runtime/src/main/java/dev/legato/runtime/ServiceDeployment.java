package dev.legato.runtime;

import io.vertx.core.Context;
import io.vertx.core.Deployable;
import io.vertx.core.DeploymentOptions;
import io.vertx.core.Future;
import io.vertx.core.ThreadingModel;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpServer;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What a service has opened and deployed. All of it is closed, the last first, when the service stops or if it cannot
 * start. A part that does not close is logged and holds up no other.
 */
public final class ServiceDeployment {
    /** How long requests under way may take when a service stops, unless it says otherwise. */
    public static final Duration DRAIN = Duration.ofSeconds(10);

    private static final Logger LOG = LoggerFactory.getLogger(ServiceDeployment.class);

    private final String name;
    private final Vertx vertx;
    private final Deque<Supplier<Future<?>>> closings = new ArrayDeque<>();

    private ServiceDeployment(String name, Vertx vertx) {
        this.name = name;
        this.vertx = vertx;
    }

    /**
     * Starts a service.
     *
     * @param build opens and deploys its parts; completes with the port where it serves
     */
    public static Future<RunningService> start(
            String name, Vertx vertx, Function<ServiceDeployment, Future<Integer>> build) {
        ServiceDeployment deployment = new ServiceDeployment(name, vertx);
        return Future.<Void>succeededFuture()
                .compose(_ -> build.apply(deployment))
                .map(port -> new RunningService(name, port, deployment::close))
                .recover(failure -> deployment.close().transform(_ -> Future.failedFuture(failure)));
    }

    /** Options of what may wait: each instance runs its code on virtual threads, one at a time. */
    public static DeploymentOptions virtualThreads() {
        return new DeploymentOptions().setThreadingModel(ThreadingModel.VIRTUAL_THREAD);
    }

    /** Options of what must not wait. */
    public static DeploymentOptions eventLoop() {
        return new DeploymentOptions().setThreadingModel(ThreadingModel.EVENT_LOOP);
    }

    /** Closes something when everything opened after it is closed. */
    public synchronized <T> T opened(T part, Function<T, Future<?>> close) {
        closings.push(() -> close.apply(part));
        return part;
    }

    /** The same for what closes at once. */
    public <T extends AutoCloseable> T opened(T part) {
        return opened(part, closing -> {
            try {
                closing.close();
                return Future.succeededFuture();
            } catch (Exception e) {
                return Future.failedFuture(e);
            }
        });
    }

    /** Deploys verticles; completes when all instances have started. */
    public Future<Void> deploy(DeploymentOptions options, Supplier<? extends Deployable> instances) {
        return vertx.deployVerticle(instances, options)
                .map(id -> opened(id, vertx::undeploy))
                .mapEmpty();
    }

    /** Runs a task on a virtual thread of its own context, again and again; the first time after one interval. */
    public Future<Void> every(Duration interval, Runnable task) {
        return deploy(virtualThreads(), () -> _ -> {
            var _ = vertx.setPeriodic(interval.toMillis(), _ -> task.run());
            return Future.succeededFuture();
        });
    }

    /** Serves HTTP, with {@link #DRAIN} for requests under way. */
    public Future<Integer> serve(DeploymentOptions options, Supplier<Future<HttpServer>> server) {
        return serve(options, DRAIN, server);
    }

    /**
     * Serves HTTP and completes with the port.
     *
     * @param drain how long requests under way may take when the service stops
     * @param server makes one that listens; it is asked for one per instance, on its context, and all share the port
     */
    public Future<Integer> serve(DeploymentOptions options, Duration drain, Supplier<Future<HttpServer>> server) {
        Queue<HttpVerticle> instances = new ConcurrentLinkedQueue<>();
        return deploy(options, () -> {
                    HttpVerticle instance = new HttpVerticle(server, drain);
                    instances.add(instance);
                    return instance;
                })
                .map(_ -> instances.element().port());
    }

    /** Closes what is open. */
    private synchronized Future<Void> close() {
        Future<Void> closed = Future.succeededFuture();
        while (!closings.isEmpty()) {
            Supplier<Future<?>> closing = closings.pop();
            closed = closed.compose(_ -> closing.get())
                    .onFailure(failure -> LOG.warn("a part of {} did not close: {}", name, failure.toString()))
                    .<Void>mapEmpty()
                    .otherwiseEmpty();
        }
        return closed;
    }

    /** A server on the threads of its instance. */
    private static final class HttpVerticle implements Deployable {
        private final Supplier<Future<HttpServer>> server;
        private final Duration drain;
        private volatile Future<HttpServer> listening = Future.failedFuture("not deployed");

        HttpVerticle(Supplier<Future<HttpServer>> server, Duration drain) {
            this.server = server;
            this.drain = drain;
        }

        @Override
        public Future<?> deploy(Context context) {
            listening = server.get();
            return listening;
        }

        @Override
        public Future<?> undeploy(Context context) {
            return listening.result().shutdown(drain.toMillis(), TimeUnit.MILLISECONDS);
        }

        int port() {
            return listening.result().actualPort();
        }
    }
}
