package dev.legato.search.life;

import dev.legato.runtime.ServiceContext;
import dev.legato.runtime.management.ManagementOperations;
import io.vertx.core.Future;
import java.util.Map;
import java.util.concurrent.Callable;

/**
 * What operators ask of an index on the management port: {@code POST /search/rebuild} builds it again while the old one
 * serves, {@code POST /search/snapshot} makes a snapshot now.
 */
public final class IndexOperations implements AutoCloseable {
    private static final String REBUILD = "/search/rebuild";
    private static final String SNAPSHOT = "/search/snapshot";

    private final ManagementOperations operations;

    private IndexOperations(ManagementOperations operations) {
        this.operations = operations;
    }

    /** Offers them until they are closed. */
    public static IndexOperations offer(ServiceContext context, IndexKeeper keeper) {
        context.operations().offer(REBUILD, (_, _) -> run(context, () -> Map.of("begun", keeper.rebuild())));
        context.operations().offer(SNAPSHOT, (_, _) -> run(context, () -> Map.of("made", keeper.snapshot())));
        return new IndexOperations(context.operations());
    }

    @Override
    public void close() {
        operations.withdraw(REBUILD);
        operations.withdraw(SNAPSHOT);
    }

    private static Future<Map<String, Object>> run(ServiceContext context, Callable<Map<String, Object>> operation) {
        return context.vertx().executeBlocking(operation, false);
    }
}
