package dev.legato.edge.policy;

import static dev.legato.edge.policy.Messages.SETTINGS;
import static dev.legato.edge.policy.Messages.TARGET;
import static dev.legato.edge.policy.Messages.after;
import static dev.legato.edge.policy.Messages.fields;

import dev.legato.edge.http.FieldList;
import dev.legato.edge.http.Preconditions;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** The smallest cache that carries the decisions out, for one target: it shows in which order they are asked. */
final class ModelCache {
    /**
     * What a client gets.
     *
     * @param sent the fields of the request that went to the origin; null if none did
     */
    record Outcome(int status, FieldList fields, @Nullable FieldList sent) {}

    private final List<StoredHead> variants = new ArrayList<>();
    private final Function<FieldList, @Nullable CacheResponse> origin;

    /** Makes a cache before an origin that returns null if it cannot be reached. */
    ModelCache(Function<FieldList, @Nullable CacheResponse> origin) {
        this.origin = origin;
    }

    Outcome ask(double seconds, String method, String requestFields) {
        long now = after(seconds);
        CacheRequest request = new CacheRequest(method, TARGET, fields(requestFields));
        StoredHead selected = Selection.select(variants, request);
        return switch (Reuse.decide(selected, request, now, SETTINGS)) {
            case SERVE -> serve(request, selected, now, null);
            case SERVE_AND_REVALIDATE -> {
                Outcome stale = serve(request, selected, now, null);
                Outcome background = forward(request, selected, now);
                yield new Outcome(stale.status, stale.fields, background.sent);
            }
            case GATEWAY_TIMEOUT -> new Outcome(504, FieldList.EMPTY, null);
            case VALIDATE_STALE, VALIDATE_FOR_REQUEST, FETCH, PASS -> forward(request, selected, now);
        };
    }

    private Outcome forward(CacheRequest request, @Nullable StoredHead selected, long now) {
        boolean validates = request.method().equals("GET") && !variants.isEmpty();
        FieldList sent = validates ? Validation.conditional(request.fields(), selected, variants) : request.fields();
        CacheResponse response = origin.apply(sent);
        if (response == null) {
            boolean stale = selected != null && Reuse.mayServeDisconnected(selected, request, now, SETTINGS);
            return stale ? serve(request, selected, now, sent) : new Outcome(502, FieldList.EMPTY, sent);
        }
        if (selected != null && Reuse.mayServeInsteadOf(response.status(), selected, request, now, SETTINGS)) {
            return serve(request, selected, now, sent);
        }
        Exchange exchange = new Exchange(request, response, now, now);
        StoredHead validated = validates && response.status() == 304
                ? Validation.selectValidated(response.fields(), selected, variants)
                : null;
        if (validated != null) {
            Freshened freshened = Validation.freshen(validated, exchange, SETTINGS);
            if (freshened.storable()) {
                variants.set(variants.indexOf(validated), freshened.head());
            }
            return serve(request, freshened.head(), now, sent);
        }
        if (!Invalidation.targets(request, response).isEmpty()) {
            variants.clear();
        }
        if (Storage.decide(exchange, SETTINGS) instanceof StoreDecision.Store(StoredHead head, PartialContent _)) {
            variants.removeIf(other -> Selection.replaces(head, other));
            variants.add(head);
        }
        return new Outcome(response.status(), ServedFields.ofForwarded(exchange, SETTINGS), sent);
    }

    private static Outcome serve(CacheRequest request, @Nullable StoredHead head, long now, @Nullable FieldList sent) {
        if (head == null) {
            throw new AssertionError("served without a stored response");
        }
        boolean notModified = ClientConditions.evaluate(request, head, now) == Preconditions.Outcome.NOT_MODIFIED;
        return new Outcome(notModified ? 304 : head.status(), ServedFields.ofStored(head, now), sent);
    }
}
