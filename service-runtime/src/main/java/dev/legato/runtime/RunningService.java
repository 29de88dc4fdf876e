package dev.legato.runtime;

import io.vertx.core.Future;
import java.util.function.Supplier;

/**
 * A started service.
 *
 * @param port where it serves HTTP, or -1 if it does not
 * @param stopping lets requests under way finish, within bounds, then closes everything the service opened
 * @param reloading reads settings and certificates again and puts to use what can change; what is wrong it logs
 * @param reopening opens the service's log files again, after they were renamed
 */
public record RunningService(
        String name, int port, Supplier<Future<Void>> stopping, Runnable reloading, Runnable reopening) {
    /** One that neither reloads settings nor writes log files. */
    public RunningService(String name, int port, Supplier<Future<Void>> stopping) {
        this(name, port, stopping, () -> {}, () -> {});
    }

    /** Stops it. */
    public Future<Void> stop() {
        return stopping.get();
    }
}
