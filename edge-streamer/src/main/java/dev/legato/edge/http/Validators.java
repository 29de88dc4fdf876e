package dev.legato.edge.http;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The values that tell one version of a representation from another (RFC 9110 §8.8).
 *
 * @param tag the strong tag that answers carry; null while it is not known, and then no tag matches
 * @param lastModified seconds since 1970, or {@link HttpDate#NONE}
 */
public record Validators(@Nullable EntityTag tag, long lastModified) {
    boolean hasLastModified() {
        return lastModified != HttpDate.NONE;
    }

    /** Compares strongly, as If-Match requires. */
    boolean matchStrongly(List<EntityTag> candidates) {
        for (EntityTag candidate : candidates) {
            if (isStronglyEqual(candidate)) {
                return true;
            }
        }
        return false;
    }

    /** Compares weakly, as If-None-Match requires. */
    boolean matchWeakly(List<EntityTag> candidates) {
        EntityTag own = tag;
        for (EntityTag candidate : candidates) {
            if (own != null && own.isWeaklyEqual(candidate)) {
                return true;
            }
        }
        return false;
    }

    boolean isStronglyEqual(EntityTag candidate) {
        EntityTag own = tag;
        return own != null && own.isStronglyEqual(candidate);
    }
}
