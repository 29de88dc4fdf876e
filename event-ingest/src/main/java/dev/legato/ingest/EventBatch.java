package dev.legato.ingest;

import com.fasterxml.jackson.databind.JsonNode;
import dev.legato.contracts.PlayEvent;
import dev.legato.runtime.problem.Problem;
import java.util.ArrayList;
import java.util.List;

/**
 * A batch as received: the valid events, and why the others are not valid.
 *
 * @param events in the batch's order
 */
record EventBatch(List<PlayEvent> events, List<Rejection> rejections) {
    /** No batch has more events. */
    static final int MAX_EVENTS = 100;

    /**
     * An event that is not taken.
     *
     * @param index its place in the batch, from 0
     * @param reason the member at fault, what it is and what it should be
     */
    record Rejection(int index, String reason) {}

    EventBatch {
        events = List.copyOf(events);
        rejections = List.copyOf(rejections);
    }

    /** Reads {@code {"events": […]}}. */
    static EventBatch ofPlayEvents(JsonNode body, PlayEventReader reader) {
        if (!body.isObject() || body.size() != 1 || !body.has("events")) {
            throw Problem.invalid("body", "expected: a JSON object with the one member 'events'");
        }
        return read("events", body.get("events"), reader::playEvent);
    }

    /** Reads {@code application/cloudevents-batch+json}. */
    static EventBatch ofCloudEvents(JsonNode body, PlayEventReader reader) {
        return read("body", body, reader::cloudEvent);
    }

    @FunctionalInterface
    private interface Reading {
        PlayEvent read(JsonNode json) throws InvalidEventException;
    }

    private static EventBatch read(String field, JsonNode array, Reading reading) {
        if (!array.isArray() || array.isEmpty() || array.size() > MAX_EVENTS) {
            throw Problem.invalid(
                    field,
                    "%s (expected: a JSON array of 1 to %d events)"
                            .formatted(array.isArray() ? array.size() + " events" : "no array", MAX_EVENTS));
        }
        List<PlayEvent> events = new ArrayList<>(array.size());
        List<Rejection> rejections = new ArrayList<>();
        for (int index = 0; index < array.size(); index++) {
            try {
                events.add(reading.read(array.get(index)));
            } catch (InvalidEventException e) {
                rejections.add(new Rejection(index, e.reason()));
            }
        }
        return new EventBatch(events, rejections);
    }
}
