package dev.legato.runtime.management;

import dev.legato.runtime.problem.ProblemException;
import io.vertx.core.Future;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpServerRequest;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/** The operations that services offer on the management port, beside health and metrics. Each is a POST. */
public final class ManagementOperations {
    private final Map<String, Operation> operations = new ConcurrentHashMap<>();

    /** An operation. */
    @FunctionalInterface
    public interface Operation {
        /**
         * Carries it out; it runs on an event loop.
         *
         * @param body of the request, at most 1 MiB
         * @return what is answered, as JSON; fails with a {@link ProblemException} if the request is refused
         */
        Future<?> run(HttpServerRequest request, Buffer body);
    }

    /**
     * Offers an operation.
     *
     * @param path such as {@code /cache/purge}
     * @throws IllegalStateException if another has the path
     */
    public void offer(String path, Operation operation) {
        if (operations.putIfAbsent(path, operation) != null) {
            throw new IllegalStateException("two operations at " + path);
        }
    }

    /** Takes back what a path offers. */
    public void withdraw(String path) {
        @Nullable Operation _ = operations.remove(path);
    }

    Optional<Operation> find(String path) {
        return Optional.ofNullable(operations.get(path));
    }
}
