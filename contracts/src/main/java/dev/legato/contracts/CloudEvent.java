package dev.legato.contracts;

import com.fasterxml.jackson.annotation.JsonInclude;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * A CloudEvents 1.0 event in JSON (structured mode): the envelope of everything on Kafka.
 *
 * @param specversion always {@value #VERSION}
 * @param id unique with {@code source}; a consumer that has seen the pair may drop the event
 * @param source who says it, a URI reference such as {@code /playlist-api}
 * @param type what happened, such as {@code dev.legato.play.started}
 * @param subject whom or what it is about, an account or track id
 * @param time when it happened
 * @param data the event's own record
 * @see <a href="https://github.com/cloudevents/spec/blob/v1.0.2/cloudevents/spec.md">CloudEvents 1.0</a>
 */
@JsonInclude(JsonInclude.Include.NON_NULL)
public record CloudEvent<T>(
        String specversion,
        String id,
        String source,
        String type,
        @Nullable String subject,
        Instant time,
        String datacontenttype,
        T data) {
    /** The version of the specification this record follows. */
    public static final String VERSION = "1.0";

    public CloudEvent {
        if (!VERSION.equals(specversion)) {
            throw new IllegalArgumentException("specversion: missing or not '%s'".formatted(VERSION));
        }
        Values.require("id", id);
        Values.require("source", source);
        Values.require("type", type);
        Values.require("time", time);
        Values.require("data", data);
    }

    /** An event with JSON data. */
    public static <T> CloudEvent<T> of(
            String id, String source, String type, @Nullable String subject, Instant time, T data) {
        return new CloudEvent<>(VERSION, id, source, type, subject, time, "application/json", data);
    }
}
