package dev.legato.search.text;

import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Predicate;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/** Reads the words of a name from what stands between blanks in it. */
final class WordReader {
    private static final Pattern INITIALS = Pattern.compile("\\p{L}(\\.\\p{L})+\\.?");
    private static final int MAX_WORD_CHARACTERS = 48;
    private static final int MAX_SIGNS = 8;
    private static final String AND = "and";
    private static final Map<String, String> SHORT_FORMS = Map.of("pt", "part", "vol", "volume", "nr", "no");

    private final List<Word> words = new ArrayList<>();
    private final Set<String> joins = new LinkedHashSet<>();

    List<Word> words() {
        return words;
    }

    /** The tokens that are written as one but read as several words, and those of signs alone. */
    Set<String> joins() {
        return joins;
    }

    void add(List<Glyph> token) {
        List<Glyph> spelt = spelt(token);
        String whole = text(spelt);
        if (whole.equals("&") || whole.equals("+")) {
            words.add(word(AND, spelt));
            return;
        }
        List<Glyph> bare =
                spelt.stream().filter(Predicate.not(Glyph::isApostrophe)).toList();
        if (INITIALS.matcher(text(bare)).matches()) {
            words.add(word(text(bare).replace(".", ""), bare));
            return;
        }
        List<Word> pieces = pieces(bare);
        if (pieces.isEmpty()) {
            String signs = text(bare);
            if (signs.length() > 1 && signs.length() <= MAX_SIGNS) {
                joins.add(signs);
            }
            return;
        }
        if (pieces.size() == 1) {
            Word only = pieces.getFirst();
            words.add(bare.size() < spelt.size() ? only.with(elided(spelt)) : only);
            return;
        }
        words.addAll(pieces);
        if (pieces.stream().noneMatch(Word::isIdeograph)) {
            joins.add(pieces.stream().map(Word::text).collect(Collectors.joining()));
        }
    }

    /** Signs that stand for letters: "Ke$ha", "P!nk". */
    private static List<Glyph> spelt(List<Glyph> token) {
        return IntStream.range(0, token.size())
                .mapToObj(i -> {
                    Glyph glyph = token.get(i);
                    boolean afterLetter = i > 0 && token.get(i - 1).isLetter();
                    boolean beforeLetter =
                            i + 1 < token.size() && token.get(i + 1).isLetter();
                    if (glyph.is('$') && (afterLetter || beforeLetter)) {
                        return new Glyph("s", glyph.start(), glyph.end());
                    }
                    if (glyph.is('!') && afterLetter && beforeLetter) {
                        return new Glyph("i", glyph.start(), glyph.end());
                    }
                    return glyph;
                })
                .toList();
    }

    /** What apostrophes part: "l'amour" is also found by "amour", "queen's" by "queen". */
    private static List<String> elided(List<Glyph> spelt) {
        List<String> parts = new ArrayList<>();
        StringBuilder part = new StringBuilder();
        for (Glyph glyph : spelt) {
            if (glyph.isApostrophe()) {
                parts.add(part.toString());
                part.setLength(0);
            } else if (glyph.isWordPart()) {
                part.append(glyph.folded());
            }
        }
        parts.add(part.toString());
        if (parts.contains("n") && parts.stream().allMatch(p -> p.isEmpty() || p.equals("n"))) {
            return List.of(AND);
        }
        return parts.stream().filter(p -> p.length() > 1).toList();
    }

    private static List<Word> pieces(List<Glyph> token) {
        List<Word> pieces = new ArrayList<>();
        List<Glyph> piece = new ArrayList<>();
        for (Glyph glyph : token) {
            if (!glyph.isWordPart() || glyph.isUnspaced()) {
                flush(piece, pieces);
            }
            if (glyph.isUnspaced()) {
                pieces.add(word(glyph.folded(), List.of(glyph)));
            } else if (glyph.isWordPart()) {
                piece.add(glyph);
            }
        }
        flush(piece, pieces);
        return pieces;
    }

    private static void flush(List<Glyph> piece, List<Word> pieces) {
        if (!piece.isEmpty()) {
            pieces.add(word(text(piece), piece));
            piece.clear();
        }
    }

    private static Word word(String text, List<Glyph> glyphs) {
        return new Word(
                SHORT_FORMS.getOrDefault(text, cut(text)),
                List.of(),
                glyphs.getFirst().start(),
                glyphs.getLast().end());
    }

    private static String cut(String text) {
        if (text.length() <= MAX_WORD_CHARACTERS) {
            return text;
        }
        boolean pair = Character.isHighSurrogate(text.charAt(MAX_WORD_CHARACTERS - 1));
        return text.substring(0, pair ? MAX_WORD_CHARACTERS - 1 : MAX_WORD_CHARACTERS);
    }

    static String text(List<Glyph> glyphs) {
        return glyphs.stream().map(Glyph::folded).collect(Collectors.joining()).replace(" ", "");
    }
}
