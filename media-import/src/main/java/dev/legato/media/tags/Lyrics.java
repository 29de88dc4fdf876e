package dev.legato.media.tags;

import com.fasterxml.jackson.annotation.JsonProperty;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * The words of a track.
 *
 * @param language a code of ISO 639, two or three letters in lower case, or null if it is not known
 * @param lines in the order they are sung in
 */
public record Lyrics(@Nullable String language, List<Line> lines) {
    /** The most that is read of them, in characters. */
    public static final int MAX_CHARACTERS = 200_000;

    private static final int MAX_LINES = 5_000;
    private static final Pattern TIME = Pattern.compile("\\[(\\d{1,3}):([0-5]?\\d)(?:[.:](\\d{1,3}))?]");
    private static final Pattern WORD_TIME = Pattern.compile("<\\d{1,3}:\\d{1,2}(?:[.:]\\d{1,3})?>");
    private static final Pattern LANGUAGE = Pattern.compile("([a-z]{2,3})([-_].*)?");
    private static final Pattern HEADER = Pattern.compile("\\[([a-zA-Z#]+):(.*)]\\s*");

    /** @param atMs when it begins, in milliseconds, or null if that is not known */
    public record Line(@Nullable Long atMs, String text) {}

    public Lyrics {
        lines = List.copyOf(lines);
    }

    /** Whether each line's time is known. */
    @JsonProperty
    public boolean synchronised() {
        return lines.stream().allMatch(line -> line.atMs() != null);
    }

    /**
     * Reads plain text or the LRC format, {@code [01:23.45]words}; a line may have several times, {@code [offset:+500]}
     * shows all lines 500 ms earlier, {@code [la:en]} names the language, and times of words inside are dropped. Empty if
     * there are no words.
     */
    public static Optional<Lyrics> parse(String text) {
        List<Line> timed = new ArrayList<>();
        List<Line> plain = new ArrayList<>();
        long offset = 0;
        String language = null;
        for (String line : text.lines().limit(MAX_LINES).toList()) {
            Matcher header = HEADER.matcher(line);
            Matcher time = TIME.matcher(line);
            if (time.lookingAt()) {
                timed.addAll(timed(line, time));
            } else if (!header.matches()) {
                plain.add(new Line(null, TrackTags.tidy(line)));
            } else if (header.group(1).equalsIgnoreCase("offset")) {
                offset = offset(header.group(2).strip());
            } else if (header.group(1).equalsIgnoreCase("la")) {
                language = language(header.group(2).strip());
            }
        }
        List<Line> lines = timed.isEmpty() ? plain : shifted(timed, offset);
        return lines.stream().allMatch(line -> line.text().isEmpty())
                ? Optional.empty()
                : Optional.of(new Lyrics(language, lines.subList(0, Math.min(lines.size(), MAX_LINES))));
    }

    private static List<Line> timed(String line, Matcher time) {
        List<Long> starts = new ArrayList<>();
        int end = 0;
        while (time.find(end) && time.start() == end) {
            String fraction = time.group(3) == null ? "0" : time.group(3);
            long ms = Long.parseLong((fraction + "00").substring(0, 3));
            starts.add((Long.parseLong(time.group(1)) * 60 + Long.parseLong(time.group(2))) * 1000 + ms);
            end = time.end();
        }
        String words = TrackTags.tidy(WORD_TIME.matcher(line.substring(end)).replaceAll(""));
        return starts.stream().map(start -> new Line(start, words)).toList();
    }

    private static List<Line> shifted(List<Line> timed, long offset) {
        return timed.stream()
                .map(line -> new Line(Math.max(0, (line.atMs() == null ? 0 : line.atMs()) - offset), line.text()))
                .sorted(Comparator.comparing(line -> line.atMs() == null ? 0L : line.atMs()))
                .toList();
    }

    private static @Nullable String language(String code) {
        Matcher matcher = LANGUAGE.matcher(code.toLowerCase(Locale.ROOT));
        return matcher.matches() ? matcher.group(1) : null;
    }

    private static long offset(String milliseconds) {
        return milliseconds.matches("[+-]?\\d{1,6}") ? Long.parseLong(milliseconds) : 0;
    }
}
