package dev.legato.edge.policy;

import dev.legato.edge.http.FieldList;
import java.util.LinkedHashSet;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * The tags by which a response can be purged: those of {@code Surrogate-Key}, separated by spaces, and of {@code
 * Cache-Tag}, separated by commas.
 *
 * @param tags as the origin wrote them; case counts
 * @param isComplete false if there were more than {@value #MAX_TAGS}, or one longer than {@value #MAX_LENGTH}: a purge
 *     would miss such a response, so {@link Storage} refuses it
 */
public record SurrogateTags(Set<String> tags, boolean isComplete) {
    /** The most tags of one response. */
    public static final int MAX_TAGS = 128;
    /** The most characters of one tag. */
    public static final int MAX_LENGTH = 256;

    public SurrogateTags {
        tags = Set.copyOf(tags);
    }

    /** Reads the tags of a response, received or stored. */
    public static SurrogateTags of(FieldList fields) {
        Set<String> tags = new LinkedHashSet<>();
        // A comma separates keys as well, since it joins the lines of a field.
        boolean keysFit = add(fields.get("surrogate-key"), "[ \t,]+", tags);
        boolean tagsFit = add(fields.get("cache-tag"), ",", tags);
        return new SurrogateTags(tags, keysFit && tagsFit);
    }

    private static boolean add(@Nullable String value, String separator, Set<String> tags) {
        if (value == null) {
            return true;
        }
        for (String part : value.split(separator, -1)) {
            String tag = part.strip();
            if (tag.isEmpty()) {
                continue;
            }
            if (tag.length() > MAX_LENGTH || (tags.size() == MAX_TAGS && !tags.contains(tag))) {
                return false;
            }
            tags.add(tag);
        }
        return true;
    }
}
