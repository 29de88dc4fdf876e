package dev.legato.edge.cluster;

import io.vertx.core.buffer.Buffer;
import io.vertx.core.json.DecodeException;
import io.vertx.core.json.JsonObject;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * What an edge tells the others about itself.
 *
 * @param node its port is 0 before it listens
 */
record Announcement(Kind kind, EdgeNode node) {
    enum Kind {
        /** It is about to listen, and wants to know who is there. */
        JOINING,
        /** It listens. */
        HERE,
        /** It is about to stop. */
        LEAVING
    }

    byte[] encode() {
        return new JsonObject()
                .put("kind", kind.name().toLowerCase(Locale.ROOT))
                .put("member", node.member())
                .put("host", node.host())
                .put("port", node.port())
                .put("tls", node.tls())
                .put("zone", node.zone())
                .put("region", node.region())
                .toBuffer()
                .getBytes();
    }

    /** Reads what {@link #encode} wrote; null if the bytes are anything else. */
    static @Nullable Announcement decode(byte[] bytes) {
        try {
            JsonObject json = new JsonObject(Buffer.buffer(bytes));
            EdgeNode node = new EdgeNode(
                    text(json, "member"),
                    text(json, "host"),
                    json.getInteger("port", 0),
                    json.getBoolean("tls", false),
                    text(json, "zone"),
                    text(json, "region"));
            Kind kind = Kind.valueOf(text(json, "kind").toUpperCase(Locale.ROOT));
            boolean complete = !node.member().isEmpty() && (kind == Kind.JOINING || isAddress(node));
            return complete ? new Announcement(kind, node) : null;
        } catch (DecodeException | ClassCastException | IllegalArgumentException _) {
            return null;
        }
    }

    private static boolean isAddress(EdgeNode node) {
        return !node.host().isEmpty() && node.port() > 0 && node.port() <= 65_535;
    }

    private static String text(JsonObject json, String name) {
        return json.getString(name, "");
    }
}
