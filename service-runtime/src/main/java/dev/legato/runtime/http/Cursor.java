package dev.legato.runtime.http;

import dev.legato.contracts.ContentId;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;
import java.util.stream.IntStream;

/**
 * A keyset cursor: the sort values of a page's last item, opaque to clients (base64url of the parts joined by U+001F).
 * It comes back from a stranger, so every part is checked to be what a store can take before it gets there.
 */
public record Cursor(List<String> parts) {
    private static final String SEPARATOR = "\u001f";
    private static final int MAX_CHARACTERS = 1_024;

    public Cursor {
        parts = List.copyOf(parts);
    }

    /** What a part of a cursor may be. */
    public enum Part {
        /** A whole number of 32 bits. */
        INTEGER,
        /** A whole number of 64 bits. */
        LONG,
        /** Microseconds since 1970, up to the year 9999. */
        MICROSECONDS,
        /** An instant of RFC 3339, of the years 1970 to 9999. */
        INSTANT,
        /** An id of the form of {@link ContentId}. */
        ID,
        /** A text without control characters. */
        TEXT;

        private static final Instant END = Instant.parse("9999-12-31T23:59:59.999999Z");

        boolean allows(String text) {
            return switch (this) {
                case INTEGER -> inRange(text, Integer.MIN_VALUE, Integer.MAX_VALUE);
                case LONG -> inRange(text, Long.MIN_VALUE, Long.MAX_VALUE);
                case MICROSECONDS -> inRange(text, 0, END.getEpochSecond() * 1_000_000);
                case INSTANT -> isInstant(text);
                case ID -> ContentId.isValid(text);
                case TEXT -> text.chars().noneMatch(Character::isISOControl);
            };
        }

        private static boolean inRange(String text, long least, long most) {
            if (!text.matches("0|-?[1-9][0-9]{0,18}")) {
                return false;
            }
            try {
                long number = Long.parseLong(text);
                return number >= least && number <= most;
            } catch (NumberFormatException _) {
                return false;
            }
        }

        private static boolean isInstant(String text) {
            try {
                Instant instant = Instant.parse(text);
                return !instant.isBefore(Instant.EPOCH) && !instant.isAfter(END);
            } catch (DateTimeException _) {
                return false;
            }
        }
    }

    public static Cursor of(String... parts) {
        return new Cursor(List.of(parts));
    }

    /**
     * Reads a cursor of these parts.
     *
     * @throws IllegalArgumentException if it is not one of ours
     */
    public static Cursor parse(String text, Part... form) {
        List<String> found = Arrays.asList(decode(text).split(SEPARATOR, -1));
        boolean fits = found.size() == form.length
                && IntStream.range(0, form.length).allMatch(i -> form[i].allows(found.get(i)));
        if (!fits) {
            throw unknown();
        }
        return new Cursor(found);
    }

    private static String decode(String text) {
        try {
            if (text.length() > MAX_CHARACTERS) {
                throw unknown();
            }
            byte[] bytes = Base64.getUrlDecoder().decode(text);
            return StandardCharsets.UTF_8
                    .newDecoder()
                    .decode(ByteBuffer.wrap(bytes))
                    .toString();
        } catch (IllegalArgumentException | CharacterCodingException _) {
            throw unknown();
        }
    }

    private static IllegalArgumentException unknown() {
        return new IllegalArgumentException("not a cursor this service has given out (expected: one from `next`)");
    }

    /** The form in a URL. */
    public String encoded() {
        return Base64.getUrlEncoder()
                .withoutPadding()
                .encodeToString(String.join(SEPARATOR, parts).getBytes(StandardCharsets.UTF_8));
    }
}
