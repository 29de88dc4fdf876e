package dev.legato.metadata.importing;

import dev.legato.contracts.CatalogueText;
import dev.legato.contracts.Excerpt;
import dev.legato.contracts.Gapless;
import dev.legato.contracts.ImportedTrack;
import dev.legato.contracts.ImportedTrack.Album;
import dev.legato.contracts.ImportedTrack.Artist;
import dev.legato.contracts.ImportedTrack.Artwork;
import dev.legato.contracts.ImportedTrack.Histogram;
import dev.legato.contracts.ImportedTrack.Loudness;
import dev.legato.contracts.ImportedTrack.Lyrics;
import dev.legato.contracts.ImportedTrack.LyricsLine;
import dev.legato.contracts.ImportedTrack.Rendition;
import dev.legato.contracts.ObjectKeys;
import dev.legato.runtime.problem.Problem;
import dev.legato.runtime.problem.ProblemException;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** What a track must be like to enter the catalogue: every text, number and list within bounds. */
final class ImportRules {
    private static final String NAME =
            "1 to %d characters, no control characters".formatted(CatalogueText.MAX_CODE_POINTS);
    private static final int MAX_GENRE_CHARACTERS = 100;
    private static final long MAX_DURATION_MS = 7L * 24 * 60 * 60 * 1_000;
    private static final int MAX_DECIBELS = 200;
    private static final int MAX_COUNTS = 2_000;
    private static final long MAX_SAMPLES = 1L << 40;
    private static final int MAX_ARTISTS = 50;
    private static final int MAX_GENRES = 20;
    private static final int MAX_ARTWORK = 10;
    private static final int MAX_RENDITIONS = 20;

    private static final Pattern ISRC = Pattern.compile("[A-Z]{2}[A-Z0-9]{3}[0-9]{7}");
    private static final Pattern RENDITION = Pattern.compile("[a-z0-9][a-z0-9-]{0,31}");
    private static final Pattern CONTENT_TYPE = Pattern.compile("[\\x20-\\x7e]{3,128}");
    private static final Pattern LANGUAGE = Pattern.compile("[a-z]{2,3}");
    private static final Pattern COLOUR = Pattern.compile("#[0-9a-f]{6}");
    private static final Pattern SHA256 = Pattern.compile("[0-9a-f]{64}");

    private ImportRules() {}

    /** @throws ProblemException 400, naming the first member that breaks a rule */
    static void check(ImportedTrack track) {
        name("name", track.name());
        range("durationMs", track.durationMs(), 1, MAX_DURATION_MS);
        range("trackNumber", track.trackNumber(), 1, 9_999);
        range("discNumber", track.discNumber(), 1, 9_999);
        size("artists", track.artists(), 1, MAX_ARTISTS);
        artists("artists", track.artists());
        size("genres", track.genres(), 0, MAX_GENRES);
        for (String genre : track.genres()) {
            genre(genre);
        }
        if (track.isrc() != null) {
            text("isrc", track.isrc(), ISRC, "12 characters without hyphens, such as USRC17607839");
        }
        present("album", track.album());
        album(track.album());
        renditions(track);
        if (track.loudness() != null) {
            loudness(track.loudness());
        }
        if (track.waveform() != null) {
            key("waveform", track.waveform(), ObjectKeys.folder(track.id()));
        }
        if (track.lyrics() != null) {
            lyrics(track.lyrics());
        }
    }

    private static void lyrics(Lyrics lyrics) {
        if (lyrics.language() != null) {
            text("lyrics.language", lyrics.language(), LANGUAGE, "2 or 3 letters of a to z");
        }
        size("lyrics.lines", lyrics.lines(), 1, Lyrics.MAX_LINES);
        long timed =
                lyrics.lines().stream().filter(line -> line.startMs() != null).count();
        if (timed != 0 && timed != lyrics.lines().size()) {
            throw Problem.invalid("lyrics.lines.startMs", "in %d lines (expected: in all or none)".formatted(timed));
        }
        int characters = 0;
        for (LyricsLine line : lyrics.lines()) {
            range("lyrics.lines.startMs", line.startMs(), 0, MAX_DURATION_MS);
            present("lyrics.lines.text", line.text());
            if (!line.text().isEmpty()) {
                name("lyrics.lines.text", line.text());
            }
            characters += line.text().length();
        }
        range("lyrics.lines.text", characters, 0, Lyrics.MAX_CHARACTERS);
    }

    private static void album(Album album) {
        name("album.name", album.name());
        size("album.artists", album.artists(), 0, MAX_ARTISTS);
        artists("album.artists", album.artists());
        range("album.year", album.year(), 1, 9_999);
        size("album.artwork", album.artwork(), 0, MAX_ARTWORK);
        if (album.colour() != null) {
            text("album.colour", album.colour(), COLOUR, "# and six hexadecimal digits in lower case");
        }
        for (Artwork artwork : album.artwork()) {
            key("album.artwork.key", artwork.key(), ObjectKeys.artworkFolder(album.id()));
            range("album.artwork.width", artwork.width(), 1, 20_000);
            range("album.artwork.height", artwork.height(), 1, 20_000);
        }
    }

