package dev.legato.edge.origin;

import dev.legato.edge.http.FieldList;
import dev.legato.edge.origin.OriginRequest.Client;
import org.jspecify.annotations.Nullable;

/** How an origin learns who asked the edge. */
enum ForwardedFields {
    /** Not at all; fields that the request has are sent on as they are. */
    NONE("none"),
    /** {@code X-Forwarded-For}, to which the client is added, {@code -Proto} and {@code -Host}. */
    X_FORWARDED_FOR("x-forwarded-for"),
    /** {@code Forwarded} (RFC 7239), to which an element is added. */
    FORWARDED("forwarded");

    private final String word;

    ForwardedFields(String word) {
        this.word = word;
    }

    String word() {
        return word;
    }

    FieldList add(FieldList fields, Client client) {
        return switch (this) {
            case NONE -> fields;
            case X_FORWARDED_FOR -> {
                FieldList added =
                        append(fields, "x-forwarded-for", client.address()).with("x-forwarded-proto", client.scheme());
                yield client.host() == null ? added : added.with("x-forwarded-host", client.host());
            }
            case FORWARDED -> append(fields, "forwarded", element(client));
        };
    }

    private static FieldList append(FieldList fields, String name, String item) {
        @Nullable String before = fields.get(name);
        return fields.with(name, before == null ? item : before + ", " + item);
    }

    private static String element(Client client) {
        String node = client.address().indexOf(':') < 0 ? client.address() : "\"[" + client.address() + "]\"";
        String host = client.host() == null
                ? ""
                : ";host=\"" + client.host().replace("\\", "\\\\").replace("\"", "\\\"") + '"';
        return "for=" + node + ";proto=" + client.scheme() + host;
    }
}
