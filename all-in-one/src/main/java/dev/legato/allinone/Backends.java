package dev.legato.allinone;

import dev.legato.embedded.DataDirectory;
import dev.legato.embedded.EmbeddedKafka;
import dev.legato.embedded.EmbeddedPostgres;
import dev.legato.embedded.EmbeddedRedis;
import dev.legato.embedded.StartupException;
import dev.legato.runtime.settings.Settings;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** PostgreSQL, Redis and Kafka: embedded ones, started side by side, where the settings name no other. */
final class Backends implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(Backends.class);

    private final List<AutoCloseable> started = new ArrayList<>();
    private final Map<String, String> addresses = new HashMap<>();

    private Backends() {}

    /**
     * Starts what is missing.
     *
     * @throws StartupException if one does not start; none is left running then
     */
    static Backends start(Settings settings, DataDirectory data, StartProgress progress) {
        Backends backends = new Backends();
        try (ExecutorService starters = Executors.newVirtualThreadPerTaskExecutor()) {
            List<Future<?>> starting = new ArrayList<>();
            if (settings.text("postgres.uri").isEmpty()) {
                starting.add(starters.submit(backends.part("PostgreSQL", progress, () -> {
                    EmbeddedPostgres postgres = EmbeddedPostgres.start(data.postgres());
                    return backends.keep(
                            postgres, "postgres.uri", postgres.uri().toString());
                })));
            }
            if (settings.text("redis.uri").isEmpty()) {
                starting.add(starters.submit(backends.part("Redis", progress, () -> {
                    EmbeddedRedis redis = EmbeddedRedis.start(data.redis());
                    return backends.keep(redis, "redis.uri", redis.uri().toString());
                })));
            }
            if (settings.text("kafka.bootstrap").isEmpty()) {
                starting.add(starters.submit(backends.part("Kafka", progress, () -> {
                    EmbeddedKafka kafka = EmbeddedKafka.start(data.kafka());
                    return backends.keep(kafka, "kafka.bootstrap", kafka.bootstrapServers());
                })));
            }
            awaitAll(starting).ifPresent(failure -> {
                backends.close();
                throw failure;
            });
        }
        return backends;
    }

    /** The settings that lead to the embedded ones. */
    Map<String, String> addresses() {
        return Map.copyOf(addresses);
    }

    /** Stops what was started, the last first. */
    @Override
    public void close() {
        for (AutoCloseable backend : started.reversed()) {
            try {
                backend.close();
            } catch (Exception e) {
                LOG.warn("a backend did not stop cleanly: {}", e.toString());
            }
        }
        started.clear();
    }

    private Callable<Void> part(String name, StartProgress progress, Callable<Void> start) {
        return () -> {
            progress.starting(name);
            start.call();
            progress.started(name);
            return null;
        };
    }

    private synchronized Void keep(AutoCloseable backend, String key, String address) {
        started.add(backend);
        addresses.put(key, address);
        return null;
    }

    /** Waits for every one, so that nothing is left half started, and returns the first failure. */
    private static Optional<StartupException> awaitAll(List<Future<?>> starting) {
        Optional<StartupException> first = Optional.empty();
        for (Future<?> part : starting) {
            try {
                part.get();
            } catch (ExecutionException e) {
                StartupException failure = e.getCause() instanceof StartupException known
                        ? known
                        : new StartupException("a backend did not start: " + e.getCause(), e);
                first = first.or(() -> Optional.of(failure));
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                return Optional.of(new StartupException("interrupted while starting", e));
            }
        }
        return first;
    }
}
