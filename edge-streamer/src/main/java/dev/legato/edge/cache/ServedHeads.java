package dev.legato.edge.cache;

import dev.legato.edge.http.FieldList;
import dev.legato.edge.http.HeadFields;
import dev.legato.edge.http.ResponseFields;
import dev.legato.edge.policy.CacheStatus;
import dev.legato.edge.policy.ServedFields;
import dev.legato.edge.policy.StoredHead;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Makes the fields of answers from stored responses. */
final class ServedHeads {
    private static final String CACHE_STATUS = "cache-status";

    /** Fields that a 304 leaves out: they describe the content, which the client has (RFC 9110 §15.4.5). */
    private static final Set<String> OF_CONTENT = Set.of(
            "accept-ranges",
            "content-encoding",
            "content-language",
            "content-length",
            "content-range",
            "content-type",
            "last-modified");

    private final String cache;
    private final @Nullable ResponseFields own;

    /**
     * @param cache the name of this cache in Cache-Status
     * @param own the fields that the edge adds; null to add none
     */
    ServedHeads(String cache, @Nullable ResponseFields own) {
        this.cache = cache;
        this.own = own;
    }

    /** Those of answers to other edges, which add the same fields themselves. */
    ServedHeads withoutOwn() {
        return new ServedHeads(cache, null);
    }

    /** The name of this cache. */
    String cache() {
        return cache;
    }

    /** @param now milliseconds since 1970 */
    HeadFields ofHit(StoredHead head, long now) {
        return of(head, now, CacheStatus.hit(cache, head, now));
    }

    /** @param now milliseconds since 1970 */
    HeadFields of(StoredHead head, long now, CacheStatus status) {
        FieldList stored = ServedFields.ofStored(head, now);
        List<FieldList.Line> described = new ArrayList<>(
                stored.without(Set.of("content-length", CACHE_STATUS)).lines());
        if (head.status() == 200 && !stored.has("accept-ranges")) {
            described.add(new FieldList.Line("accept-ranges", "bytes"));
        }
        share(described);
        described.add(new FieldList.Line(CACHE_STATUS, status.appendTo(stored.get(CACHE_STATUS))));
        FieldList all = new FieldList(described);
        return HeadFields.of(all, all.without(OF_CONTENT));
    }

    /** Adds the same to the fields of a response that is passed on. */
    FieldList ofPassed(FieldList fields, CacheStatus status) {
        List<FieldList.Line> lines =
                new ArrayList<>(fields.without(Set.of(CACHE_STATUS)).lines());
        share(lines);
        lines.add(new FieldList.Line(CACHE_STATUS, status.appendTo(fields.get(CACHE_STATUS))));
        return new FieldList(lines);
    }

    private void share(List<FieldList.Line> lines) {
        if (own != null) {
            own.share((name, value) -> lines.add(new FieldList.Line(name, value)));
        }
    }
}
