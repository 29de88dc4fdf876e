package dev.legato.ingest;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.legato.contracts.PlayEvent;
import dev.legato.contracts.TrackId;
import dev.legato.runtime.json.Json;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

final class PlayEventReaderTest {
    private static final Instant NOW = Instant.parse("2026-11-22T08:30:00Z");
    private static final String TRACK = "3rv5c0mktq8w1zd94xgn7hfj2p";

    private final PlayEventReader reader = new PlayEventReader("alice", NOW);

    @Test
    void playEvent_complete() throws Exception {
        assertEquals(
                new PlayEvent("e1", PlayEvent.Type.PROGRESS, "alice", new TrackId(TRACK), 1_500, "s-1", "kitchen", NOW),
                reader.playEvent(event().put("deviceId", "kitchen")));
    }

    @Test
    void playEvent_withoutDevice() throws Exception {
        assertNull(reader.playEvent(event()).deviceId());
        assertNull(reader.playEvent(event().putNull("deviceId")).deviceId());
    }

    @ParameterizedTest
    @EnumSource(PlayEvent.Type.class)
    void playEvent_everyType(PlayEvent.Type type) throws Exception {
        String name = PlayEventReader.type(type).substring("dev.legato.play.".length());
        assertEquals(type, reader.playEvent(event().put("type", name)).type());
    }

    @ParameterizedTest
    @CsvSource({
        "id, ''",
        "id, 'two words'",
        "id, 0123456789012345678901234567890123456789012345678901234567890123x",
        "sessionId, a/b",
        "deviceId, ''",
        "type, STARTED",
        "type, stopped",
        "trackId, short",
        "at, yesterday",
        "at, 2026-11-22T08:30:00",
        "at, 2026-11-22T08:35:00.001Z",
        "at, 2026-10-23T08:29:59.999Z",
    })
    void playEvent_textOutOfBounds(String name, String value) {
        assertRefused(name, event().put(name, value));
    }

    @Test
    void playEvent_timeAtItsBounds() throws Exception {
        Instant latest = NOW.plus(Duration.ofMinutes(5));
        Instant earliest = NOW.minus(Duration.ofDays(30));
        assertEquals(
                latest, reader.playEvent(event().put("at", latest.toString())).at());
        assertEquals(
                earliest,
                reader.playEvent(event().put("at", earliest.toString())).at());
        assertEquals(
                NOW,
                reader.playEvent(event().put("at", "2026-11-22T10:30:00+02:00")).at());
    }

    @ParameterizedTest
    @ValueSource(strings = {"-1", "86400001", "9223372036854775808", "1.5", "\"7\"", "null", "true", "[1]"})
    void playEvent_positionOutOfBounds(String json) throws Exception {
        ObjectNode event = event();
        event.set("positionMs", json(json));
        assertRefused("positionMs", event);
    }

    @ParameterizedTest
    @ValueSource(strings = {"id", "type", "trackId", "positionMs", "sessionId", "at"})
    void playEvent_missingMember(String name) {
        ObjectNode event = event();
        event.remove(name);
        assertRefused(name, event);
    }

    @Test
    void playEvent_namesAListener() {
        assertRefused("listener", event().put("listener", "bob"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"null", "[]", "\"x\"", "7"})
    void playEvent_noObject(String json) {
        assertThrows(InvalidEventException.class, () -> reader.playEvent(json(json)));
    }

    @Test
    void playEvent_longText_isShortenedInTheReason() {
        InvalidEventException refused =
                assertThrows(InvalidEventException.class, () -> reader.playEvent(event().put("id", "x".repeat(9_000))));
        assertTrue(refused.reason().length() < 300, refused.reason());
    }

    @Test
    void cloudEvent_complete() throws Exception {
        assertEquals(reader.playEvent(event()), reader.cloudEvent(cloudEvent()));
    }

    @Test
    void cloudEvent_withExtension() throws Exception {
        assertEquals(
                "e1",
                reader.cloudEvent(cloudEvent().put("traceparent", "00-1-1-00")).id());
    }

    @ParameterizedTest
    @CsvSource({"specversion, 0.3", "type, started", "type, dev.legato.play.stopped", "time, now", "id, a b"})
    void cloudEvent_attributeOutOfBounds(String name, String value) {
        InvalidEventException refused = assertThrows(
                InvalidEventException.class,
                () -> reader.cloudEvent(cloudEvent().put(name, value)));
        assertTrue(refused.reason().contains(name), refused.reason());
    }

    @Test
    void cloudEvent_withoutData() {
        ObjectNode event = cloudEvent();
        event.remove("data");
        assertThrows(InvalidEventException.class, () -> reader.cloudEvent(event));
    }

    private void assertRefused(String member, JsonNode event) {
        InvalidEventException refused = assertThrows(InvalidEventException.class, () -> reader.playEvent(event));
        String named = member.equals("trackId") ? "track" : member;
        assertTrue(refused.reason().contains(named), refused.reason());
    }

    private static ObjectNode event() {
        return JsonNodeFactory.instance
                .objectNode()
                .put("id", "e1")
                .put("type", "progress")
                .put("trackId", TRACK)
                .put("positionMs", 1_500)
                .put("sessionId", "s-1")
                .put("at", NOW.toString());
    }

    private static ObjectNode cloudEvent() {
        ObjectNode event = JsonNodeFactory.instance
                .objectNode()
                .put("specversion", "1.0")
                .put("id", "e1")
                .put("source", "/players/kitchen")
                .put("type", "dev.legato.play.progress")
                .put("time", NOW.toString());
        event.putObject("data").put("trackId", TRACK).put("positionMs", 1_500).put("sessionId", "s-1");
        return event;
    }

    private static JsonNode json(String text) throws Exception {
        return Json.readStrictly(text.getBytes(StandardCharsets.UTF_8), JsonNode.class);
    }
}
