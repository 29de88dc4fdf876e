package dev.legato.edge.cache;

import dev.legato.edge.http.FieldList;
import dev.legato.edge.origin.OriginRequest;
import dev.legato.edge.origin.OriginResponse;
import dev.legato.edge.policy.PartialContent;
import dev.legato.edge.policy.StoredHead;
import dev.legato.edge.store.DiskStore;
import dev.legato.edge.store.Extent;
import dev.legato.edge.store.Fill;
import dev.legato.edge.store.StoredObject;
import io.vertx.core.Context;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Executor;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Fetches slices of stored responses that are not there, by ranges, adjacent ones joined. Each range names the strong tag of
 * the stored response (RFC 9110 §13.1.5, If-Range), and an answer with any other is never written to the same object: the
 * stored response is removed then, and those who are sending it fail.
 */
final class SliceFetches {
    private static final Logger LOG = LoggerFactory.getLogger(SliceFetches.class);
    private static final int MAX_ATTEMPTS = 20;

    /**
     * A fetch counts as so many attempts, so that an origin is not asked in vain for long. Waiting for room counts as none:
     * the deadline bounds it.
     */
    private static final int FETCH = 2;

    private static final long PIECE_BYTES = 256 << 10;
    private static final long PIECE_MILLIS = 5;
    private static final long LEADING_MILLIS = 1000;
    private static final Duration NO_ROOM_WAIT = Duration.ofMillis(100);

    private final Vertx vertx;
    private final Upstream upstream;
    private final Upstream.Reach reach;
    private final DiskStore store;
    private final Executor workers;
    private final int sliceBytes;
    private final long readAhead;
    private final Duration maxWait;
    private final LongSupplier nanoTime;
    private final LeadingFetches leading;
    private final Consumer<CachedResponse> onChanged;

    /**
     * @param workers wait for the disk
     * @param leading the fetches under way of what was not known to be stored, by their collapse keys
     * @param onChanged removes a response that its origin no longer has
     */
    SliceFetches(
            Vertx vertx,
            Upstream upstream,
            Upstream.Reach reach,
            DiskStore store,
            Executor workers,
            CacheSettings settings,
            LongSupplier nanoTime,
            LeadingFetches leading,
            Consumer<CachedResponse> onChanged) {
        this.vertx = vertx;
        this.upstream = upstream;
        this.reach = reach;
        this.store = store;
        this.workers = workers;
        this.sliceBytes = settings.sliceBytes();
        this.readAhead = (long) settings.readAhead() * settings.sliceBytes();
        this.maxWait = settings.maxWait();
        this.nanoTime = nanoTime;
        this.leading = leading;
        this.onChanged = onChanged;
    }

    /**
     * Waits until a byte of a stored response can be read; fetches it, and those after it, if nobody does.
     *
     * @param at offset in the object
     * @param length bytes that are wanted
     * @return how many of them are there, at least 1; fails with an IOException if they cannot be had
     */
    CompletionStage<Long> await(CachedFile file, long at, long length) {
        return await(file.response(), at, length, 1, nanoTime.getAsLong() + maxWait.toNanos());
    }

    private CompletionStage<Long> await(CachedResponse response, long at, long length, int attempt, long deadline) {
        StoredObject object = response.object();
        long ready = object.available(at, length);
        if (ready > 0) {
            boolean enough = ready >= Math.min(length, PIECE_BYTES) || at % sliceBytes == 0;
            return enough ? CompletableFuture.completedFuture(ready) : more(object, at, ready, length);
        }
        if (attempt > MAX_ATTEMPTS || nanoTime.getAsLong() - deadline > 0) {
            return failed("the origin's bytes did not arrive in time");
        }
        return switch (object.presence(at)) {
            case PRESENT -> await(response, at, length, attempt + 1, deadline);
            case UNVERIFIED -> object.verify(at).thenCompose(_ -> await(response, at, length, attempt + 1, deadline));
            case FILLING ->
                progress(object, at, deadline).thenCompose(_ -> await(response, at, length, attempt, deadline));
            case ABSENT ->
                object.isRefetchable()
                        ? fetch(response, at, length)
                                .thenCompose(begun ->
                                        begun ? CompletableFuture.completedFuture(FETCH) : later().thenApply(_ -> 0))
                                .thenCompose(cost -> await(response, at, length, attempt + cost, deadline))
                        : awaitFill(response, at, length, attempt, deadline);
        };
    }

    /** Waits until the fill of a whole object has come to this slice, if there is one. */
    private CompletionStage<Long> awaitFill(CachedResponse response, long at, long length, int attempt, long deadline) {
        StoredObject object = response.object();
        if (object.isBeingFilled()) {
            return new CompletableFuture<Void>()
                    .completeOnTimeout(null, PIECE_MILLIS, TimeUnit.MILLISECONDS)
                    .thenCompose(_ -> await(response, at, length, attempt, deadline));
        }
        long ready = object.available(at, length); // it may have ended between the looks
        return ready > 0 ? CompletableFuture.completedFuture(ready) : failed("a part of the stored response is gone");
    }

    /** Waits a moment for more bytes than are there, since each piece that is sent costs the same. */
    private static CompletionStage<Long> more(StoredObject object, long at, long ready, long length) {
        long last = at + Math.min(length, PIECE_BYTES) - 1;
        CompletableFuture<Void> arrived = new CompletableFuture<>();
        Runnable callback = () -> arrived.complete(null);
        if (!object.await(last, callback)) {
            return CompletableFuture.completedFuture(ready);
        }
        return arrived.completeOnTimeout(null, PIECE_MILLIS, TimeUnit.MILLISECONDS)
                .thenApply(_ -> {
                    object.cancel(last, callback);
                    return Math.max(ready, object.available(at, length));
                });
    }

