package dev.legato.edge;

import io.vertx.core.Future;
import java.util.function.LongSupplier;

/**
 * A body on its way.
 *
 * @param done fails if the body did not go whole
 * @param bytes of the body that the connection has taken so far; all that it will take once {@code done} is complete
 */
record Sending(Future<Void> done, LongSupplier bytes) {
    /** One that goes in one piece, or not at all. */
    static Sending inOnePiece(Future<Void> done, long length) {
        return new Sending(done, () -> done.succeeded() ? length : 0);
    }
}
