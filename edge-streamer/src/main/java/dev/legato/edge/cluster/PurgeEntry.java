package dev.legato.edge.cluster;

import dev.legato.edge.cache.Purge;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.json.DecodeException;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A purge, as edges tell each other of it and as it stands in their logs.
 *
 * @param source the edge that was asked for it
 * @param number 1 for the first purge of that edge, then 2
 * @param time milliseconds since 1970, by that edge's clock
 */
record PurgeEntry(String source, long number, long time, Purge purge) {
    JsonObject toJson() {
        return new JsonObject()
                .put("source", source)
                .put("number", number)
                .put("time", time)
                .put("keys", new JsonArray(purge.keys()))
                .put("prefixes", new JsonArray(purge.prefixes()))
                .put("tags", new JsonArray(purge.tags()))
                .put("soft", purge.soft());
    }

    byte[] encode() {
        return toJson().toBuffer().getBytes();
    }

    /** Reads what {@link #encode} wrote; null if the bytes are anything else. */
    static @Nullable PurgeEntry decode(byte[] bytes) {
        try {
            return of(new JsonObject(Buffer.buffer(bytes)));
        } catch (DecodeException _) {
            return null;
        }
    }

    /** Reads what {@link #toJson} made; null if it is anything else. */
    static @Nullable PurgeEntry of(JsonObject json) {
        try {
            String source = json.getString("source", "");
            long number = json.getLong("number", 0L);
            Purge purge = new Purge(
                    texts(json, "keys"), texts(json, "prefixes"), texts(json, "tags"), json.getBoolean("soft", false));
            return PurgeLog.isSource(source) && number > 0
                    ? new PurgeEntry(source, number, json.getLong("time", 0L), purge)
                    : null;
        } catch (ClassCastException _) {
            return null;
        }
    }

    private static List<String> texts(JsonObject json, String name) {
        return json.getJsonArray(name, new JsonArray()).stream()
                .map(String.class::cast)
                .toList();
    }
}
