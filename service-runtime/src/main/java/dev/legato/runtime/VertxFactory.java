package dev.legato.runtime;

import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.VertxBuilder;

/** How a prepared builder becomes a Vertx: alone, or as a member of a cluster. */
@FunctionalInterface
public interface VertxFactory {
    /** A Vertx of its own, in no cluster. */
    VertxFactory UNCLUSTERED = builder -> Future.succeededFuture(builder.build());

    Future<Vertx> build(VertxBuilder builder);
}
