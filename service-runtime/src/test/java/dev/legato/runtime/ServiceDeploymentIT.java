package dev.legato.runtime;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpClient;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.HttpServer;
import java.io.IOException;
import java.net.ServerSocket;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(60)
final class ServiceDeploymentIT {
    private final List<String> closed = new CopyOnWriteArrayList<>();
    private Vertx vertx;

    @BeforeEach
    void open() {
        vertx = Vertx.vertx();
    }

    @AfterEach
    void close() throws Exception {
        vertx.close().await(20, TimeUnit.SECONDS);
    }

    @Test
    void stop_partsOpened_areClosedLastFirst() throws Exception {
        RunningService service = ServiceDeployment.start("house", vertx, deployment -> {
                    var _ = part(deployment, "pool");
                    var _ = part(deployment, "publisher");
                    return deployment.serve(ServiceDeployment.eventLoop(), this::server);
                })
                .await(20, TimeUnit.SECONDS);
        service.stop().await(20, TimeUnit.SECONDS);
        assertEquals(List.of("publisher", "pool"), closed);
    }

    @Test
    void stop_partThatDoesNotClose_holdsUpNoOther() throws Exception {
        RunningService service = ServiceDeployment.start("house", vertx, deployment -> {
                    var _ = part(deployment, "pool");
                    var _ = deployment.opened("stuck", _ -> Future.failedFuture("stuck"));
                    AutoCloseable throwing = () -> {
                        throw new IOException("broken");
                    };
                    var _ = deployment.opened(throwing);
                    return Future.succeededFuture(-1);
                })
                .await(20, TimeUnit.SECONDS);
        service.stop().await(20, TimeUnit.SECONDS);
        assertEquals(List.of("pool"), closed);
    }

    @Test
    void start_portInUse_closesWhatWasOpenedAndFailsWithTheReason() throws Exception {
        try (ServerSocket taken = new ServerSocket(0)) {
            Future<RunningService> start = ServiceDeployment.start("house", vertx, deployment -> {
                var _ = part(deployment, "pool");
                return deployment.serve(
                        ServiceDeployment.eventLoop(),
                        () -> vertx.createHttpServer().requestHandler(_ -> {}).listen(taken.getLocalPort(), "0.0.0.0"));
            });
            assertThrows(IOException.class, () -> start.await(20, TimeUnit.SECONDS));
            assertEquals(List.of("pool"), closed);
        }
    }

    @Test
    void start_buildThrows_closesWhatWasOpened() {
        IllegalStateException broken = new IllegalStateException("broken");
        Future<RunningService> start = ServiceDeployment.start("house", vertx, deployment -> {
            var _ = part(deployment, "pool");
            throw broken;
        });
        assertSame(broken, assertThrows(IllegalStateException.class, () -> start.await(20, TimeUnit.SECONDS)));
        assertEquals(List.of("pool"), closed);
    }

    @Test
    void stop_requestUnderWay_isAnsweredBeforePartsAreClosed() throws Exception {
        Promise<Void> arrived = Promise.promise();
        Promise<Void> answer = Promise.promise();
        RunningService service = ServiceDeployment.start("house", vertx, deployment -> {
                    var _ = part(deployment, "pool");
                    return deployment.serve(ServiceDeployment.eventLoop(), () -> vertx.createHttpServer()
                            .requestHandler(request -> {
                                arrived.complete();
                                answer.future().onSuccess(_ -> {
                                    var _ = request.response().end(String.join(",", closed));
                                });
                            })
                            .listen(0, "127.0.0.1"));
                })
                .await(20, TimeUnit.SECONDS);
        HttpClient client = vertx.createHttpClient();
        Future<String> body = get(client, service.port());
        arrived.future().await(20, TimeUnit.SECONDS);
        Future<Void> stopped = service.stop();
        assertFalse(stopped.isComplete());
        answer.complete();
        assertEquals("", body.await(20, TimeUnit.SECONDS));
        stopped.await(20, TimeUnit.SECONDS);
        assertEquals(List.of("pool"), closed);
    }

    @Test
    void serve_drainPassed_endsRequestsUnderWay() throws Exception {
        Promise<Void> arrived = Promise.promise();
        RunningService service = ServiceDeployment.start(
                        "house",
                        vertx,
                        deployment -> deployment.serve(
                                ServiceDeployment.eventLoop(), Duration.ofMillis(50), () -> vertx.createHttpServer()
                                        .requestHandler(_ -> arrived.complete())
                                        .listen(0, "127.0.0.1")))
                .await(20, TimeUnit.SECONDS);
        Future<String> body = get(vertx.createHttpClient(), service.port());
        arrived.future().await(20, TimeUnit.SECONDS);
        service.stop().await(20, TimeUnit.SECONDS);
        assertThrows(Exception.class, () -> body.await(20, TimeUnit.SECONDS));
    }

    @Test
    void serve_instances_shareThePortAndRunOnVirtualThreads() throws Exception {
        Set<HttpServer> servers = ConcurrentHashMap.newKeySet();
        RunningService service = ServiceDeployment.start(
                        "house",
                        vertx,
                        deployment -> deployment.serve(
                                ServiceDeployment.virtualThreads().setInstances(3), () -> vertx.createHttpServer()
                                        .requestHandler(request -> {
                                            var _ = request.response()
                                                    .end(Boolean.toString(Thread.currentThread()
                                                            .isVirtual()));
                                        })
                                        .listen(-9_301, "127.0.0.1")
                                        .onSuccess(servers::add)))
                .await(20, TimeUnit.SECONDS);
        assertEquals(3, servers.size());
        assertTrue(servers.stream().allMatch(server -> server.actualPort() == service.port()));
        assertEquals("true", get(vertx.createHttpClient(), service.port()).await(20, TimeUnit.SECONDS));
        service.stop().await(20, TimeUnit.SECONDS);
    }

    @Test
    void every_task_runsOnVirtualThreadsUntilStopped() throws Exception {
        AtomicInteger runs = new AtomicInteger();
        Promise<Boolean> third = Promise.promise();
        RunningService service = ServiceDeployment.start("house", vertx, deployment -> deployment
                        .every(Duration.ofMillis(5), () -> {
                            if (runs.incrementAndGet() == 3) {
                                third.complete(Thread.currentThread().isVirtual());
                            }
                        })
                        .map(-1))
                .await(20, TimeUnit.SECONDS);
        assertTrue(third.future().await(20, TimeUnit.SECONDS));
        service.stop().await(20, TimeUnit.SECONDS);
        assertTrue(vertx.deploymentIDs().isEmpty());
    }

    private String part(ServiceDeployment deployment, String name) {
        return deployment.opened(name, part -> {
            closed.add(part);
            return Future.succeededFuture();
        });
    }

    private Future<HttpServer> server() {
        return vertx.createHttpServer().requestHandler(_ -> {}).listen(0, "127.0.0.1");
    }

    private static Future<String> get(HttpClient client, int port) {
        return client.request(HttpMethod.GET, port, "127.0.0.1", "/")
                .compose(request -> request.send())
                .compose(response -> response.body())
                .map(body -> body.toString());
    }
}
