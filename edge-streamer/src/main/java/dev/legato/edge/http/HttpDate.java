package dev.legato.edge.http;

import java.time.DateTimeException;
import java.time.LocalDateTime;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.List;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * HTTP-date (RFC 9110 §5.6.7), in seconds since 1970.
 *
 * <pre>
 *   Sun, 06 Nov 1994 08:49:37 GMT     IMF-fixdate, the form that is written
 *   Sunday, 06-Nov-94 08:49:37 GMT    RFC 850, obsolete
 *   Sun Nov  6 08:49:37 1994          asctime, obsolete
 * </pre>
 */
public final class HttpDate {
    /** Stands for a date that is missing or malformed. */
    public static final long NONE = Long.MIN_VALUE;

    private static final DateTimeFormatter IMF_FIXDATE =
            DateTimeFormatter.ofPattern("EEE, dd MMM yyyy HH:mm:ss 'GMT'", Locale.ENGLISH);
    private static final List<String> MONTHS =
            List.of("Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec");
    private static final String TIME = "(?<hour>\\d\\d):(?<minute>\\d\\d):(?<second>\\d\\d)";
    private static final String DAY = "(?:Mon|Tue|Wed|Thu|Fri|Sat|Sun)";
    private static final Pattern FIXDATE =
            Pattern.compile(DAY + ", (?<day>\\d\\d) (?<month>[A-Z][a-z]{2}) (?<year>\\d{4}) " + TIME + " GMT");
    private static final Pattern RFC_850 = Pattern.compile("(?:Mon|Tues|Wednes|Thurs|Fri|Satur|Sun)day, "
            + "(?<day>\\d\\d)-(?<month>[A-Z][a-z]{2})-(?<year>\\d\\d) " + TIME + " GMT");
    private static final Pattern ASCTIME =
            Pattern.compile(DAY + " (?<month>[A-Z][a-z]{2}) (?<day>\\d\\d| \\d) " + TIME + " (?<year>\\d{4})");

    private HttpDate() {}

    /**
     * Parses a date in any of the three forms.
     *
     * @param now seconds since 1970; a two-digit year more than 50 years after it belongs to the previous century
     * @return seconds since 1970, or {@link #NONE}
     */
    public static long parse(String text, long now) {
        for (Pattern form : List.of(FIXDATE, RFC_850, ASCTIME)) {
            Matcher matcher = form.matcher(text);
            if (matcher.matches()) {
                return seconds(matcher, now);
            }
        }
        return NONE;
    }

    /** Formats a date as IMF-fixdate. */
    public static String format(long seconds) {
        return IMF_FIXDATE.format(LocalDateTime.ofEpochSecond(seconds, 0, ZoneOffset.UTC));
    }

    private static long seconds(Matcher matcher, long now) {
        int month = MONTHS.indexOf(matcher.group("month")) + 1;
        int year = Integer.parseInt(matcher.group("year"));
        if (matcher.group("year").length() == 2) {
            year = century(year, now);
        }
        int second = number(matcher, "second");
        try {
            return LocalDateTime.of(
                                    year,
                                    month,
                                    number(matcher, "day"),
                                    number(matcher, "hour"),
                                    number(matcher, "minute"),
                                    second == 60 ? 59 : second) // a leap second
                            .toEpochSecond(ZoneOffset.UTC)
                    + (second == 60 ? 1 : 0);
        } catch (DateTimeException _) {
            return NONE;
        }
    }

    private static int number(Matcher matcher, String group) {
        return Integer.parseInt(matcher.group(group).strip());
    }

    private static int century(int twoDigits, long now) {
        int current = LocalDateTime.ofEpochSecond(now, 0, ZoneOffset.UTC).getYear();
        int year = current - current % 100 + twoDigits;
        return year > current + 50 ? year - 100 : year;
    }
}
