package dev.legato.edge.cache;

import dev.legato.edge.http.FieldList;
import dev.legato.edge.origin.OriginException;
import dev.legato.edge.policy.CacheStatus;
import dev.legato.edge.policy.CacheStatus.Forward;
import dev.legato.edge.policy.Freshened;
import dev.legato.edge.policy.Reuse;
import dev.legato.edge.policy.ServedFields;
import dev.legato.edge.policy.StoredHead;
import dev.legato.edge.policy.Validation;
import dev.legato.edge.store.DiskStore;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Set;
import java.util.concurrent.Executor;
import org.jspecify.annotations.Nullable;

/**
 * Answers requests that no stored response answers by itself: fetches, validates, or passes them on, and turns what came of
 * it into an {@link Outcome}. It runs on the context of the request.
 */
final class Forwarding {
    private static final Duration REMEMBERED_FOR = Duration.ofMinutes(2);

    /** Reasons why responses to a key are not stored that are likely to hold for the next one. */
    private static final Set<String> LASTING = Set.of("no-store", "private", "vary", "not-reusable", "too-large");

    private static final Set<String> RANGE_FIELDS = Set.of("range", "if-range");

    private final Upstream upstream;
    private final DiskStore store;
    private final ResponseIndex index;
    private final Fetcher fetcher;
    private final ServedHeads heads;
    private final CacheSettings settings;
    private final InstantSource clock;
    private final Serving serving;

    /** Keys whose responses were not shared lately, so that nobody waits for another's. */
    private final RecentKeys unshared = new RecentKeys(REMEMBERED_FOR);

    /** Keys whose responses did not fit into the store lately, so that requests are passed on. */
    private final RecentKeys tooLarge = new RecentKeys(REMEMBERED_FOR);

    /** Serves a stored response. */
    @FunctionalInterface
    interface Serving {
        /** @param part the value of Content-Range that came with the response just now; null if none did */
        Future<Outcome> serve(ClientRequest client, CachedResponse response, CacheStatus status, @Nullable String part);
    }

    Forwarding(
            Vertx vertx,
            Upstream upstream,
            DiskStore store,
            ResponseIndex index,
            ServedHeads heads,
            CacheSettings settings,
            InstantSource clock,
            Executor workers,
            Serving serving) {
        this.upstream = upstream;
        this.store = store;
        this.index = index;
        this.fetcher = new Fetcher(vertx, upstream, store, index, settings, clock, workers, tooLarge::add);
        this.heads = heads;
        this.settings = settings;
        this.clock = clock;
        this.serving = serving;
    }

    /** Whether the responses of a key are known to be for one request each, so that nobody should wait for another's. */
    boolean isUnshared(String key) {
        return unshared.contains(key);
    }

    /** Whether the responses of a key are known not to fit into the store. */
    boolean isTooLarge(String key) {
        return tooLarge.contains(key);
    }

    /** Fetches what no stored response has. */
    Future<Outcome> fetch(ClientRequest client, @Nullable CachedResponse part, Forward reason) {
        FieldList fields = Validation.unconditional(client.request().fields());
        String range = client.request().fields().get("range");
        String wanted = part != null && range == null && part.start() == 0
                ? "bytes=%d-".formatted(part.object().length())
                : WantedRange.of(range, settings.sliceBytes(), upstream::end);
        FieldList asked = fields.without(RANGE_FIELDS);
        return fetcher.fetch(client, wanted == null ? asked : asked.with("range", wanted))
                .compose(received -> {
                    boolean isRefused = received instanceof Received.Unstored unstored
                            && unstored.response().status() == 304;
                    if (isRefused && Validation.isConditional(client.request().fields())) {
                        discard(received);
                        return pass(client, reason); // the client's own conditions were not sent
                    }
                    return fetched(client, received, null, reason);
                });
    }

    /** Asks whether a stored response is still valid. */
    Future<Outcome> validate(
            ClientRequest client, @Nullable CachedResponse selected, List<CachedResponse> variants, Forward reason) {
        StoredHead head = selected == null ? null : selected.head();
        List<StoredHead> offered = ResponseIndex.heads(variants);
        FieldList fields =
                Validation.conditional(client.request().fields(), head, offered).without(RANGE_FIELDS);
        return fetcher.fetch(client, fields).compose(received -> {
            if (received instanceof Received.Unstored unstored
                    && unstored.response().status() == 304) {
                return validated(client, selected, variants, unstored, reason);
            }
            return fetched(client, received, selected, reason);
        });
    }

