package dev.legato.edge.cache;

import dev.legato.edge.policy.CacheRequest;
import dev.legato.edge.policy.Selection;
import dev.legato.edge.policy.StoredHead;
import dev.legato.edge.store.DiskStore;
import dev.legato.edge.store.StoredObject;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/** The stored responses by key. Heads are read from the store when their key is first asked for. */
final class ResponseIndex {
    private final DiskStore store;
    private final InstantSource clock;
    private final LongSupplier nanoTime;

    ResponseIndex(DiskStore store, InstantSource clock, LongSupplier nanoTime) {
        this.store = store;
        this.clock = clock;
        this.nanoTime = nanoTime;
    }

    /** The responses stored under a key. */
    List<CachedResponse> of(String key) {
        List<StoredObject> objects = store.find(key);
        if (objects.isEmpty()) {
            return List.of();
        }
        List<CachedResponse> found = new ArrayList<>(objects.size());
        for (StoredObject object : objects) {
            CachedResponse response = of(object);
            if (response != null) {
                found.add(response);
            }
        }
        return found;
    }

    /** The response of an object, always the same; null if its description cannot be read. */
    @Nullable
    CachedResponse of(StoredObject object) {
        CachedResponse response =
                object.companion(CachedResponse.class, () -> CachedResponse.of(object, clock, nanoTime));
        if (response == null) {
            store.remove(object);
        }
        return response;
    }

    /** Removes those with the same secondary key as one that was added. */
    void replaceBy(CachedResponse added) {
        for (CachedResponse other : of(added.object().key())) {
            if (other != added && Selection.replaces(added.head(), other.head())) {
                remove(other);
            }
        }
    }

    /** Removes a response; those who are sending it go on. */
    void remove(CachedResponse response) {
        store.remove(response.object());
    }

    /** The response that a request selects (RFC 9111 §4.1); null if there is none. */
    static @Nullable CachedResponse select(List<CachedResponse> variants, CacheRequest request) {
        return find(variants, heads -> Selection.select(heads, request));
    }

    /** The response whose head a function chooses among those of the variants; null if it chooses none. */
    @SuppressWarnings("ReferenceEquality") // it is one of the list
    static @Nullable CachedResponse find(
            List<CachedResponse> variants, Function<List<StoredHead>, @Nullable StoredHead> choose) {
        List<StoredHead> heads = heads(variants);
        StoredHead chosen = choose.apply(heads);
        for (int i = 0; chosen != null && i < heads.size(); i++) {
            if (heads.get(i) == chosen) {
                return variants.get(i);
            }
        }
        return null;
    }

    static List<StoredHead> heads(List<CachedResponse> variants) {
        return variants.stream().map(CachedResponse::head).toList();
    }
}
