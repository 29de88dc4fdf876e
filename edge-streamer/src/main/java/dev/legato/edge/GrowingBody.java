package dev.legato.edge;

import dev.legato.edge.cache.CachedFile;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.PooledByteBufAllocator;
import io.vertx.core.Context;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.http.HttpServerResponse;
import io.vertx.core.internal.buffer.BufferInternal;

/** Sends a stored response whose length is not known yet, as its bytes arrive. */
final class GrowingBody {
    private static final int CHUNK = 64 << 10;

    private final CachedFile file;
    private final HttpServerResponse response;
    private final Context context;
    private final Promise<Void> done = Promise.promise();
    private long sent;

    /** @param file a reference to it that is handed over */
    GrowingBody(CachedFile file, HttpServerResponse response, Context context) {
        this.file = file;
        this.response = response;
        this.context = context;
    }

    /** Ends the response to a HEAD.
     *
     * @param file a reference to it that is handed over
     */
    static Sending sendNone(CachedFile file, HttpServerResponse response) {
        return Sending.inOnePiece(response.end().onComplete(_ -> file.release()), 0);
    }

    /** Sends it and ends the response. */
    Sending send() {
        next();
        Future<Void> all = done.future().onComplete(_ -> file.release());
        return new Sending(all, () -> sent);
    }

    private void next() {
        ByteBuf chunk = PooledByteBufAllocator.DEFAULT.directBuffer(CHUNK);
        var _ = file.readNext(chunk, sent, CHUNK)
                .whenComplete((count, failure) -> context.runOnContext(_ -> {
                    if (failure != null) {
                        chunk.release();
                        done.fail(failure);
                    } else if (count == 0) {
                        chunk.release();
                        var _ = response.end().onComplete(done);
                    } else {
                        write(chunk, count);
                    }
                }));
    }

    private void write(ByteBuf chunk, int count) {
        var _ = response.write(BufferInternal.buffer(chunk))
                .onComplete(written -> context.runOnContext(_ -> {
                    chunk.release(); // Vert.x takes no reference
                    if (written.failed()) {
                        done.fail(written.cause());
                    } else {
                        sent += count;
                        next();
                    }
                }));
    }
}