    private Future<Outcome> validated(
            ClientRequest client,
            @Nullable CachedResponse selected,
            List<CachedResponse> variants,
            Received.Unstored notModified,
            Forward reason) {
        StoredHead head = selected == null ? null : selected.head();
        CachedResponse valid = ResponseIndex.find(
                variants,
                heads -> Validation.selectValidated(
                        notModified.exchange().response().fields(), head, heads));
        notModified.response().discard();
        if (valid == null) {
            return fetch(client, null, reason);
        }
        Freshened freshened = Validation.freshen(valid.head(), notModified.exchange(), settings.policy());
        valid.renew(freshened.head());
        CacheStatus status = CacheStatus.forwarded(heads.cache(), reason, 304, freshened.storable(), false);
        Future<Outcome> served = serve(client, valid, status);
        return freshened.storable() ? served : served.onComplete(_ -> index.remove(valid));
    }

    /** @param stale what may be served if the origin fails; null if there is nothing */
    private Future<Outcome> fetched(
            ClientRequest client, Received received, @Nullable CachedResponse stale, Forward reason) {
        return switch (received) {
            case Received.Stored(CachedResponse response, int code, String part) -> {
                unshared.remove(client.key());
                yield serving.serve(
                        client, response, CacheStatus.forwarded(heads.cache(), reason, code, true, false), part);
            }
            case Received.Unstored unstored -> {
                int code = unstored.response().status();
                if (code == 304 && !Validation.isConditional(client.request().fields())) {
                    discard(unstored);
                    OriginException cause = new OriginException(
                            OriginException.Kind.PROTOCOL, "304 to a request without a condition", null);
                    yield Future.succeededFuture(new Outcome.Failed(cause, status(reason)));
                }
                if (stale != null
                        && Reuse.mayServeInsteadOf(
                                code, stale.head(), client.request(), clock.millis(), settings.policy())) {
                    discard(unstored);
                    yield serve(client, stale, CacheStatus.forwarded(heads.cache(), reason, code, false, false));
                }
                if (!unstored.isAnswer()) {
                    discard(unstored);
                    yield pass(client, reason);
                }
                noteUnshared(client, unstored);
                yield Future.succeededFuture(passed(unstored, reason));
            }
            case Received.Failed(OriginException cause) ->
                stale != null
                                && Reuse.mayServeDisconnected(
                                        stale.head(), client.request(), clock.millis(), settings.policy())
                        ? serve(client, stale, status(reason).withDetail("origin-failed"))
                        : Future.succeededFuture(new Outcome.Failed(cause, status(reason)));
        };
    }

    /** Remembers that nobody should wait for another's response to this key, unless that is due to this one request. */
    private void noteUnshared(ClientRequest client, Received.Unstored unstored) {
        FieldList fields = client.request().fields();
        boolean usual = !fields.has("authorization") && !fields.has("cache-control");
        if (usual && unstored.response().status() < 400 && LASTING.contains(unstored.detail())) {
            unshared.add(client.key());
        }
    }

    private static void discard(Received received) {
        if (received instanceof Received.Unstored unstored) {
            unstored.response().discard();
        }
    }

    /** Passes a request on, with a body if it has one. */
    Future<Outcome> pass(ClientRequest client, Forward reason) {
        Future<Received> received = reason == Forward.METHOD && store.isUsable()
                ? fetcher.change(client)
                : fetcher.pass(client, client.request().fields());
        return received.compose(all -> fetched(client, all, null, reason));
    }

    /** Passes a HEAD on, which tells about what is stored as well (RFC 9111 §4.3.5). */
    Future<Outcome> head(ClientRequest client, @Nullable CachedResponse stored, Forward reason) {
        return fetcher.pass(client, client.request().fields()).map(received -> {
            if (received instanceof Received.Unstored unstored) {
                if (stored != null && unstored.response().status() == 200) {
                    Freshened after = Validation.afterHead(stored.head(), unstored.exchange(), settings.policy());
                    if (after.storable()) {
                        stored.renew(after.head());
                    } else {
                        index.remove(stored);
                    }
                }
                return passed(unstored, reason);
            }
            return received instanceof Received.Failed(OriginException cause)
                    ? new Outcome.Failed(cause, status(reason))
                    : Outcome.NotStored.NOT_STORED;
        });
    }

    private Outcome passed(Received.Unstored unstored, Forward reason) {
        CacheStatus status = CacheStatus.forwarded(
                        heads.cache(), reason, unstored.response().status(), false, false)
                .withDetail(unstored.detail());
        FieldList fields = ServedFields.ofForwarded(unstored.exchange(), settings.policy());
        return new Outcome.Passed(unstored.response(), heads.ofPassed(fields, status), status);
    }

    private CacheStatus status(Forward reason) {
        return CacheStatus.forwarded(heads.cache(), reason, 0, false, false);
    }

    private Future<Outcome> serve(ClientRequest client, CachedResponse response, CacheStatus status) {
        return serving.serve(client, response, status, null);
    }
}
