package dev.legato.edge.cache;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import dev.legato.edge.file.FileWorkers;
import dev.legato.edge.http.FieldList;
import dev.legato.edge.http.RequestFields;
import dev.legato.edge.http.ResponseFields;
import dev.legato.edge.origin.OriginException;
import dev.legato.edge.os.Linux;
import dev.legato.edge.policy.CacheRequest;
import dev.legato.edge.policy.CacheStatus;
import dev.legato.edge.policy.CacheStatus.Forward;
import dev.legato.edge.policy.Freshened;
import dev.legato.edge.policy.Reuse;
import dev.legato.edge.policy.ServedFields;
import dev.legato.edge.policy.StoredHead;
import dev.legato.edge.policy.Validation;
import dev.legato.edge.source.OpenFile;
import dev.legato.edge.source.Source;
import dev.legato.edge.store.DiskStore;
import dev.legato.edge.store.StoredObject;
import io.vertx.core.Context;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Function;
import java.util.function.LongSupplier;
import java.util.function.Supplier;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A shared cache before origins (RFC 9111). It asks {@link dev.legato.edge.policy} what to do with a request and does it:
 * serves what is stored, validates it, fetches it, or passes the request on.
 *
 * <p>Requests for the same key that find nothing to serve wait for one fetch, within a bound. If its response may be shared
 * they are answered with it as it arrives; if not, each makes a fetch of its own, and later requests for the key do not
 * wait for a while.
 *
 * <p>{@link #answer} is called on an event loop of Vert.x, and its result arrives there.
 */
public final class HttpCache implements Source {
    private static final Logger LOG = LoggerFactory.getLogger(HttpCache.class);
    private static final Duration REMEMBERED_FOR = Duration.ofMinutes(2);

    /** Reasons why responses to a key are not stored that are likely to hold for the next one. */
    private static final Set<String> LASTING = Set.of("no-store", "private", "vary", "not-reusable", "too-large");

    private static final Set<String> RANGE_FIELDS = Set.of("range", "if-range");

    private final Vertx vertx;
    private final DiskStore store;
    private final ResponseIndex index;
    private final Upstream upstream;
    private final Fetcher fetcher;
    private final FileParts parts;
    private final ServedHeads heads;
    private final CacheSettings settings;
    private final InstantSource clock;
    private final ConcurrentHashMap<String, Future<Void>> fetching;

    /** Keys whose responses were not shared lately, so that nobody waits for another's. */
    private final RecentKeys unshared = new RecentKeys(REMEMBERED_FOR);

    /** Keys whose responses did not fit into the store lately, so that requests are passed on. */
    private final RecentKeys tooLarge;

    /** Files that are open and can be served without a question, by key. */
    private final Cache<String, CachedFile> hot;

    private HttpCache(
            Vertx vertx,
            DiskStore store,
            ResponseIndex index,
            Upstream upstream,
            Fetcher fetcher,
            FileParts parts,
            CacheSettings settings,
            InstantSource clock,
            ConcurrentHashMap<String, Future<Void>> fetching,
            RecentKeys tooLarge) {
        this.vertx = vertx;
        this.fetching = fetching;
        this.store = store;
        this.index = index;
        this.upstream = upstream;
        this.fetcher = fetcher;
        this.parts = parts;
        this.heads = parts.heads();
        this.settings = settings;
        this.clock = clock;
        this.tooLarge = tooLarge;
        this.hot = Caffeine.newBuilder()
                .maximumSize(settings.openFiles())
                .executor(Runnable::run)
                .build();
    }

    /**
     * Makes a cache.
     *
     * @param store where bodies are kept; the caller closes it after the cache
     * @param workers wait for the disk
     * @param linux system calls, where there are any
     * @param own the fields that the edge adds to each answer
     * @param nanoTime the ticker of {@link #hit}
     */
    public static HttpCache of(
            Vertx vertx,
            Upstream upstream,
            DiskStore store,
            CacheSettings settings,
            FileWorkers workers,
            Optional<Linux> linux,
            ResponseFields own,
            InstantSource clock,
            LongSupplier nanoTime) {
        ResponseIndex index = new ResponseIndex(store, clock, nanoTime);
        ConcurrentHashMap<String, Future<Void>> fetching = new ConcurrentHashMap<>();
        Function<Upstream.Reach, SliceFetches> slices = reach ->
                new SliceFetches(vertx, upstream, reach, store, workers, settings, nanoTime, fetching, index::remove);
        ServedHeads heads = new ServedHeads(settings.name(), own);
        FileParts parts = new FileParts(
                linux,
                workers,
                heads,
                slices.apply(Upstream.Reach.EDGES),
                slices.apply(Upstream.Reach.ORIGINS),
                clock,
                nanoTime);
        RecentKeys tooLarge = new RecentKeys(REMEMBERED_FOR);
        Fetcher fetcher = new Fetcher(vertx, upstream, store, index, settings, clock, workers, tooLarge::add);
        return new HttpCache(vertx, store, index, upstream, fetcher, parts, settings, clock, fetching, tooLarge);
    }

    /** The name of this cache in Via. */
    public String pseudonym() {
        return settings.pseudonym();
    }

    @Override
    public void pollChanges() {
        // nothing that is stored changes
    }

    @Override
    public @Nullable OpenFile hit(String key, RequestFields fields, long now) {
        CachedFile file = hot.getIfPresent(key);
        if (file == null || (settings.policy().honourRequestDirectives() && hasDirectives(fields))) {
            return null;
        }
        if (!file.response().isPlainlyFresh(now) || file.response().object().isRemoved() || !file.acquire()) {
            hot.invalidate(key);
            return null;
        }
        return file;
    }

    private static boolean hasDirectives(RequestFields fields) {
        return fields.get(RequestFields.Name.CACHE_CONTROL) != null || fields.get(RequestFields.Name.PRAGMA) != null;
    }

    /**
     * Purges stored responses. Those who are being sent one of them get it to its end. For any thread; takes a moment for
     * each response that is purged.
     *
     * @return how many there were
     */
    public int purge(Purge what) {
        return purge(what, Long.MAX_VALUE);
    }

    /**
     * The same for those responses only that an origin made, or validated, until a time.
     *
     * @param until milliseconds since 1970
     */
    public int purge(Purge what, long until) {
        Stream<StoredObject> objects = Stream.of(
                        what.keys().stream().flatMap(key -> store.find(key).stream()),
                        what.prefixes().stream().flatMap(store::byPrefix),
                        what.tags().stream().flatMap(store::byTag))
                .flatMap(found -> found);
        int purged = 0;
        for (StoredObject object : objects.distinct().toList()) {
            CachedResponse response = index.of(object);
            if (response == null || clock.millis() - response.head().age(clock.millis()) > until) {
                continue;
            }
            if (what.soft()) {
                hot.invalidate(object.key());
                response.renew(response.head().expired(clock.millis()));
            } else {
                remove(response);
            }
            purged++;
        }
        return purged;
    }

    /** Finds or fetches what answers a request. Never fails. */
    public Future<Outcome> answer(ClientRequest client) {
        Future<Outcome> outcome = answer(client, true);
        return client.isFromEdge()
                ? outcome.map(found -> found instanceof Outcome.Stored(var file, var status, var part)
                        ? new Outcome.Stored(file.forEdge(), status, part)
                        : found)
                : outcome;
    }

    /** @param mayWait false for a request that has waited for another's fetch already */
    private Future<Outcome> answer(ClientRequest client, boolean mayWait) {
        CacheRequest request = client.request();
        // What a GET's body says is not in the key: the response to one must answer no other request.
        if (!store.isUsable() || (client.isGet() && client.body() != null)) {
            return pass(client, Forward.BYPASS);
        }
        List<CachedResponse> variants = index.of(client.key());
        CachedResponse selected = ResponseIndex.select(variants, request);
        CachedResponse part = selected != null && !covers(selected, request) ? selected : null;
        CachedResponse usable = part == null ? selected : null;
        Reuse reuse = Reuse.decide(usable == null ? null : usable.head(), request, clock.millis(), settings.policy());
        if (usable == null) {
            return switch (reuse) {
                case PASS -> pass(client, Forward.METHOD);
                case GATEWAY_TIMEOUT -> Future.succeededFuture(Outcome.NotStored.NOT_STORED);
                default -> miss(client, variants, part, mayWait);
            };
        }
        return switch (reuse) {
            case SERVE -> serve(client, usable, hit(usable, !mayWait));
            case SERVE_AND_REVALIDATE -> {
                revalidate(client, usable, variants);
                yield serve(client, usable, hit(usable, false));
            }
            case VALIDATE_STALE, VALIDATE_FOR_REQUEST, FETCH -> {
                Forward reason = reuse == Reuse.VALIDATE_FOR_REQUEST ? Forward.REQUEST : Forward.STALE;
                yield client.isGet()
                        ? once(client, mayWait, () -> validate(client, usable, variants, reason))
                        : head(client, usable, reason);
            }
            case PASS -> pass(client, Forward.METHOD);
            case GATEWAY_TIMEOUT -> Future.succeededFuture(Outcome.NotStored.NOT_STORED);
        };
    }

    /** @param part of the representation that is stored, which is not what the request asks for; null if there is none */
    private Future<Outcome> miss(
            ClientRequest client, List<CachedResponse> variants, @Nullable CachedResponse part, boolean mayWait) {
        Forward reason = variants.isEmpty() ? Forward.URI_MISS : part == null ? Forward.VARY_MISS : Forward.PARTIAL;
        if (!client.isGet()) {
            return head(client, null, reason);
        }
        if (tooLarge.contains(client.key())) {
            return pass(client, reason);
        }
        return once(
                client,
                mayWait,
                () -> reason == Forward.VARY_MISS
                        ? validate(client, null, variants, reason)
                        : fetch(client, part, reason));
    }

    /** Whether a stored response has the bytes that a request asks for, or can fetch them. */
    static boolean covers(CachedResponse response, CacheRequest request) {
        long start = response.start();
        return !response.isPart()
                || request.method().equals("HEAD")
                || WantedRange.isWithin(
                        request.fields().get("range"),
                        start,
                        start + response.object().length(),
                        response.completeLength());
    }

    /** Serves a stored response. */
    private Future<Outcome> serve(ClientRequest client, CachedResponse response, CacheStatus status) {
        return serve(client, response, status, null);
    }

    /** @param part the value of Content-Range that came with the response just now; null if none did */
    private Future<Outcome> serve(
            ClientRequest client, CachedResponse response, CacheStatus status, @Nullable String part) {
        CachedFile opened = response.opened();
        if (opened != null && opened.isGrowing() && response.completeLength() >= 0) {
            opened = opened.completed();
            response.opened(opened);
        }
        if (opened != null) {
            return Future.succeededFuture(stored(response, opened, status, part));
        }
        return Future.fromCompletionStage(response.object().openFile(), vertx.getOrCreateContext())
                .<Outcome>map(file -> {
                    CachedFile made = new CachedFile(response, file, parts);
                    response.opened(made);
                    return stored(response, made, status, part);
                })
                .recover(failure -> {
                    LOG.debug("a stored response cannot be opened: {}", failure.toString());
                    return pass(client, Forward.BYPASS);
                });
    }

    private Outcome stored(CachedResponse response, CachedFile file, CacheStatus status, @Nullable String part) {
        if (!file.isGrowing() && response.isPlainlyFresh(parts.nanoTime().getAsLong())) {
            hot.put(response.object().key(), file);
        }
        return new Outcome.Stored(file, status, response.isPart() ? part : null);
    }

    private CacheStatus hit(CachedResponse response, boolean collapsed) {
        CacheStatus hit = CacheStatus.hit(heads.cache(), response.head(), clock.millis());
        return collapsed ? hit.withDetail("collapsed") : hit;
    }

    /** Makes one request for all who want the same key at the same time. */
    private Future<Outcome> once(ClientRequest client, boolean mayWait, Supplier<Future<Outcome>> fetch) {
        String key = collapseKey(client);
        if (!mayWait || unshared.contains(client.key())) {
            return fetch.get();
        }
        Promise<Void> mine = Promise.promise();
        Future<Void> running = fetching.putIfAbsent(key, mine.future());
        if (running == null) {
            return lead(key, mine, fetch);
        }
        Context context = vertx.getOrCreateContext();
        Promise<Void> waited = Promise.promise();
        long timer = vertx.setTimer(settings.collapseWait().toMillis(), _ -> waited.tryComplete());
        var _ = running.onComplete(_ -> context.runOnContext(_ -> {
            vertx.cancelTimer(timer);
            boolean _ = waited.tryComplete();
        }));
        return waited.future().compose(_ -> answer(client, false));
    }

    /** Makes the one request of a key, and releases all who wait for it, whatever comes of it. */
    private Future<Outcome> lead(String key, Promise<Void> mine, Supplier<Future<Outcome>> fetch) {
        Future<Outcome> outcome;
        try {
            outcome = fetch.get();
        } catch (RuntimeException e) {
            outcome = Future.failedFuture(e);
        }
        return outcome.onComplete(_ -> {
            boolean _ = fetching.remove(key, mine.future());
            boolean _ = mine.tryComplete();
        });
    }

    private String collapseKey(ClientRequest client) {
        return upstream.collapseKey(client.key(), client.request().fields());
    }

    /** Fetches what no stored response has. */
    private Future<Outcome> fetch(ClientRequest client, @Nullable CachedResponse part, Forward reason) {
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
    private Future<Outcome> validate(
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
                yield serve(client, response, CacheStatus.forwarded(heads.cache(), reason, code, true, false), part);
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

    private void revalidate(ClientRequest client, CachedResponse stale, List<CachedResponse> variants) {
        Promise<Void> mine = Promise.promise();
        String key = collapseKey(client);
        if (fetching.putIfAbsent(key, mine.future()) != null) {
            return;
        }
        ClientRequest own = client.detached(stale.head().selectingFields());
        var _ = lead(key, mine, () -> validate(own, stale, variants, Forward.STALE))
                .onSuccess(HttpCache::discard);
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

    /** Releases what nobody wants. */
    private static void discard(Outcome outcome) {
        switch (outcome) {
            case Outcome.Stored(CachedFile file, var _, var _) -> file.release();
            case Outcome.Passed passed -> passed.response().discard();
            case Outcome.Failed _, Outcome.NotStored _ -> {}
        }
    }

    /** Passes a request on, with a body if it has one. */
    private Future<Outcome> pass(ClientRequest client, Forward reason) {
        Future<Received> received = reason == Forward.METHOD && store.isUsable()
                ? fetcher.change(client)
                : fetcher.pass(client, client.request().fields());
        return received.compose(all -> fetched(client, all, null, reason));
    }

    /** Passes a HEAD on, which tells about what is stored as well (RFC 9111 §4.3.5). */
    private Future<Outcome> head(ClientRequest client, @Nullable CachedResponse stored, Forward reason) {
        return fetcher.pass(client, client.request().fields()).map(received -> {
            if (received instanceof Received.Unstored unstored) {
                if (stored != null && unstored.response().status() == 200) {
                    Freshened after = Validation.afterHead(stored.head(), unstored.exchange(), settings.policy());
                    if (after.storable()) {
                        stored.renew(after.head());
                    } else {
                        remove(stored);
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

    private void remove(CachedResponse response) {
        hot.invalidate(response.object().key());
        index.remove(response);
    }
}
