package dev.legato.account.page;

import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Locale;

/**
 * What every template gets as {@code page}.
 *
 * @param text the texts in the browser's language
 * @param csrf the value of each form's hidden field {@link Csrf#FIELD}
 * @param style the stylesheet
 * @param script the script, or the empty text for a page without one
 */
public record PageView(Texts text, String csrf, String style, String script) {
    private static final DateTimeFormatter TIME =
            DateTimeFormatter.ofPattern("uuuu-MM-dd HH:mm 'UTC'", Locale.ROOT).withZone(ZoneOffset.UTC);

    /** A time in words, {@code 2027-01-31 18:05 UTC}. */
    public String time(Instant at) {
        return TIME.format(at);
    }

    /** The language, for HTML's {@code lang}. */
    public String language() {
        return text.language();
    }
}
