package dev.legato.edge.cache;

import dev.legato.edge.http.FieldList;
import dev.legato.edge.origin.OriginException;
import dev.legato.edge.origin.OriginResponse;
import dev.legato.edge.origin.ProxyFields;
import dev.legato.edge.policy.CacheResponse;
import dev.legato.edge.policy.ContentRange;
import dev.legato.edge.policy.Exchange;
import dev.legato.edge.policy.Invalidation;
import dev.legato.edge.policy.PartialContent;
import dev.legato.edge.policy.Storage;
import dev.legato.edge.policy.StoreDecision;
import dev.legato.edge.policy.StoredHead;
import dev.legato.edge.store.Description;
import dev.legato.edge.store.DiskStore;
import dev.legato.edge.store.Fill;
import dev.legato.edge.store.NoRoomException;
import dev.legato.edge.store.StoredObject;
import io.vertx.core.Context;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import java.time.InstantSource;
import java.util.Objects;
import java.util.concurrent.Executor;
import java.util.function.Consumer;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Asks the origins on behalf of requests, and stores the responses that may be stored. */
final class Fetcher {
    private static final Logger LOG = LoggerFactory.getLogger(Fetcher.class);

    /** So much of a body is given room at once; the fill asks for more as it goes on. */
    private static final long FIRST_ROOM = 8 << 20;

    private final Vertx vertx;
    private final Upstream upstream;
    private final DiskStore store;
    private final ResponseIndex index;
    private final CacheSettings settings;
    private final InstantSource clock;
    private final Executor workers;
    private final Consumer<String> onTooLarge;

    /** @param onTooLarge learns the keys of responses for which there was no room after they had begun to arrive */
    Fetcher(
            Vertx vertx,
            Upstream upstream,
            DiskStore store,
            ResponseIndex index,
            CacheSettings settings,
            InstantSource clock,
            Executor workers,
            Consumer<String> onTooLarge) {
        this.vertx = vertx;
        this.upstream = upstream;
        this.store = store;
        this.index = index;
        this.settings = settings;
        this.clock = clock;
        this.workers = workers;
        this.onTooLarge = onTooLarge;
    }

    /**
     * Sends a request as it is, and stores nothing.
     *
     * @return never fails
     */
    Future<Received> pass(ClientRequest client, FieldList fields) {
        long sent = clock.millis();
        return upstream.send(client.upstream(fields), client.reach())
                .<Received>map(
                        response -> new Received.Unstored(response, exchange(client, response, sent), true, "pass"))
                .recover(Fetcher::failure);
    }

    /**
     * Sends a request that may change something, and drops what it makes invalid (RFC 9111 §4.4). The response to a POST
     * may be stored for later GETs.
     *
     * @return never fails
     */
    Future<Received> change(ClientRequest client) {
        FieldList fields = client.request().fields();
        long sent = clock.millis();
        return upstream.send(client.upstream(fields), client.reach())
                .map(response -> {
                    Exchange exchange = exchange(client, response, sent);
                    for (String target : Invalidation.targets(client.request(), exchange.response())) {
                        index.of(target.substring(1)).forEach(index::remove);
                        upstream.changed(target.substring(1));
                    }
                    return received(client, fields, response, exchange);
                })
                .recover(Fetcher::failure);
    }

    /**
     * Sends a GET, and stores the response if it may be stored.
     *
     * @param fields those to send, with the range that is wanted
     * @return never fails; a 304 or an error is never stored in place of what is there
     */
    Future<Received> fetch(ClientRequest client, FieldList fields) {
        long sent = clock.millis();
        return upstream.send(client.upstream(fields), client.reach())
                .map(response -> received(client, fields, response, exchange(client, response, sent)))
                .recover(Fetcher::failure);
    }

    private Received received(ClientRequest client, FieldList fields, OriginResponse response, Exchange exchange) {
        try {
            return store(client, fields, response, exchange);
        } catch (RuntimeException e) {
            response.cancel(); // or it would hold its connection
            throw e;
        }
    }

