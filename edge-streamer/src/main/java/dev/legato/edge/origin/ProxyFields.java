package dev.legato.edge.origin;

import dev.legato.edge.http.FieldList;
import io.vertx.core.http.HttpVersion;
import java.util.HashSet;
import java.util.Locale;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** What a proxy removes from a message's fields and adds to them. */
public final class ProxyFields {
    /** RFC 9110 §7.6.1; Proxy-Connection and HTTP2-Settings are of the same kind. */
    private static final Set<String> HOP_BY_HOP = Set.of(
            "connection",
            "http2-settings",
            "keep-alive",
            "proxy-authenticate",
            "proxy-authorization",
            "proxy-connection",
            "te",
            "trailer",
            "transfer-encoding",
            "upgrade");

    private ProxyFields() {}

    /** Returns the fields without those of the connection: the known ones and those that Connection names. */
    public static FieldList withoutHopByHop(FieldList fields) {
        @Nullable String connection = fields.get("connection");
        if (connection == null) {
            return fields.without(HOP_BY_HOP);
        }
        Set<String> removed = new HashSet<>(HOP_BY_HOP);
        for (String name : connection.split(",", -1)) {
            removed.add(name.strip().toLowerCase(Locale.ROOT));
        }
        return fields.without(removed);
    }

    /**
     * Returns the fields with this proxy at the end of Via (RFC 9110 §7.6.3).
     *
     * @param received the version by which this proxy has received the message
     * @param pseudonym a token that names it
     */
    public static FieldList withVia(FieldList fields, HttpVersion received, String pseudonym) {
        String entry =
                switch (received) {
                            case HTTP_1_0 -> "1.0 ";
                            case HTTP_1_1 -> "1.1 ";
                            case HTTP_2 -> "2.0 ";
                            default -> throw new IllegalArgumentException(received.name());
                        }
                        + pseudonym;
        @Nullable String before = fields.get("via");
        return fields.with("via", before == null ? entry : before + ", " + entry);
    }
}
