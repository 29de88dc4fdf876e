package dev.legato.runtime.kafka;

import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.DescribeClusterOptions;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.errors.TimeoutException;
import org.jspecify.annotations.Nullable;

/** Asks Kafka itself whether it answers. A producer or a consumer would answer from the metadata it remembers. */
public final class KafkaProbe {
    private static final int WAIT_MS = 1_500;
    private static final Duration CLOSE = Duration.ofSeconds(1);

    private final Vertx vertx;
    private final KafkaSettings settings;
    private @Nullable Admin admin;
    private boolean closed;

    public KafkaProbe(Vertx vertx, KafkaSettings settings) {
        this.vertx = vertx;
        this.settings = settings;
    }

    /** Succeeds if Kafka answers within {@value #WAIT_MS} ms. */
    public Future<Void> check() {
        return vertx.executeBlocking(this::admin, false).compose(KafkaProbe::ask);
    }

    /** Ends a check under way. */
    public Future<Void> close() {
        return vertx.executeBlocking(
                () -> {
                    closeAdmin();
                    return null;
                },
                false);
    }

    private static Future<Void> ask(Admin admin) {
        Promise<Void> answered = Promise.promise();
        var _ = admin.describeCluster(new DescribeClusterOptions().timeoutMs(WAIT_MS))
                .nodes()
                .whenComplete((nodes, failure) -> {
                    if (failure == null && !nodes.isEmpty()) {
                        answered.complete();
                    } else {
                        answered.fail(
                                failure == null || failure instanceof TimeoutException
                                        ? "no answer in time"
                                        : "refuses");
                    }
                });
        return answered.future();
    }

    /** Made when first needed: it looks the host names up, and fails if none is known. */
    private synchronized Admin admin() throws KafkaUnreachableException {
        if (closed) {
            throw new IllegalStateException("closed");
        }
        if (admin == null) {
            Map<String, Object> properties = new HashMap<>(settings.properties());
            // So that a broker that is back is found by the next check or the one after.
            properties.put("reconnect.backoff.max.ms", "1000");
            try {
                admin = Admin.create(properties);
            } catch (KafkaException e) {
                throw new KafkaUnreachableException(e);
            }
        }
        return admin;
    }

    private synchronized void closeAdmin() {
        closed = true;
        if (admin != null) {
            admin.close(CLOSE);
        }
    }
}