    /** Completes when the byte has arrived or its fill has ended, or at the deadline. */
    private CompletionStage<Void> progress(StoredObject object, long at, long deadline) {
        CompletableFuture<Void> arrived = new CompletableFuture<>();
        Runnable callback = () -> arrived.complete(null);
        if (!object.await(at, callback)) {
            return CompletableFuture.completedFuture(null);
        }
        long rest = Math.max(1, deadline - nanoTime.getAsLong());
        return arrived.completeOnTimeout(null, rest, TimeUnit.NANOSECONDS)
                .whenComplete((_, _) -> object.cancel(at, callback));
    }

    private static CompletionStage<Void> later() {
        return new CompletableFuture<Void>().completeOnTimeout(null, NO_ROOM_WAIT.toNanos(), TimeUnit.NANOSECONDS);
    }

    private static <T> CompletionStage<T> failed(String reason) {
        return CompletableFuture.failedFuture(new IOException(reason));
    }

    /**
     * Begins to fetch the slice around an offset and absent ones behind it.
     *
     * @return false if there is no room for it, or another fill was faster
     */
    private CompletionStage<Boolean> fetch(CachedResponse response, long at, long length) {
        StoredObject object = response.object();
        if (!object.isRefetchable() || object.isRemoved() || !store.isUsable()) {
            return failed("a part of the stored response is gone");
        }
        Future<Void> first = leading(object.key(), at);
        if (first != null) {
            return first.toCompletionStage()
                    .toCompletableFuture()
                    .copy()
                    .thenApply(_ -> true)
                    .completeOnTimeout(false, LEADING_MILLIS, TimeUnit.MILLISECONDS);
        }
        // Who has read up to here goes on; who seeks may leave soon.
        boolean sequential = at >= sliceBytes && object.isPresent(at - sliceBytes, 1);
        long most = upstream.end(at) - at;
        List<Extent> missing = object.missing(at, Math.min(length + (sequential ? readAhead : 0), most));
        if (missing.isEmpty() || missing.getFirst().offset() > at) {
            return CompletableFuture.completedFuture(true);
        }
        Extent absent = missing.getFirst();
        Fill fill = object.begin(absent.offset(), absent.length());
        if (fill == null) {
            return CompletableFuture.completedFuture(false);
        }
        Promise<Boolean> begun = Promise.promise();
        Context context = vertx.getOrCreateContext();
        context.runOnContext(_ -> request(response, fill, context, begun));
        return begun.future().toCompletionStage();
    }

    /**
     * In a cluster the slices of one object are fetched by several groups, of which one may make the object known while the
     * first fetch of another is under way; null if there is none.
     */
    private @Nullable Future<Void> leading(String key, long at) {
        if (upstream.end(at) == Long.MAX_VALUE) {
            return null;
        }
        return leading.find(upstream.collapseKey(key, FieldList.of("range", "bytes=%d-".formatted(at))));
    }

    private void request(CachedResponse response, Fill fill, Context context, Promise<Boolean> begun) {
        StoredHead head = response.head();
        String tag = String.valueOf(head.strongTag());
        FieldList fields = selecting(head)
                .with("range", "bytes=%d-%d".formatted(fill.offset(), fill.end() - 1))
                .with("if-range", tag);
        var _ = upstream.send(OriginRequest.get('/' + response.object().key(), fields), reach)
                .onFailure(failure -> giveUp(fill, failure.getMessage(), begun))
                .onSuccess(answer -> {
                    long skip = skip(answer, head, fill);
                    if (skip < 0) {
                        answer.cancel();
                        String reason = refusal(answer, response);
                        giveUp(fill, reason, begun);
                        return;
                    }
                    var _ = BodyFill.start(answer, fill, skip, workers, context)
                            .onFailure(failure -> LOG.debug("a fill ended early: {}", failure.toString()));
                    begun.complete(true);
                });
    }

    /** The fields that select a stored response, its coding among them also where Vary does not say so. */
    private static FieldList selecting(StoredHead head) {
        FieldList fields = head.selectingFields();
        String coding = head.fields().get("content-encoding");
        return fields.has("accept-encoding")
                ? fields
                : fields.with("accept-encoding", coding == null ? "identity" : coding);
    }

    /** Returns how many bytes of the answer precede those of the fill; -1 if the answer is of no use. */
    private static long skip(OriginResponse answer, StoredHead head, Fill fill) {
        if (answer.status() == 206) {
            PartialContent part = PartialContent.of(answer.fields());
            return part != null && part.belongsTo(head) && part.range().start() == fill.offset() ? 0 : -1;
        }
        // An origin that ignores Range sends everything.
        boolean same = answer.status() == 200
                && String.valueOf(head.strongTag()).equals(answer.fields().get("etag"))
                && answer.length() == fill.object().length();
        return same ? fill.offset() : -1;
    }

    /** Removes the response if the origin has another version or none. */
    private String refusal(OriginResponse answer, CachedResponse response) {
        int status = answer.status();
        if (status >= 500 || status == 408 || status == 429) {
            return "the origin answered " + status;
        }
        onChanged.accept(response);
        upstream.changed(response.object().key());
        return "the origin no longer has the version that is being sent";
    }

    private static void giveUp(Fill fill, @Nullable String reason, Promise<Boolean> begun) {
        fill.abort();
        begun.fail(new IOException(String.valueOf(reason)));
    }
}
