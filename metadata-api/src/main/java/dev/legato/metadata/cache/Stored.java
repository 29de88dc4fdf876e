package dev.legato.metadata.cache;

import dev.legato.runtime.json.Json;
import io.vertx.core.buffer.Buffer;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * What Redis holds under an entry's key. Examples:
 *
 * <pre>{@code
 * +1764476785123 1764477385123 {"id":"…","name":"Roads"}    an entry: fresh until, kept until, its document
 * !1764476785123 1764476785123                              there is no such entry
 * -                                                         just written: must not be filled yet
 * }</pre>
 *
 * <p>Times are milliseconds since 1970 by the clock of whoever stored it.
 *
 * @param <T> the entry's type
 */
sealed interface Stored<T> {
    /** The mark of an entry that was just written. */
    String JUST_WRITTEN = "-";

    /**
     * An entry, or the knowledge that there is none.
     *
     * @param value null if there is none
     * @param bytes the document's length, 0 without one
     * @param freshUntil when it must be read again
     * @param keptUntil when it must not be answered any more
     */
    record Entry<T>(@Nullable T value, int bytes, long freshUntil, long keptUntil) implements Stored<T> {}

    /** Nothing, and a reader may fill it. */
    record Absent<T>() implements Stored<T> {}

    /** A mark: a reader must not fill it. */
    record JustWritten<T>() implements Stored<T> {}

    /**
     * Reads a value of Redis.
     *
     * @param value null if the key is not set
     * @throws IOException if it has another form
     */
    static <T> Stored<T> read(@Nullable Buffer value, Class<T> type) throws IOException {
        if (value == null) {
            return new Absent<>();
        }
        if (value.length() == 1 && value.getByte(0) == '-') {
            return new JustWritten<>();
        }
        byte[] bytes = value.getBytes();
        int first = indexOf(bytes, 1);
        int second = indexOf(bytes, first + 1);
        try {
            long freshUntil = number(bytes, 1, first);
            long keptUntil = number(bytes, first + 1, second);
            if (bytes[0] == '!') {
                return new Entry<>(null, 0, freshUntil, keptUntil);
            }
            if (bytes[0] == '+') {
                byte[] document = Arrays.copyOfRange(bytes, second + 1, bytes.length);
                return new Entry<>(Json.read(document, type), document.length, freshUntil, keptUntil);
            }
        } catch (NumberFormatException e) {
            throw new IOException("its times cannot be read", e);
        }
        throw new IOException("it begins with none of + ! -");
    }

    /** Writes an entry, or without a document that there is none. */
    static Buffer write(byte @Nullable [] document, long freshUntil, long keptUntil) {
        Buffer value =
                Buffer.buffer().appendString("%s%d %d ".formatted(document == null ? "!" : "+", freshUntil, keptUntil));
        return document == null ? value : value.appendBytes(document);
    }

    private static int indexOf(byte[] bytes, int from) throws IOException {
        for (int i = from; i < bytes.length; i++) {
            if (bytes[i] == ' ') {
                return i;
            }
        }
        throw new IOException("it is cut off");
    }

    private static long number(byte[] bytes, int from, int to) {
        return Long.parseLong(new String(bytes, from, to - from, StandardCharsets.US_ASCII));
    }
}
