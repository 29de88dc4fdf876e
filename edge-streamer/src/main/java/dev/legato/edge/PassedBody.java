package dev.legato.edge;

import dev.legato.edge.origin.OriginResponse;
import io.vertx.core.Future;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.http.HttpServerResponse;
import io.vertx.core.streams.ReadStream;
import java.util.concurrent.atomic.AtomicLong;

/** Sends the body of an origin's response on as it arrives, no faster than the client takes it. */
final class PassedBody {
    private PassedBody() {}

    /** Sends it and ends the response; a client that disconnects ends the exchange with the origin. */
    static Sending send(HttpServerRequest request, OriginResponse from, HttpServerResponse to) {
        if (request.method().equals(HttpMethod.HEAD) || from.length() == 0) {
            from.discard();
            return Sending.inOnePiece(to.end(), 0);
        }
        AtomicLong taken = new AtomicLong();
        var _ = to.exceptionHandler(_ -> from.cancel());
        var _ = to.closeHandler(_ -> from.cancel());
        ReadStream<Buffer> body = from.body();
        Future<Void> done = body.pipe()
                .endOnFailure(false)
                .to(to)
                .onSuccess(_ -> taken.set(to.bytesWritten()))
                .onFailure(_ -> from.cancel());
        return new Sending(done, () -> taken.get() == 0 ? to.bytesWritten() : taken.get());
    }
}
