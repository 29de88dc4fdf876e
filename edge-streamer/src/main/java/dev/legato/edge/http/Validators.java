package dev.legato.edge.http;

import java.util.List;

/**
 * What tells one version of a representation from another (RFC 9110 §8.8).
 *
 * @param tag the strong tag that answers carry
 * @param provisional a second strong tag of the same bytes, which answers carried before the first was known
 * @param lastModified seconds since 1970, or {@link HttpDate#NONE}
 */
public record Validators(EntityTag tag, EntityTag provisional, long lastModified) {
    boolean hasLastModified() {
        return lastModified != HttpDate.NONE;
    }

    /** If-Match's comparison: strong. */
    boolean matchStrongly(List<EntityTag> candidates) {
        for (EntityTag candidate : candidates) {
            if (isStronglyEqual(candidate)) {
                return true;
            }
        }
        return false;
    }

    /** If-None-Match's comparison: weak. */
    boolean matchWeakly(List<EntityTag> candidates) {
        for (EntityTag candidate : candidates) {
            if (tag.isWeaklyEqual(candidate) || provisional.isWeaklyEqual(candidate)) {
                return true;
            }
        }
        return false;
    }

    boolean isStronglyEqual(EntityTag candidate) {
        return tag.isStronglyEqual(candidate) || provisional.isStronglyEqual(candidate);
    }
}
