package dev.legato.media.tags;

import dev.legato.contracts.CatalogueText;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * A file's tags, tidied: no control characters, no blanks around, no value twice.
 *
 * @param artists main one first
 * @param trackNumber from 1
 * @param discNumber from 1
 * @param year of release, four digits
 * @param genres in lower case
 * @param isrc twelve characters without hyphens
 * @param details what else they say
 */
public record TrackTags(
        @Nullable String title,
        List<String> artists,
        @Nullable String album,
        List<String> albumArtists,
        @Nullable Integer trackNumber,
        @Nullable Integer discNumber,
        @Nullable Integer year,
        List<String> genres,
        boolean compilation,
        @Nullable String isrc,
        TagDetails details) {
    private static final int MAX_VALUES = 20;
    private static final Pattern LEADING_NUMBER = Pattern.compile("\\s*(\\d{1,4}).*", Pattern.DOTALL);
    private static final Pattern YEAR = Pattern.compile(".*?\\b(1[0-9]{3}|20[0-9]{2})(?!\\d).*", Pattern.DOTALL);
    private static final Pattern ISRC = Pattern.compile("[A-Z]{2}[A-Z0-9]{3}[0-9]{7}");

    public TrackTags {
        artists = List.copyOf(artists);
        albumArtists = List.copyOf(albumArtists);
        genres = List.copyOf(genres);
    }

    static TrackTags of(Map<TagName, List<String>> values) {
        return new TrackTags(
                first(values, TagName.TITLE).orElse(null),
                split(values, TagName.ARTIST),
                first(values, TagName.ALBUM).orElse(null),
                split(values, TagName.ALBUM_ARTIST),
                first(values, TagName.TRACK).flatMap(TrackTags::number).orElse(null),
                first(values, TagName.DISC).flatMap(TrackTags::number).orElse(null),
                first(values, TagName.YEAR).flatMap(TrackTags::year).orElse(null),
                split(values, TagName.GENRE).stream()
                        .flatMap(GenreNames::of)
                        .distinct()
                        .limit(MAX_VALUES)
                        .toList(),
                first(values, TagName.COMPILATION)
                        .filter(flag -> flag.equals("1") || flag.equalsIgnoreCase("true"))
                        .isPresent(),
                first(values, TagName.ISRC).flatMap(TrackTags::isrc).orElse(null),
                TagDetails.of(values));
    }

    static Optional<String> first(Map<TagName, List<String>> values, TagName name) {
        return tidied(values, name).findFirst();
    }

    /** Several values of one field; a semicolon parts them too, a slash does not (AC/DC). */
    static List<String> split(Map<TagName, List<String>> values, TagName name) {
        return values.getOrDefault(name, List.of()).stream()
                .flatMap(value -> Arrays.stream(value.split("[;\0]")))
                .map(TrackTags::tidy)
                .filter(value -> !value.isEmpty())
                .distinct()
                .limit(MAX_VALUES)
                .toList();
    }

    private static Stream<String> tidied(Map<TagName, List<String>> values, TagName name) {
        return values.getOrDefault(name, List.of()).stream()
                .map(TrackTags::tidy)
                .filter(value -> !value.isEmpty());
    }

    /** Repairs broken encodings where that is certain, and makes the text fit for the catalogue. */
    static String tidy(String text) {
        return CatalogueText.tidied(Mojibake.repaired(text));
    }

    static Optional<Integer> number(String text) {
        Matcher matcher = LEADING_NUMBER.matcher(text);
        return matcher.matches()
                ? Optional.of(Integer.valueOf(matcher.group(1))).filter(number -> number > 0)
                : Optional.empty();
    }

    private static Optional<Integer> year(String text) {
        Matcher matcher = YEAR.matcher(text);
        return matcher.matches() ? Optional.of(Integer.valueOf(matcher.group(1))) : Optional.empty();
    }

    private static Optional<String> isrc(String text) {
        String plain = text.replace("-", "").replace(" ", "").toUpperCase(Locale.ROOT);
        return ISRC.matcher(plain).matches() ? Optional.of(plain) : Optional.empty();
    }
}
