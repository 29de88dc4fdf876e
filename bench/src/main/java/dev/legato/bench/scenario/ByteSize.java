package dev.legato.bench.scenario;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonValue;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** A number of bytes, written {@code 64KiB}, {@code 1MiB} or {@code 512B}. */
public record ByteSize(long bytes) {
    private static final Pattern FORM = Pattern.compile("(\\d{1,9})(B|KiB|MiB|GiB)");

    /** @throws IllegalArgumentException when the text has another form */
    @JsonCreator(mode = JsonCreator.Mode.DELEGATING)
    public static ByteSize of(String text) {
        Matcher form = FORM.matcher(text);
        if (!form.matches()) {
            throw new IllegalArgumentException("size: '%s' (expected: such as 64KiB or 1MiB)".formatted(text));
        }
        int shift =
                switch (form.group(2)) {
                    case "KiB" -> 10;
                    case "MiB" -> 20;
                    case "GiB" -> 30;
                    default -> 0;
                };
        return new ByteSize(Long.parseLong(form.group(1)) << shift);
    }

    @JsonValue
    @Override
    public String toString() {
        int shift = bytes == 0 ? 0 : Math.min(Long.numberOfTrailingZeros(bytes) / 10, 3) * 10;
        return (bytes >> shift)
                + switch (shift) {
                    case 10 -> "KiB";
                    case 20 -> "MiB";
                    case 30 -> "GiB";
                    default -> "B";
                };
    }
}
