package dev.legato.edge;

import io.vertx.core.Future;
import java.util.function.LongSupplier;

/**
 * A body that is being sent.
 *
 * @param done fails if the body was not sent whole
 * @param bytes of the body that the connection has taken so far; all that it will take once {@code done} is complete
 */
record Sending(Future<Void> done, LongSupplier bytes) {
    /** A body that is sent in one piece or not at all. */
    static Sending inOnePiece(Future<Void> done, long length) {
        return new Sending(done, () -> done.succeeded() ? length : 0);
    }
}
