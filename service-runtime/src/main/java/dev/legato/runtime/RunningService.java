package dev.legato.runtime;

import io.vertx.core.Future;
import java.util.function.Supplier;

/**
 * A started service.
 *
 * @param port where it serves HTTP, or -1 if it does not
 * @param stopping lets requests under way finish, within bounds, then closes everything the service opened
 */
public record RunningService(String name, int port, Supplier<Future<Void>> stopping) {
    /** Stops it. */
    public Future<Void> stop() {
        return stopping.get();
    }
}
