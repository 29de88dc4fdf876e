package dev.legato.edge.cache;

import dev.legato.edge.origin.OriginResponse;
import dev.legato.edge.store.Fill;
import io.vertx.core.Context;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.internal.buffer.BufferInternal;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.concurrent.Executor;
import java.util.concurrent.RejectedExecutionException;
import org.jspecify.annotations.Nullable;

/**
 * Writes the body of an origin's response into a fill. Chunks are queued while a worker writes those before them; when too
 * much is queued, the origin has to wait. It goes on whoever reads, and whether anyone does.
 */
final class BodyFill {
    private static final int MAX_QUEUED_BYTES = 1 << 20;

    /** So many bytes are worth waking a worker at once; fewer wait a moment for more. */
    private static final int BATCH_BYTES = 256 << 10;

    private static final long BATCH_MILLIS = 4;

    /** How often room is looked for that evictions are about to make. */
    private static final int MAX_LOOKS = 500;

    private static final long LOOK_MILLIS = 20;

    private final OriginResponse response;
    private final Fill fill;
    private final Executor workers;
    private final Context context;
    private final Promise<Void> done = Promise.promise();
    private final Deque<Buffer> queue = new ArrayDeque<>();
    private long toSkip;
    private int queuedBytes;
    private boolean paused;
    private boolean begun;
    private boolean waiting;
    private boolean writing;
    private boolean arrived;
    private boolean ended;

    private BodyFill(OriginResponse response, Fill fill, long toSkip, Executor workers, Context context) {
        this.response = response;
        this.fill = fill;
        this.toSkip = toSkip;
        this.workers = workers;
        this.context = context;
    }

    /**
     * Begins to write a body, on the context of the response.
     *
     * @param skip bytes of the body before those that are filled
     * @return fails if the body has not arrived whole or could not be written; the fill has ended in any case
     */
    static Future<Void> start(OriginResponse response, Fill fill, long skip, Executor workers, Context context) {
        BodyFill all = new BodyFill(response, fill, skip, workers, context);
        response.body()
                .exceptionHandler(all::fail)
                .handler(all::receive)
                .endHandler(_ -> all.arrive())
                .resume();
        return all.done.future();
    }

    private void receive(Buffer chunk) {
        if (ended) {
            return;
        }
        Buffer rest = chunk;
        if (toSkip > 0) {
            int skipped = (int) Math.min(toSkip, chunk.length());
            toSkip -= skipped;
            rest = chunk.slice(skipped, chunk.length());
        }
        if (rest.length() > 0) {
            queue.add(rest);
            queuedBytes += rest.length();
            if (queuedBytes >= MAX_QUEUED_BYTES && !paused) {
                paused = true;
                response.body().pause();
            }
            writeMore();
        }
    }

    private void arrive() {
        arrived = true;
        writeMore();
        finishIfDone();
    }

    private void writeMore() {
        if (writing || ended || queue.isEmpty()) {
            return;
        }
        if (begun && queuedBytes < BATCH_BYTES && !arrived) {
            waitForMore();
            return;
        }
        writeQueued();
    }

    /** The first bytes are written at once, since somebody waits for them. */
    private void waitForMore() {
        if (!waiting) {
            waiting = true;
            long _ = context.owner()
                    .setTimer(
                            BATCH_MILLIS,
                            _ -> context.runOnContext(_ -> {
                                waiting = false;
                                if (!writing && !ended && !queue.isEmpty()) {
                                    writeQueued();
                                }
                            }));
        }
    }

    private void writeQueued() {
        begun = true;
        List<Buffer> batch = new ArrayList<>();
        int bytes = 0;
        while (!queue.isEmpty() && bytes < BATCH_BYTES) {
            Buffer chunk = queue.remove();
            bytes += chunk.length();
            batch.add(chunk);
        }
        queuedBytes -= bytes;
        writing = true;
        write(batch, bytes, MAX_LOOKS);
    }

    /** Writes as soon as there is room; an object too large for the store fails in the end. */
    private void write(List<Buffer> batch, long bytes, int looks) {
        if (!ended && looks > 0 && !fill.hasRoom(bytes)) {
            long _ = context.owner().setTimer(LOOK_MILLIS, _ -> write(batch, bytes, looks - 1));
            return;
        }
        try {
            workers.execute(() -> {
                IOException failure = write(batch);
                context.runOnContext(_ -> written(failure));
            });
        } catch (RejectedExecutionException e) {
            writing = false;
            fail(e);
        }
    }

    private @Nullable IOException write(List<Buffer> batch) {
        try {
            for (Buffer chunk : batch) {
                for (ByteBuffer part : ((BufferInternal) chunk).getByteBuf().nioBuffers()) {
                    boolean _ = fill.write(part);
                }
            }
            return null;
        } catch (IOException e) {
            return e;
        }
    }

    private void written(@Nullable IOException failure) {
        writing = false;
        if (ended) {
            fill.abort();
            return;
        }
        if (failure != null) {
            fail(failure);
            return;
        }
        if (paused) {
            paused = false;
            response.body().resume();
        }
        writeMore();
        finishIfDone();
    }

    private void finishIfDone() {
        if (arrived && !writing && queue.isEmpty() && !ended) {
            ended = true;
            boolean _ = fill.commit();
            boolean _ = done.tryComplete();
        }
    }

    /** The worker that writes, if one does, finds the end afterwards: one thread at a time uses the fill. */
    private void fail(Throwable failure) {
        if (ended) {
            return;
        }
        ended = true;
        queue.clear();
        response.cancel();
        if (!writing) {
            fill.abort();
        }
        boolean _ = done.tryFail(failure);
    }
}
