package dev.legato.runtime.postgres;

import io.vertx.core.Future;
import io.vertx.sqlclient.Pool;
import java.util.concurrent.atomic.AtomicBoolean;

/** A server that is watched, with the pool for requests and a connection of its own for looking at it. */
final class Server {
    private final String label;
    private final PostgresServer address;
    private final boolean mayBePrimary;
    private final boolean readable;
    private final BoundedPool pool;
    private final Pool watcher;
    private final AtomicBoolean looking = new AtomicBoolean();
    private volatile ServerLook look = ServerLook.down(System.nanoTime());
    private volatile boolean failed;

    /**
     * Creates it.
     *
     * @param label in metrics and health: {@code primary-1} by its place in {@code postgres.uri}, {@code replica-1} by that in
     *     {@code postgres.replicas}
     * @param mayBePrimary whether it is written to when it is the primary
     * @param readable whether it serves reads as a replica
     */
    Server(
            String label,
            PostgresServer address,
            boolean mayBePrimary,
            boolean readable,
            BoundedPool pool,
            Pool watcher) {
        this.label = label;
        this.address = address;
        this.mayBePrimary = mayBePrimary;
        this.readable = readable;
        this.pool = pool;
        this.watcher = watcher;
    }

    String label() {
        return label;
    }

    boolean mayBePrimary() {
        return mayBePrimary;
    }

    boolean isReadable() {
        return readable;
    }

    BoundedPool pool() {
        return pool;
    }

    /** The last look; a server that failed a request since then is down. */
    ServerLook look() {
        ServerLook last = look;
        return failed ? ServerLook.down(last.at()) : last;
    }

    /** Looks at it, unless the look before is still under way. */
    Future<Void> lookAgain(long now) {
        if (!looking.compareAndSet(false, true)) {
            return Future.succeededFuture();
        }
        return ServerLook.at(watcher, now)
                .map(seen -> {
                    look = seen;
                    failed = false;
                    looking.set(false);
                    return seen;
                })
                .mapEmpty();
    }

    /** Leaves it out until the next look. */
    void requestFailed() {
        failed = true;
    }

    Future<Void> close() {
        return Future.join(pool.close(), watcher.close()).mapEmpty();
    }

    @Override
    public String toString() {
        return "%s (%s)".formatted(label, address);
    }
}