    private static void renditions(ImportedTrack track) {
        size("renditions", track.renditions(), 1, MAX_RENDITIONS);
        Set<String> names = new HashSet<>();
        for (Rendition rendition : track.renditions()) {
            text("renditions.rendition", rendition.rendition(), RENDITION, "1 to 32 of a-z, 0-9 and -");
            if (!names.add(rendition.rendition())) {
                throw Problem.invalid(
                        "renditions.rendition", "'%s' twice (expected: once)".formatted(rendition.rendition()));
            }
            key("renditions.key", rendition.key(), ObjectKeys.folder(track.id()));
            text("renditions.contentType", rendition.contentType(), CONTENT_TYPE, "a media type");
            range("renditions.bitrate", rendition.bitrate(), 1, 100_000_000);
            range("renditions.bytes", rendition.bytes(), 1, 1L << 40);
            text("renditions.sha256", rendition.sha256(), SHA256, "64 hexadecimal digits in lower case");
            if (rendition.gapless() != null) {
                gapless(rendition.gapless());
            }
        }
    }

    private static void loudness(Loudness loudness) {
        level("loudness.integratedLufs", loudness.integratedLufs());
        level("loudness.truePeakDbtp", loudness.truePeakDbtp());
        level("loudness.rangeLu", loudness.rangeLu());
        histogram("loudness.momentary", loudness.momentary());
        histogram("loudness.shortTerm", loudness.shortTerm());
    }

    private static void level(String field, double level) {
        if (!(level >= -MAX_DECIBELS && level <= MAX_DECIBELS)) {
            throw Problem.invalid(field, "%s (expected: -%d to %2$d)".formatted(level, MAX_DECIBELS));
        }
    }

    private static void histogram(String field, Histogram histogram) {
        present(field, histogram);
        range(field + ".lowest", histogram.lowest(), -10 * MAX_DECIBELS, 10 * MAX_DECIBELS);
        size(field + ".counts", histogram.counts(), 0, MAX_COUNTS);
        for (Integer count : histogram.counts()) {
            range(field + ".counts", count, 0, Integer.MAX_VALUE);
        }
    }

    private static void gapless(Gapless gapless) {
        range("renditions.gapless.delaySamples", gapless.delaySamples(), 0, MAX_SAMPLES);
        range("renditions.gapless.paddingSamples", gapless.paddingSamples(), 0, MAX_SAMPLES);
        range("renditions.gapless.totalSamples", gapless.totalSamples(), 1, MAX_SAMPLES);
        range("renditions.gapless.sampleRate", gapless.sampleRate(), 1, 1_000_000);
    }

    private static void artists(String field, List<Artist> artists) {
        for (Artist artist : artists) {
            name(field + ".name", artist.name());
        }
    }

    private static void key(String field, @Nullable String key, String folder) {
        expect(
                key != null && ObjectKeys.isIn(folder, key),
                field,
                key,
                "%s and a name of A-Z a-z 0-9 . _ - that begins with a letter or a digit".formatted(folder));
    }

    private static void name(String field, @Nullable String text) {
        expect(text != null && CatalogueText.isTidy(text), field, text, NAME);
    }

    private static void genre(String genre) {
        expect(
                CatalogueText.isTidy(genre)
                        && genre.codePointCount(0, genre.length()) <= MAX_GENRE_CHARACTERS
                        && genre.equals(genre.toLowerCase(Locale.ROOT)),
                "genres",
                genre,
                "1 to %d characters in lower case, no control characters".formatted(MAX_GENRE_CHARACTERS));
    }

    private static void text(String field, @Nullable String text, Pattern pattern, String expected) {
        expect(text != null && pattern.matcher(text).matches(), field, text, expected);
    }

    /** A member that the record cannot be without; JSON can leave it out all the same. */
    private static void present(String field, @Nullable Object value) {
        if (value == null) {
            throw Problem.invalid(field, "missing (expected: a value)");
        }
    }

    private static void expect(boolean fits, String field, @Nullable String text, String expected) {
        if (!fits) {
            throw Problem.invalid(field, "%s (expected: %s)".formatted(shown(text), expected));
        }
    }

    private static void range(String field, @Nullable Number number, long least, long most) {
        if (number != null && (number.longValue() < least || number.longValue() > most)) {
            throw Problem.invalid(field, "%d (expected: %d to %d)".formatted(number.longValue(), least, most));
        }
    }

    private static void size(String field, List<?> list, int least, int most) {
        if (list.size() < least || list.size() > most) {
            throw Problem.invalid(field, "%d items (expected: %d to %d)".formatted(list.size(), least, most));
        }
    }

    private static String shown(@Nullable String text) {
        return text == null ? "missing" : Excerpt.of(text);
    }
}