    private Received store(ClientRequest client, FieldList fields, OriginResponse response, Exchange exchange) {
        String asked = fields.get("range");
        String wanted = client.request().fields().get("range");
        int status = response.status();
        boolean ranged = status == 206 || status == 416;
        boolean isAnswer = !ranged || Objects.equals(asked, wanted);
        return switch (Storage.decide(exchange, settings.policy())) {
            case StoreDecision.Refuse refused -> new Received.Unstored(response, exchange, isAnswer, refused.detail());
            case StoreDecision.Store(StoredHead _, PartialContent part)
            when part != null && !isAnswer && part.strongTag() == null && !isWithin(wanted, part.range()) ->
                new Received.Unstored(response, exchange, false, "part");
            case StoreDecision.Store(StoredHead head, var part) -> {
                CachedResponse stored =
                        part == null ? storeWhole(client, head, response) : storePart(client, head, part, response);
                yield stored == null
                        ? new Received.Unstored(response, exchange, isAnswer, "no-room")
                        : new Received.Stored(stored, status, response.fields().get("content-range"));
            }
        };
    }

    private static boolean isWithin(@Nullable String wanted, ContentRange part) {
        return WantedRange.isWithin(wanted, part.start(), part.endExclusive(), part.completeLength());
    }

    private @Nullable CachedResponse storeWhole(ClientRequest client, StoredHead head, OriginResponse response) {
        if (!response.isEndKnown()) {
            return null; // a body that was cut short would pass for a whole one
        }
        long length = response.length();
        boolean refetchable = length >= 0 && head.mayBeCompleted();
        return create(client, head, length, refetchable, 0, StoredObject.UNKNOWN, added -> {
            boolean stored = length == 0 || fill(added, 0, length, response);
            if (length == 0) {
                response.discard();
            }
            return stored;
        });
    }

    private @Nullable CachedResponse storePart(
            ClientRequest client, StoredHead head, PartialContent part, OriginResponse response) {
        ContentRange range = part.range();
        if (range.completeLength() == ContentRange.UNKNOWN || !response.isEndKnown()) {
            return null;
        }
        if (part.strongTag() == null) {
            return create(
                    client,
                    head,
                    range.length(),
                    false,
                    range.start(),
                    range.completeLength(),
                    added -> fill(added, 0, range.length(), response));
        }
        CachedResponse known = index.of(client.key()).stream()
                .filter(one -> !one.isPart() && part.belongsTo(one.head()))
                .findFirst()
                .orElse(null);
        if (known != null) {
            known.renew(head);
            fillPart(known, range, response);
            return known;
        }
        return create(client, head, range.completeLength(), true, 0, StoredObject.UNKNOWN, added -> {
            fillPart(added, range, response);
            return true;
        });
    }

    /** Stores a part that begins where a slice does; the slices of others are fetched when they are sent. */
    private void fillPart(CachedResponse whole, ContentRange range, OriginResponse response) {
        boolean aligned = range.start() % settings.sliceBytes() == 0;
        if (!aligned || !fill(whole, range.start(), range.length(), response)) {
            response.cancel();
        }
    }

    /**
     * Creates a stored response in place of one with the same secondary key.
     *
     * @param begin begins to store its body; if that is not possible, nothing is stored
     */
    private @Nullable CachedResponse create(
            ClientRequest client,
            StoredHead head,
            long length,
            boolean refetchable,
            long start,
            long partOf,
            Predicate<CachedResponse> begin) {
        Description description = CachedResponse.describe(head, start, partOf);
        StoredObject object = description == null ? null : store.create(client.key(), length, refetchable, description);
        if (object == null) {
            return null;
        }
        CachedResponse added = index.of(object);
        boolean stored = added != null && begin.test(added);
        object.release();
        if (added == null || !stored) {
            store.remove(object);
            return null;
        }
        index.replaceBy(added);
        return added;
    }

    /** Begins to store a body; false if there is no room. */
    private boolean fill(CachedResponse stored, long offset, long length, OriginResponse response) {
        Fill fill = stored.object().begin(offset, length < 0 ? 1 : Math.min(length, FIRST_ROOM));
        if (fill == null) {
            return false;
        }
        Context context = vertx.getOrCreateContext();
        var _ = BodyFill.start(response, fill, 0, workers, context).onFailure(failure -> {
            LOG.debug("a fill ended early: {}", failure.toString());
            if (failure instanceof NoRoomException) {
                onTooLarge.accept(stored.object().key());
            }
        });
        return true;
    }

    private Exchange exchange(ClientRequest client, OriginResponse response, long sent) {
        FieldList fields = ProxyFields.withVia(response.fields(), response.version(), settings.pseudonym());
        return new Exchange(client.request(), new CacheResponse(response.status(), fields), sent, clock.millis());
    }

    private static Future<Received> failure(Throwable failure) {
        return failure instanceof OriginException known
                ? Future.succeededFuture(new Received.Failed(known))
                : Future.failedFuture(failure);
    }
}
