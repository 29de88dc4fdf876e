package dev.legato.edge.http;

import java.util.ArrayList;
import java.util.List;

/**
 * The value of {@code If-Match} or {@code If-None-Match}: a list of tags, or {@code *} for any.
 *
 * @param any true for {@code *}
 * @param tags empty for {@code *}, and for a value that is neither a list nor {@code *}
 */
record EntityTags(boolean any, List<EntityTag> tags) {
    private static final EntityTags NONE = new EntityTags(false, List.of());

    /** @param value the field's lines, joined by commas */
    static EntityTags parse(String value) {
        if (value.strip().equals("*")) {
            return new EntityTags(true, List.of());
        }
        List<EntityTag> tags = new ArrayList<>(1);
        int at = 0;
        while (true) {
            at = skipSpace(value, at);
            if (at < value.length() && value.charAt(at) != ',') {
                int end = EntityTag.skip(value, at);
                EntityTag tag = end < 0 ? null : EntityTag.parse(value.substring(at, end));
                if (tag == null) {
                    return NONE;
                }
                tags.add(tag);
                at = skipSpace(value, end);
            }
            if (at == value.length()) {
                return new EntityTags(false, tags);
            }
            if (value.charAt(at++) != ',') {
                return NONE;
            }
        }
    }

    private static int skipSpace(String text, int from) {
        int at = from;
        while (at < text.length() && (text.charAt(at) == ' ' || text.charAt(at) == '\t')) {
            at++;
        }
        return at;
    }
}
