package dev.legato.edge;

import dev.legato.contracts.SignedPath;
import dev.legato.edge.http.ByteRange;
import dev.legato.edge.lane.Lanes;
import dev.legato.edge.lane.Pacer;
import dev.legato.edge.source.OpenFile;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.PooledByteBufAllocator;
import io.vertx.core.Context;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Timer;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.http.HttpServerResponse;
import io.vertx.core.internal.buffer.BufferInternal;
import java.io.IOException;
import java.util.Iterator;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * Sends a body through memory where {@code sendfile} is not possible: under TLS, in HTTP/2 frames, between the parts of
 * a multipart. Each response has one pooled buffer. It is refilled when the connection has taken its bytes, at once if
 * the page cache has the next ones, otherwise by a worker. A response that waits for its pace holds no buffer.
 */
final class CopiedBody {
    /** The size of eight TLS records. */
    private static final int CHUNK = 128 << 10;

    /** So many bytes are sent before other connections of the event loop get their turn. */
    private static final int TURN = 1 << 20;

    private final Vertx vertx;

    /** Some bytes of a file and the ASCII text before them. */
    record Part(String before, ByteRange range) {
        long length() {
            return before.length() + range.length();
        }
    }

    CopiedBody(Vertx vertx) {
        this.vertx = vertx;
    }

    /** Sends the parts in order, then {@code end}, and ends the response. */
    Sending send(HttpServerRequest request, OpenFile file, @Nullable SignedPath link, List<Part> parts, String end) {
        Pacer pacer = Lanes.pacer(request.connection());
        if (pacer != null) {
            pacer.begin(file, link);
        }
        Copying copying = new Copying(request.response(), file, parts, end, pacer);
        copying.sendMore();
        Future<Void> done = copying.done.future().onComplete(_ -> {
            copying.releaseChunk();
            if (pacer != null) {
                pacer.end();
            }
        });
        return new Sending(done, () -> copying.taken);
    }

    private final class Copying {
        final Promise<Void> done = Promise.promise();
        private final Context context = vertx.getOrCreateContext();
        private final HttpServerResponse response;
        private final OpenFile file;
        private final Iterator<Part> parts;
        private final String last;
        private final int chunkBytes;
        private final @Nullable Pacer pacer;
        private @Nullable ByteBuf chunk;
        private long from;
        private long end;
        private long taken;

        Copying(HttpServerResponse response, OpenFile file, List<Part> parts, String last, @Nullable Pacer pacer) {
            this.response = response;
            this.file = file;
            this.parts = parts.iterator();
            this.last = last;
            this.pacer = pacer;
            long maxLength = parts.stream()
                    .mapToLong(part -> part.range().length())
                    .max()
                    .orElse(0);
            this.chunkBytes = Math.clamp(maxLength, 1, CHUNK);
        }

        /** Sends as much as is possible without waiting. */
        void sendMore() {
            long sent = 0;
            while (sent < TURN) {
                if (from == end && !nextPart()) {
                    var _ = response.end(Buffer.buffer(last))
                            .onSuccess(_ -> taken += last.length())
                            .onComplete(done);
                    return;
                }
                if (waitForPace()) {
                    return;
                }
                int length = (int) Math.min(chunkBytes, permitted(end - from));
                int count;
                try {
                    count = file.readCached(chunk().clear(), from, length);
                } catch (IOException e) {
                    done.fail(e);
                    return;
                }
                if (count == 0) {
                    readByWorker(length);
                    return;
                }
                if (!write(count)) {
                    return;
                }
                sent += count;
            }
            context.runOnContext(_ -> sendMore());
        }

        private boolean nextPart() {
            if (!parts.hasNext()) {
                return false;
            }
            Part part = parts.next();
            if (!part.before().isEmpty()) {
                var _ = response.write(Buffer.buffer(part.before()))
                        .onSuccess(_ -> taken += part.before().length());
            }
            from = part.range().start();
            end = part.range().endExclusive();
            return true;
        }

        /** Schedules the rest if the pace requires a wait, which ends early if the client disconnects. */
        private boolean waitForPace() {
            long nanos = pacer == null ? 0 : pacer.delay();
            if (nanos == 0) {
                return false;
            }
            releaseChunk();
            Timer timer = vertx.timer(nanos, TimeUnit.NANOSECONDS);
            var _ = response.exceptionHandler(_ -> timer.cancel());
            continueAfter(timer);
            return true;
        }

        /** How many of the bytes left the pace permits. */
        private long permitted(long left) {
            return pacer == null ? left : pacer.next(left);
        }

        private void readByWorker(int length) {
            var _ = file.read(chunk(), from, length)
                    .whenComplete((count, failure) -> context.runOnContext(_ -> {
                        if (failure != null) {
                            done.fail(failure);
                        } else if (write(count)) {
                            sendMore();
                        }
                    }));
        }

        /** @return true if the buffer is free again; otherwise sending continues when it is */
        private boolean write(int count) {
            from += count;
            if (pacer != null) {
                pacer.sent(count);
            }
            Future<Void> written =
                    response.write(BufferInternal.buffer(chunk())).onSuccess(_ -> taken += count);
            if (written.succeeded()) {
                return true;
            }
            continueAfter(written);
            return false;
        }

        /**
         * Continues in a task of its own once the step is done. A write is completed during a flush; if the next one
         * were made there, Netty's flow controller could miss that an HTTP/2 stream is writable again, and the answer
         * would stall.
         */
        private void continueAfter(Future<Void> step) {
            var _ = step.onComplete(result -> context.runOnContext(_ -> {
                if (result.succeeded()) {
                    sendMore();
                } else {
                    done.fail(result.cause());
                }
            }));
        }

        private ByteBuf chunk() {
            ByteBuf own = chunk;
            if (own == null) {
                own = PooledByteBufAllocator.DEFAULT.directBuffer(chunkBytes);
                chunk = own;
            }
            return own;
        }

        void releaseChunk() {
            ByteBuf own = chunk;
            if (own != null) {
                chunk = null;
                own.release();
            }
        }
    }
}
