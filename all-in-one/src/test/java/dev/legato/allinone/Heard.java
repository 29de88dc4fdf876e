package dev.legato.allinone;

import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.time.Clock;
import java.time.Instant;
import java.util.UUID;

/** What a player reports of a tone heard from start to end. */
final class Heard {
    private Heard() {}

    /** The body of {@code POST /v1/events}: started, half way, finished. */
    static JsonObject wholly(String track) {
        Instant end = Clock.systemUTC().instant();
        String session = UUID.randomUUID().toString();
        long length = Tones.LENGTH.toMillis();
        return new JsonObject()
                .put(
                        "events",
                        new JsonArray()
                                .add(event("started", track, 0, session, end.minusMillis(length)))
                                .add(event("progress", track, length / 2 + 500, session, end.minusMillis(length / 2)))
                                .add(event("finished", track, length, session, end)));
    }

    private static JsonObject event(String type, String track, long position, String session, Instant at) {
        return new JsonObject()
                .put("id", UUID.randomUUID().toString())
                .put("type", type)
                .put("trackId", track)
                .put("positionMs", position)
                .put("sessionId", session)
                .put("at", at.toString());
    }
}
