package dev.legato.search.text;

import java.text.Normalizer;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * A name, or a query, in the forms in which it is compared:
 *
 * <pre>
 *   name               words              joins            keys
 *   T.N.T.             tnt                                 tnt
 *   The Beatles        the beatles        thebeatles       thebeatles, beatles
 *   AC/DC              ac dc              acdc             acdc
 *   Beyoncé            beyonce                             beyonce
 *   Low (feat. T-Pain) low t pain         lowt, tpain      lowtpain, low
 *   Symphony V         symphony v[5]      symphonyv        symphonyv, symphony5
 *   千本桜              千 本 桜            千本, 本桜         千本桜, せんぼんざくら, senbonzakura
 *   !!!                !!!                                 !!!
 * </pre>
 *
 * The outcome depends on the name alone, is bounded whatever the name is, and consists of plain texts without blanks, so
 * that any engine may index them.
 *
 * @param written the name as it is written, composed and with single blanks; words have their places in it
 * @param literal the name in lower case and compatible characters with single blanks, by which equal keys are told apart
 * @param words in order, at most {@value #MAX_WORDS}
 * @param baseWords how many of the words people remember: those before guests, brackets and dashes
 * @param joins what may be written as one word: neighbours, and whole tokens
 * @param keys the whole name without blanks, first as it is written; at most {@value #MAX_KEYS}; empty only if there are
 *     no words
 */
public record SearchText(
        String written, String literal, List<Word> words, int baseWords, Set<String> joins, List<String> keys) {
    /** A longer name is cut. */
    public static final int MAX_CHARACTERS = 512;

    static final int MAX_WORDS = 64;
    static final int MAX_VARIANTS = 6;
    static final int MAX_KEYS = 12;
    private static final int MAX_KEY_CHARACTERS = 200;
    private static final Pattern BLANKS = Pattern.compile("[\\s\\p{Z}\\p{C}]+");
    private static final Set<String> ARTICLES = Set.of("the", "a", "an");
    private static final Set<String> CREDITS = Set.of("feat", "ft", "featuring");

    public SearchText {
        words = List.copyOf(words);
        joins = Collections.unmodifiableSet(new LinkedHashSet<>(joins));
        keys = List.copyOf(keys);
    }

    /** A name's forms. */
    public static SearchText of(String name) {
        return of(name, false);
    }

    /**
     * The forms of what was typed. It is not known which part of it people would remember, nor in which language its
     * ideographs are meant, so it has fewer keys than a name.
     */
    static SearchText typed(String typed) {
        return of(typed, true);
    }

    private static SearchText of(String name, boolean typed) {
        String composed = cut(
                BLANKS.matcher(Normalizer.normalize(name, Normalizer.Form.NFC))
                        .replaceAll(" ")
                        .strip(),
                MAX_CHARACTERS);
        WordReader reader = read(composed);
        List<Word> words = withoutCredits(reader.words());
        if (words.size() > MAX_WORDS) {
            words = words.subList(0, MAX_WORDS);
        }
        words = words.stream()
                .map(word -> word.with(Numerals.variants(word.text())))
                .toList();
        Set<String> joins = reader.joins();
        Readings readings = Readings.of(composed, words);
        words = readings.words();
        addPairs(words, joins);
        Set<String> keys = new LinkedHashSet<>(keysOf(words));
        Optional<String> base = BaseName.of(composed);
        if (base.isPresent() && !typed) {
            keys.addAll(keysOf(withoutCredits(read(base.get()).words())));
        }
        int baseEnd = base.map(String::length).orElse(composed.length());
        int baseWords =
                (int) words.stream().takeWhile(word -> word.end() <= baseEnd).count();
        if (!typed || composed.codePoints().noneMatch(Scripts::isHan)) {
            keys.addAll(readings.keys());
        }
        String literal = literal(composed);
        return new SearchText(
                composed,
                literal,
                words,
                baseWords,
                joins,
                keys.stream()
                        .filter(key -> !key.isEmpty())
                        .map(key -> cut(key, MAX_KEY_CHARACTERS))
                        .distinct()
                        .limit(MAX_KEYS)
                        .toList());
    }

    private static WordReader read(String name) {
        WordReader reader = new WordReader();
        List<List<Glyph>> tokens = Glyph.tokens(name);
        tokens.forEach(reader::add);
        if (reader.words().isEmpty()) {
            signs(tokens).ifPresent(reader.words()::add);
        }
        return reader;
    }

    /** A name of signs alone is one word; accents alone are none. */
    private static Optional<Word> signs(List<List<Glyph>> tokens) {
        List<Glyph> all = tokens.stream()
                .flatMap(List::stream)
                .filter(glyph -> !glyph.isApostrophe())
                .toList();
        String text = cut(WordReader.text(all), MAX_VARIANTS * 2);
        return text.isEmpty()
                ? Optional.empty()
                : Optional.of(new Word(
                        text, List.of(), all.getFirst().start(), all.getLast().end()));
    }

    /** Guests are named in many spellings, so the word for them counts only where it is a name's first or last. */
    private static List<Word> withoutCredits(List<Word> words) {
        List<Word> kept = new ArrayList<>(words.size());
        for (int i = 0; i < words.size(); i++) {
            if (i == 0
                    || i == words.size() - 1
                    || !CREDITS.contains(words.get(i).text())) {
                kept.add(words.get(i));
            }
        }
        return kept;
    }

    private static void addPairs(List<Word> words, Set<String> joins) {
        for (int i = 0; i + 1 < words.size(); i++) {
            joins.add(words.get(i).text() + words.get(i + 1).text());
        }
    }

    private static List<String> keysOf(List<Word> words) {
        List<String> texts = words.stream().map(Word::text).toList();
        List<String> keys = new ArrayList<>();
        keys.add(String.join("", texts));
        if (texts.size() > 1 && ARTICLES.contains(texts.getFirst())) {
            keys.add(String.join("", texts.subList(1, texts.size())));
        }
        if (texts.size() > 1) {
            keys.add(texts.stream()
                    .filter(word -> !word.equals("no") && !word.equals("nr"))
                    .map(Numerals::arabic)
                    .collect(Collectors.joining()));
            keys.add(texts.stream()
                    .filter(word -> !word.equals("and") && !word.equals("n"))
                    .collect(Collectors.joining()));
        }
        return keys;
    }

    private static String literal(String composed) {
        String compatible = Normalizer.normalize(composed, Normalizer.Form.NFKC).toLowerCase(Locale.ROOT);
        return BLANKS.matcher(compatible).replaceAll(" ").strip();
    }

    static String cut(String text, int most) {
        if (text.length() <= most) {
            return text;
        }
        return text.substring(0, Character.isHighSurrogate(text.charAt(most - 1)) ? most - 1 : most);
    }
}
