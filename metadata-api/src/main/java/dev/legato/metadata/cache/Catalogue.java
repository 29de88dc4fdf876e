package dev.legato.metadata.cache;

import dev.legato.metadata.catalogue.CatalogueStore;
import dev.legato.metadata.catalogue.Kind;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;

/** Catalogue entries by id: from the cache, else from PostgreSQL and into the cache. Blocks its virtual thread. */
public final class Catalogue {
    private final CatalogueCache cache;
    private final CatalogueStore store;

    public Catalogue(CatalogueCache cache, CatalogueStore store) {
        this.cache = cache;
        this.store = store;
    }

    public <T> Optional<T> find(Kind<T> kind, String id) {
        return find(kind, List.of(id)).stream().findFirst();
    }

    /** The entries there are, in the order of the ids. */
    public <T> List<T> find(Kind<T> kind, Collection<String> ids) {
        if (ids.isEmpty()) {
            return List.of();
        }
        Map<String, T> found = new HashMap<>(cache.get(kind, ids));
        List<String> missing =
                ids.stream().filter(id -> !found.containsKey(id)).distinct().toList();
        if (!missing.isEmpty()) {
            Map<String, T> loaded = store.load(kind, missing);
            cache.fill(kind, loaded);
            found.putAll(loaded);
        }
        return ids.stream().map(found::get).filter(Objects::nonNull).toList();
    }
}
