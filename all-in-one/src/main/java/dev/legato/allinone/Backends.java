package dev.legato.allinone;

import dev.legato.embedded.DataDirectory;
import dev.legato.embedded.EmbeddedKafka;
import dev.legato.embedded.EmbeddedPostgres;
import dev.legato.embedded.EmbeddedRedis;
import dev.legato.embedded.StartupException;
import dev.legato.runtime.settings.Settings;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;

/** PostgreSQL, Redis and Kafka: embedded ones, started side by side, where the settings name no other. */
final class Backends {
    private final DataDirectory data;
    private final Lifecycle lifecycle;
    private final Map<String, String> addresses = new ConcurrentHashMap<>();

    private Backends(DataDirectory data, Lifecycle lifecycle) {
        this.data = data;
        this.lifecycle = lifecycle;
    }

    /**
     * Starts what is missing.
     *
     * @return the settings that lead to the embedded ones
     * @throws StartupException if one does not start; the others may have
     */
    static Map<String, String> start(
            Settings settings, DataDirectory data, Lifecycle lifecycle, StartProgress progress) {
        Backends backends = new Backends(data, lifecycle);
        try (ExecutorService starters = Executors.newVirtualThreadPerTaskExecutor()) {
            List<Future<?>> starting = new ArrayList<>();
            if (settings.secret("postgres.uri").isEmpty()) {
                starting.add(starters.submit(shown("PostgreSQL", progress, backends::startPostgres)));
            }
            if (settings.secret("redis.uri").isEmpty()
                    && settings.secret("redis.uris").isEmpty()) {
                starting.add(starters.submit(shown("Redis", progress, backends::startRedis)));
            }
            if (settings.text("kafka.bootstrap").isEmpty()) {
                starting.add(starters.submit(shown("Kafka", progress, backends::startKafka)));
            }
            awaitAll(starting).ifPresent(failure -> {
                throw failure;
            });
        }
        return Map.copyOf(backends.addresses);
    }

    private String startPostgres() {
        EmbeddedPostgres postgres = lifecycle.startInterruptibly(
                "PostgreSQL", () -> EmbeddedPostgres.start(data.postgres()), EmbeddedPostgres::close);
        return reach("postgres.uri", postgres.uri().toString());
    }

    private String startRedis() {
        EmbeddedRedis redis =
                lifecycle.startInterruptibly("Redis", () -> EmbeddedRedis.start(data.redis()), EmbeddedRedis::close);
        return reach("redis.uri", redis.uri().toString());
    }

    /** Kafka cannot be interrupted: it would report every wait that ends so as a fatal error. */
    private String startKafka() {
        EmbeddedKafka kafka = lifecycle.start("Kafka", () -> EmbeddedKafka.start(data.kafka()), EmbeddedKafka::close);
        return reach("kafka.bootstrap", kafka.bootstrapServers());
    }

    private String reach(String key, String address) {
        addresses.put(key, address);
        return address;
    }

    private static Callable<String> shown(String name, StartProgress progress, Callable<String> start) {
        return () -> {
            progress.starting(name);
            String address = start.call();
            progress.started(name);
            return address;
        };
    }

    /** Waits for every one, so that nothing is left half started, and returns the first failure. */
    private static Optional<RuntimeException> awaitAll(List<Future<?>> starting) {
        Optional<RuntimeException> first = Optional.empty();
        for (Future<?> part : starting) {
            try {
                part.get();
            } catch (ExecutionException e) {
                RuntimeException failure = e.getCause() instanceof RuntimeException known
                        ? known
                        : new StartupException("a backend did not start: " + e.getCause(), e);
                first = first.or(() -> Optional.of(failure));
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                return Optional.of(new StartupException("The start was interrupted.", e));
            }
        }
        return first;
    }
}
