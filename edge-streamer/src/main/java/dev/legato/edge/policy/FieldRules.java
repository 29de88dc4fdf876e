package dev.legato.edge.policy;

import dev.legato.edge.http.FieldList;
import dev.legato.edge.http.HttpDate;
import java.util.HashSet;
import java.util.Locale;
import java.util.Set;

/** Which fields of a response are stored and sent on (RFC 9111 §3.1, RFC 9110 §7.6.1). */
final class FieldRules {
    private static final Set<String> HOP_BY_HOP = Set.of(
            "connection",
            "keep-alive",
            "proxy-authenticate",
            "proxy-authentication-info",
            "proxy-authorization",
            "proxy-connection",
            "te",
            "trailer",
            "transfer-encoding",
            "upgrade");
    /** Age is computed when a response is served; Warning is obsolete and would soon be wrong (§5.5). */
    private static final Set<String> COMPUTED = Set.of("age", "warning");
    /** The stored bytes depend on these, or they name a version of them, so an update must not change them (§3.2). */
    private static final Set<String> OF_STORED_BODY =
            Set.of("content-encoding", "content-length", "content-range", "etag");

    private FieldRules() {}

    /** Returns the fields that go to the client that asked, with a Date (RFC 9110 §6.6.1). */
    static FieldList forwarded(FieldList fields, long responseTime, CacheSettings settings) {
        FieldList kept = fields.without(dropped(fields, Set.of(), settings));
        return CacheDate.read(kept, "date", responseTime) == HttpDate.NONE
                ? kept.with("date", HttpDate.format(Math.floorDiv(responseTime, 1000L)))
                : kept;
    }

    /** Returns the fields that are stored. */
    static FieldList stored(
            FieldList fields, ResponseDirectives directives, long responseTime, CacheSettings settings) {
        Set<String> dropped = new HashSet<>(directives.withheldFields());
        dropped.addAll(COMPUTED);
        return forwarded(fields, responseTime, settings).without(dropped);
    }

    /** Returns the fields of a 304, or of a 200 to HEAD, that replace those of a stored response (§3.2). */
    static FieldList updating(FieldList fields, CacheSettings settings) {
        return fields.without(dropped(fields, OF_STORED_BODY, settings));
    }

    private static Set<String> dropped(FieldList fields, Set<String> others, CacheSettings settings) {
        Set<String> names = new HashSet<>(HOP_BY_HOP);
        names.addAll(others);
        String connection = fields.get("connection");
        if (connection != null) {
            for (String option : connection.split(",", -1)) {
                names.add(option.strip().toLowerCase(Locale.ROOT));
            }
        }
        for (FieldList.Line line : fields.lines()) {
            if (settings.isDropped(line.name())) {
                names.add(line.name());
            }
        }
        return names;
    }
}
