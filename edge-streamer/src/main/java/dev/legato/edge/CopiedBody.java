package dev.legato.edge;

import dev.legato.edge.file.FileWorkers;
import dev.legato.edge.file.OpenFile;
import dev.legato.edge.http.ByteRange;
import dev.legato.edge.lane.Lanes;
import dev.legato.edge.lane.Pacer;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.PooledByteBufAllocator;
import io.vertx.core.Context;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.http.HttpServerResponse;
import io.vertx.core.internal.buffer.BufferInternal;
import java.io.IOException;
import java.util.Iterator;
import java.util.List;
import java.util.concurrent.RejectedExecutionException;
import org.jspecify.annotations.Nullable;

/**
 * Sends a body through memory, where {@code sendfile} cannot: under TLS, in HTTP/2 frames, between the parts of a
 * multipart. One pooled buffer a response; it is filled again when the connection has taken what was in it, at once if the
 * page cache has the bytes, by a worker if the disk has.
 */
final class CopiedBody {
    /** Eight TLS records. */
    private static final int CHUNK = 128 << 10;

    /** Bytes sent before other connections of the event loop get their turn. */
    private static final int TURN = 1 << 20;

    private final Vertx vertx;
    private final FileWorkers workers;

    /** Some bytes of a file and the ASCII text before them. */
    record Part(String before, ByteRange range) {
        long length() {
            return before.length() + range.length();
        }
    }

    CopiedBody(Vertx vertx, FileWorkers workers) {
        this.vertx = vertx;
        this.workers = workers;
    }

    /** Sends the parts in order, then {@code end}, and ends the response. */
    Future<Void> send(HttpServerRequest request, OpenFile file, List<Part> parts, String end) {
        long longest =
                parts.stream().mapToLong(part -> part.range().length()).max().orElse(0);
        ByteBuf chunk = PooledByteBufAllocator.DEFAULT.directBuffer(Math.clamp(longest, 1, CHUNK));
        Pacer pacer = Lanes.pacer(request.connection());
        if (pacer != null) {
            pacer.begin(file, request.uri());
        }
        Sending sending = new Sending(request.response(), file, parts.iterator(), end, chunk, pacer);
        sending.go();
        return sending.done.future().onComplete(_ -> {
            chunk.release();
            if (pacer != null) {
                pacer.end();
            }
        });
    }

    private final class Sending {
        final Promise<Void> done = Promise.promise();
        private final Context context = vertx.getOrCreateContext();
        private final HttpServerResponse response;
        private final OpenFile file;
        private final Iterator<Part> parts;
        private final String last;
        private final ByteBuf chunk;
        private final @Nullable Pacer pacer;
        private long from;
        private long end;

        Sending(
                HttpServerResponse response,
                OpenFile file,
                Iterator<Part> parts,
                String last,
                ByteBuf chunk,
                @Nullable Pacer pacer) {
            this.response = response;
            this.file = file;
            this.parts = parts;
            this.last = last;
            this.chunk = chunk;
            this.pacer = pacer;
        }

        /** Sends as far as it goes without waiting. */
        void go() {
            long sent = 0;
            while (sent < TURN) {
                if (from == end && !nextPart()) {
                    var _ = response.end(Buffer.buffer(last)).onComplete(done);
                    return;
                }
                int length = (int) Math.min(Math.min(chunk.capacity(), end - from), free());
                int count;
                try {
                    count = file.readCached(chunk, from, length);
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
            context.runOnContext(_ -> go());
        }

        private long free() {
            return pacer == null ? Pacer.ALL : pacer.next();
        }

        private boolean nextPart() {
            if (!parts.hasNext()) {
                return false;
            }
            Part part = parts.next();
            if (!part.before().isEmpty()) {
                var _ = response.write(Buffer.buffer(part.before()));
            }
            from = part.range().start();
            end = part.range().endExclusive();
            return true;
        }

        private void readByWorker(int length) {
            try {
                workers.execute(() -> {
                    try {
                        int count = file.read(chunk, from, length);
                        context.runOnContext(_ -> {
                            if (write(count)) {
                                go();
                            }
                        });
                    } catch (IOException e) {
                        context.runOnContext(_ -> done.fail(e));
                    }
                });
            } catch (RejectedExecutionException e) {
                done.fail(e);
            }
        }

        /** @return true if the buffer is free again; otherwise sending goes on by itself when it is */
        private boolean write(int count) {
            from += count;
            if (pacer != null) {
                pacer.handed(count);
            }
            Future<Void> written = response.write(BufferInternal.buffer(chunk));
            if (written.succeeded()) {
                return true;
            }
            var _ = written.onComplete(result -> {
                if (result.succeeded()) {
                    go();
                } else {
                    done.fail(result.cause());
                }
            });
            return false;
        }
    }
}
