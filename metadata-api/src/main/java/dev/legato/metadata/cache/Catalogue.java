package dev.legato.metadata.cache;

import dev.legato.metadata.catalogue.Kind;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;

/** Catalogue entries by id, wherever they are found first. Blocks its virtual thread. */
public final class Catalogue {
    private final CatalogueCache cache;

    public Catalogue(CatalogueCache cache) {
        this.cache = cache;
    }

    public <T> Optional<T> find(Kind<T> kind, String id) {
        return find(kind, List.of(id)).stream().findFirst();
    }

    /** The entries there are, in the order of the ids. */
    public <T> List<T> find(Kind<T> kind, Collection<String> ids) {
        if (ids.isEmpty()) {
            return List.of();
        }
        Map<String, T> found = cache.read(kind, ids);
        return ids.stream().map(found::get).filter(Objects::nonNull).toList();
    }
}
