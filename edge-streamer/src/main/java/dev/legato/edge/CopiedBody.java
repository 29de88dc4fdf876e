package dev.legato.edge;

import dev.legato.edge.file.FileWorkers;
import dev.legato.edge.file.OpenFile;
import dev.legato.edge.http.ByteRange;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.PooledByteBufAllocator;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpServerResponse;
import io.vertx.core.internal.buffer.BufferInternal;
import java.io.EOFException;
import java.io.IOException;
import java.util.Iterator;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.RejectedExecutionException;

/**
 * Sends a body through memory, where {@code sendfile} cannot: under TLS, in HTTP/2 frames, between the parts of a
 * multipart. One pooled buffer a response; the next chunk is read on a worker when the connection has taken the last.
 */
final class CopiedBody {
    private static final int CHUNK = 64 << 10;

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
    Future<Void> send(HttpServerResponse response, OpenFile file, List<Part> parts, String end) {
        long longest =
                parts.stream().mapToLong(part -> part.range().length()).max().orElse(0);
        ByteBuf chunk = PooledByteBufAllocator.DEFAULT.directBuffer(Math.clamp(longest, 1, CHUNK));
        return new Sending(response, file, parts.iterator(), chunk)
                .nextPart()
                .compose(_ -> response.end(Buffer.buffer(end)))
                .onComplete(_ -> chunk.release());
    }

    private final class Sending {
        private final HttpServerResponse response;
        private final OpenFile file;
        private final Iterator<Part> parts;
        private final ByteBuf chunk;

        Sending(HttpServerResponse response, OpenFile file, Iterator<Part> parts, ByteBuf chunk) {
            this.response = response;
            this.file = file;
            this.parts = parts;
            this.chunk = chunk;
        }

        Future<Void> nextPart() {
            if (!parts.hasNext()) {
                return Future.succeededFuture();
            }
            Part part = parts.next();
            if (!part.before().isEmpty()) {
                var _ = response.write(Buffer.buffer(part.before()));
            }
            return nextChunk(part.range().start(), part.range().endExclusive());
        }

        private Future<Void> nextChunk(long from, long end) {
            if (from == end) {
                return nextPart();
            }
            return read(from, (int) Math.min(chunk.capacity(), end - from))
                    .compose(count ->
                            response.write(BufferInternal.buffer(chunk)).map(count))
                    .compose(count -> nextChunk(from + count, end));
        }

        private Future<Integer> read(long from, int length) {
            CompletableFuture<Integer> reading = new CompletableFuture<>();
            try {
                workers.execute(() -> {
                    try {
                        reading.complete(readNow(from, length));
                    } catch (IOException e) {
                        reading.completeExceptionally(e);
                    }
                });
            } catch (RejectedExecutionException e) {
                return Future.failedFuture(e);
            }
            return Future.fromCompletionStage(reading, vertx.getOrCreateContext());
        }

        private int readNow(long from, int length) throws IOException {
            int count = chunk.clear().writeBytes(file.channel(), from, length);
            if (count <= 0) {
                throw new EOFException("the file was truncated");
            }
            if (!file.hasStayed()) {
                throw new IOException("the file changed while it was sent");
            }
            return count;
        }
    }
}
