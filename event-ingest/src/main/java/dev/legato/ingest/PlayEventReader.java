package dev.legato.ingest;

import com.fasterxml.jackson.databind.JsonNode;
import dev.legato.contracts.CloudEvent;
import dev.legato.contracts.Excerpt;
import dev.legato.contracts.PlayEvent;
import dev.legato.contracts.TrackId;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Collectors;

/**
 * Reads one play event, as a player's plain JSON or as a CloudEvent, and refuses whatever is out of bounds.
 *
 * @param listener whose events they are, by the access token; what the JSON may say of it does not count
 * @param now bounds an event's time: from {@link #OLDEST} before it to {@link #FURTHEST_AHEAD} after it
 */
record PlayEventReader(String listener, Instant now) {
    static final Duration OLDEST = Duration.ofDays(30);
    static final Duration FURTHEST_AHEAD = Duration.ofMinutes(5);

    private static final String TYPE_PREFIX = "dev.legato.play.";
    private static final Map<String, PlayEvent.Type> TYPES = Arrays.stream(PlayEvent.Type.values())
            .collect(Collectors.toUnmodifiableMap(PlayEventReader::name, Function.identity()));
    private static final Set<String> MEMBERS =
            Set.of("id", "type", "trackId", "positionMs", "sessionId", "deviceId", "at");
    private static final Set<String> DATA_MEMBERS = Set.of("trackId", "positionMs", "sessionId", "deviceId");

    /** The CloudEvents type of an event, {@code dev.legato.play.started} and so on. */
    static String type(PlayEvent.Type type) {
        return TYPE_PREFIX + name(type);
    }

    /** Reads {@code {id, type, trackId, positionMs, sessionId, deviceId?, at}}. */
    PlayEvent playEvent(JsonNode json) throws InvalidEventException {
        EventFields fields = EventFields.of("event", json).only(MEMBERS);
        return event(fields.word("id"), type("type", fields.text("type")), at(fields, "at"), fields);
    }

    /**
     * Reads a CloudEvent 1.0 whose {@code type} is {@code dev.legato.play.{type}}, {@code id} and {@code time} are the
     * event's, and {@code data} is {@code {trackId, positionMs, sessionId, deviceId?}}. Its other attributes are free.
     */
    PlayEvent cloudEvent(JsonNode json) throws InvalidEventException {
        EventFields envelope = EventFields.of("event", json);
        String version = envelope.text("specversion");
        if (!version.equals(CloudEvent.VERSION)) {
            throw new InvalidEventException("specversion: %s (expected: '1.0')".formatted(Excerpt.of(version)));
        }
        String type = envelope.text("type");
        if (!type.startsWith(TYPE_PREFIX)) {
            throw new InvalidEventException("type: %s (expected: %s…)".formatted(Excerpt.of(type), TYPE_PREFIX));
        }
        EventFields data = envelope.object("data").only(DATA_MEMBERS);
        return event(
                envelope.word("id"), type("type", type.substring(TYPE_PREFIX.length())), at(envelope, "time"), data);
    }

    private PlayEvent event(String id, PlayEvent.Type type, Instant at, EventFields fields)
            throws InvalidEventException {
        return new PlayEvent(
                id,
                type,
                listener,
                trackId(fields.text("trackId")),
                fields.integer("positionMs", PlayEvent.LAST_POSITION_MS),
                fields.word("sessionId"),
                fields.wordIfAny("deviceId"),
                at);
    }

    private Instant at(EventFields fields, String name) throws InvalidEventException {
        Instant at = fields.time(name);
        if (at.isAfter(now.plus(FURTHEST_AHEAD))) {
            throw new InvalidEventException(
                    "%s: %s is ahead of the server's clock, %s (expected: at most 5 minutes)".formatted(name, at, now));
        }
        if (at.isBefore(now.minus(OLDEST))) {
            throw new InvalidEventException("%s: %s (expected: not older than 30 days)".formatted(name, at));
        }
        return at;
    }

    private static PlayEvent.Type type(String name, String text) throws InvalidEventException {
        PlayEvent.Type type = TYPES.get(text);
        if (type == null) {
            throw new InvalidEventException("%s: %s (expected: one of %s)"
                    .formatted(
                            name,
                            Excerpt.of(text),
                            TYPES.keySet().stream().sorted().collect(Collectors.joining(", "))));
        }
        return type;
    }

    private static TrackId trackId(String text) throws InvalidEventException {
        try {
            return new TrackId(text);
        } catch (IllegalArgumentException e) {
            throw new InvalidEventException(String.valueOf(e.getMessage()));
        }
    }

    private static String name(PlayEvent.Type type) {
        return type.name().toLowerCase(Locale.ROOT);
    }
}
