package dev.legato.edge.origin;

import dev.legato.edge.http.FieldList;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The field CDN-Loop (RFC 8586): the ids of the CDNs that a request has passed. */
final class CdnLoop {
    static final String NAME = "cdn-loop";

    private CdnLoop() {}

    /** Whether a request has passed this CDN. */
    static boolean contains(FieldList fields, String id) {
        @Nullable String value = fields.get(NAME);
        return value != null && ids(value).stream().anyMatch(id::equalsIgnoreCase);
    }

    /** Adds an id behind those that are there. */
    static FieldList add(FieldList fields, String id) {
        @Nullable String value = fields.get(NAME);
        return fields.with(NAME, value == null || value.isBlank() ? id : value + ", " + id);
    }

    /** The ids without their parameters, whose quoted strings may hold commas and semicolons. */
    private static List<String> ids(String value) {
        List<String> ids = new ArrayList<>();
        StringBuilder id = new StringBuilder();
        boolean quoted = false;
        boolean parameters = false;
        for (int i = 0; i < value.length(); i++) {
            char c = value.charAt(i);
            if (quoted) {
                if (c == '\\') {
                    i++;
                }
                quoted = c != '"';
            } else if (c == '"') {
                quoted = true;
            } else if (c == ',') {
                ids.add(id.toString().strip());
                id.setLength(0);
                parameters = false;
            } else if (c == ';') {
                parameters = true;
            } else if (!parameters) {
                id.append(c);
            }
        }
        ids.add(id.toString().strip());
        return ids;
    }
}
