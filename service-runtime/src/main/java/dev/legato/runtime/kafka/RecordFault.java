package dev.legato.runtime.kafka;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonMappingException;
import io.vertx.sqlclient.DatabaseException;
import java.time.DateTimeException;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * Why a record cannot be used. It lies in the record, so that trying again would not help.
 *
 * @param reason for people: what is wrong, without names of our classes; at most {@value #MAX_REASON} characters
 */
public record RecordFault(Kind kind, String reason) {
    private static final int MAX_REASON = 200;

    /** What goes wrong in our own code for what a record holds, and never because another server is down. */
    private static final List<Class<? extends RuntimeException>> OF_VALUES = List.of(
            IllegalArgumentException.class,
            NullPointerException.class,
            ClassCastException.class,
            ArithmeticException.class,
            IndexOutOfBoundsException.class,
            DateTimeException.class);

    /** PostgreSQL's classes of errors that lie in the data: data exception, integrity constraint violation. */
    private static final Set<String> OF_DATA = Set.of("22", "23");

    /** A closed set, so that it can be a metric's label. */
    public enum Kind {
        /** The value is no JSON. */
        UNREADABLE,
        /** It is JSON and not the event that belongs on this topic. */
        INVALID,
        /** The event was read, and its consumer cannot take it. */
        REFUSED;

        /** Its name in headers and labels. */
        public String label() {
            return name().toLowerCase(Locale.ROOT);
        }
    }

    public RecordFault {
        String line = reason.replaceAll("\\p{Cntrl}", "?");
        reason = line.length() <= MAX_REASON ? line : line.substring(0, MAX_REASON - 1) + "…";
    }

    /** Why a record could not be read. */
    public static RecordFault ofReading(Exception failure) {
        if (failure instanceof JsonMappingException mapping) {
            return new RecordFault(Kind.INVALID, invalid(mapping));
        }
        if (failure instanceof JsonProcessingException syntax) {
            long at = syntax.getLocation() == null ? -1 : syntax.getLocation().getByteOffset();
            return new RecordFault(Kind.UNREADABLE, at < 0 ? "not JSON" : "not JSON (at byte %d)".formatted(at));
        }
        return failure instanceof IllegalArgumentException
                ? new RecordFault(Kind.INVALID, String.valueOf(failure.getMessage()))
                : new RecordFault(Kind.INVALID, "not the event that belongs on this topic");
    }

    /**
     * Why a consumer could not take an event it had read; empty if that may not lie in the event, as when a database does
     * not answer, so that the consumer has to try again.
     */
    public static Optional<RecordFault> ofHandling(Throwable failure) {
        for (Throwable cause = failure; cause != null; cause = cause.getCause()) {
            if (cause instanceof DatabaseException database) {
                String state = String.valueOf(database.getSqlState());
                return OF_DATA.contains(state.substring(0, Math.min(2, state.length())))
                        ? Optional.of(
                                new RecordFault(Kind.REFUSED, "the database refuses it (SQLSTATE %s)".formatted(state)))
                        : Optional.empty();
            }
        }
        return OF_VALUES.stream().anyMatch(type -> type.isInstance(failure))
                ? Optional.of(new RecordFault(Kind.REFUSED, "its consumer fails on it; the log has the trace"))
                : Optional.empty();
    }

    /** The member at fault, and what our own records say of it. */
    private static String invalid(JsonMappingException failure) {
        String path = failure.getPath().stream()
                .map(step -> step.getFieldName() == null ? "[%d]".formatted(step.getIndex()) : step.getFieldName())
                .collect(Collectors.joining("."));
        String what = said(failure.getCause());
        return (path.isEmpty() ? "" : path + ": ") + (what == null ? "missing, or not of the right type" : what);
    }

    private static @Nullable String said(@Nullable Throwable cause) {
        return cause instanceof IllegalArgumentException ours ? ours.getMessage() : null;
    }
}
