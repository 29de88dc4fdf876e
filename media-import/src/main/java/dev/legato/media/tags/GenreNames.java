package dev.legato.media.tags;

import java.util.Arrays;
import java.util.Locale;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.jaudiotagger.tag.reference.GenreTypes;

/** Genres as the catalogue knows them, in lower case; ID3's numbers ({@code 17}, {@code (17)Rock}) become names. */
final class GenreNames {
    private static final Pattern NUMBER = Pattern.compile("\\((\\d{1,3})\\)\\s*(.*)|(\\d{1,3})");

    private GenreNames() {}

    /** The genres one value names. */
    static Stream<String> of(String value) {
        Matcher matcher = NUMBER.matcher(value);
        if (!matcher.matches()) {
            return Arrays.stream(value.split("[,/|]"))
                    .map(genre -> genre.strip().toLowerCase(Locale.ROOT))
                    .filter(genre -> !genre.isEmpty());
        }
        if (matcher.group(2) != null && !matcher.group(2).isBlank()) {
            return of(matcher.group(2));
        }
        int number = Integer.parseInt(matcher.group(1) != null ? matcher.group(1) : matcher.group(3));
        Map<Integer, String> names = GenreTypes.getInstanceOf().getIdToValueMap();
        return Stream.ofNullable(names.get(number)).map(genre -> genre.toLowerCase(Locale.ROOT));
    }
}
