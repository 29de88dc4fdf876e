package dev.legato.edge.cache;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import dev.legato.edge.file.FileWorkers;
import dev.legato.edge.http.RequestFields;
import dev.legato.edge.http.ResponseFields;
import dev.legato.edge.os.Linux;
import dev.legato.edge.policy.CacheRequest;
import dev.legato.edge.policy.CacheStatus;
import dev.legato.edge.policy.CacheStatus.Forward;
import dev.legato.edge.policy.Reuse;
import dev.legato.edge.source.OpenFile;
import dev.legato.edge.source.Source;
import dev.legato.edge.store.DiskStore;
import dev.legato.edge.store.StoredObject;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
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

    private final Vertx vertx;
    private final DiskStore store;
    private final ResponseIndex index;
    private final Upstream upstream;
    private final Forwarding forwarding;
    private final LeadingFetches leading;
    private final FileParts parts;
    private final ServedHeads heads;
    private final CacheSettings settings;
    private final InstantSource clock;

    /** Files that are open and can be served without a question, by key. */
    private final Cache<String, CachedFile> hot;

    private HttpCache(
            Vertx vertx,
            DiskStore store,
            ResponseIndex index,
            Upstream upstream,
            LeadingFetches leading,
            FileParts parts,
            CacheSettings settings,
            InstantSource clock) {
        this.vertx = vertx;
        this.store = store;
        this.index = index;
        this.upstream = upstream;
        this.leading = leading;
        this.parts = parts;
        this.heads = parts.heads();
        this.settings = settings;
        this.clock = clock;
        this.forwarding =
                new Forwarding(vertx, upstream, store, index, heads, settings, clock, parts.workers(), this::serve);
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
        LeadingFetches leading = new LeadingFetches(vertx, settings.collapseWait());
        Function<Upstream.Reach, SliceFetches> slices = reach ->
                new SliceFetches(vertx, upstream, reach, store, workers, settings, nanoTime, leading, index::remove);
        FileParts parts = new FileParts(
                linux,
                workers,
                new ServedHeads(settings.name(), own),
                slices.apply(Upstream.Reach.EDGES),
                slices.apply(Upstream.Reach.ORIGINS),
                clock,
                nanoTime);
        return new HttpCache(vertx, store, index, upstream, leading, parts, settings, clock);
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
            return forwarding.pass(client, Forward.BYPASS);
        }
        List<CachedResponse> variants = index.of(client.key());
        CachedResponse selected = ResponseIndex.select(variants, request);
        CachedResponse part = selected != null && !covers(selected, request) ? selected : null;
        CachedResponse usable = part == null ? selected : null;
        Reuse reuse = Reuse.decide(usable == null ? null : usable.head(), request, clock.millis(), settings.policy());
        if (usable == null) {
            return switch (reuse) {
                case PASS -> forwarding.pass(client, Forward.METHOD);
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
                        ? once(client, mayWait, () -> forwarding.validate(client, usable, variants, reason))
                        : forwarding.head(client, usable, reason);
            }
            case PASS -> forwarding.pass(client, Forward.METHOD);
            case GATEWAY_TIMEOUT -> Future.succeededFuture(Outcome.NotStored.NOT_STORED);
        };
    }

    /** @param part of the representation that is stored, which is not what the request asks for; null if there is none */
    private Future<Outcome> miss(
            ClientRequest client, List<CachedResponse> variants, @Nullable CachedResponse part, boolean mayWait) {
        Forward reason = variants.isEmpty() ? Forward.URI_MISS : part == null ? Forward.VARY_MISS : Forward.PARTIAL;
        if (!client.isGet()) {
            return forwarding.head(client, null, reason);
        }
        if (forwarding.isTooLarge(client.key())) {
            return forwarding.pass(client, reason);
        }
        return once(
                client,
                mayWait,
                () -> reason == Forward.VARY_MISS
                        ? forwarding.validate(client, null, variants, reason)
                        : forwarding.fetch(client, part, reason));
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
                    return forwarding.pass(client, Forward.BYPASS);
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
        if (!mayWait || forwarding.isUnshared(client.key())) {
            return fetch.get();
        }
        String name = collapseKey(client);
        Future<Outcome> led = leading.lead(name, fetch);
        return led != null ? led : leading.await(name).compose(_ -> answer(client, false));
    }

    private String collapseKey(ClientRequest client) {
        return upstream.collapseKey(client.key(), client.request().fields());
    }

    private void revalidate(ClientRequest client, CachedResponse stale, List<CachedResponse> variants) {
        ClientRequest own = client.detached(stale.head().selectingFields());
        Future<Outcome> led =
                leading.lead(collapseKey(client), () -> forwarding.validate(own, stale, variants, Forward.STALE));
        if (led != null) {
            var _ = led.onSuccess(HttpCache::discard);
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

    private void remove(CachedResponse response) {
        hot.invalidate(response.object().key());
        index.remove(response);
    }
}
