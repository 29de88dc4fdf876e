package dev.legato.metadata.search;

import java.lang.Character.UnicodeScript;
import java.text.Normalizer;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.regex.Pattern;

/**
 * A name in the forms in which it is found, whatever the database's locale:
 *
 * <pre>
 *   name              sortName          text
 *   T.N.T.            tnt               " tnt"
 *   The Beatles       beatles           " the beatles"
 *   AC/DC             ac dc             " ac dc acdc"
 *   Beyoncé           beyonce           " beyonce"
 *   Guns N' Roses     guns n roses      " guns n roses"
 *   千本桜             千 本 桜           " 千 本 桜"
 *   !!!               !!!               " !!!"
 * </pre>
 *
 * Case, width and accents are folded; initials become one word; words joined by signs stand apart and together; of
 * scripts that put no blanks between words each character is a word, so that any part of a name is found.
 *
 * @param words as the name is usually written, in order
 * @param sortName the words, without a leading "the"; lists are ordered by it and prefixes found in it
 * @param text every word and way of writing it, each behind a blank
 */
public record SearchText(List<String> words, String sortName, String text) {
    private static final int MAX_SORT_CHARACTERS = 120;
    private static final int MAX_TEXT_CHARACTERS = 1_200;
    private static final String ARTICLE = "the";

    private static final Pattern SIGNS_OF_TRADE = Pattern.compile("[\u2122\u00ae\u00a9\u2120]");
    private static final Pattern ACCENTS = Pattern.compile("\\p{Mn}+");
    private static final Pattern BLANKS = Pattern.compile("[\\s\\p{Z}]+");
    private static final Pattern APOSTROPHES = Pattern.compile("['\u2019\u2018\u02bc`\u00b4\u2032]");
    private static final Pattern DOLLAR_IN_WORD = Pattern.compile("(?<=\\p{L})\\$|\\$(?=\\p{L})");
    private static final Pattern BANG_IN_WORD = Pattern.compile("(?<=\\p{L})!(?=\\p{L})");
    private static final Pattern NEITHER_LETTER_NOR_DIGIT = Pattern.compile("[^\\p{L}\\p{N}\\p{Mc}]+");
    private static final Pattern INITIALS = Pattern.compile("\\p{L}(\\.\\p{L})+\\.?");

    public SearchText {
        words = List.copyOf(words);
    }

    /** A name's forms. */
    public static SearchText of(String name) {
        List<String> spelt = new ArrayList<>();
        Set<String> alternatives = new LinkedHashSet<>();
        String folded = fold(name);
        for (String token : BLANKS.split(folded, -1)) {
            addWords(token, spelt, alternatives);
        }
        List<String> words = joinInitials(spelt);
        if (words.isEmpty()) {
            words = List.of(BLANKS.matcher(folded).replaceAll(""));
        }
        alternatives.removeAll(words);
        StringBuilder text = new StringBuilder();
        words.forEach(word -> text.append(' ').append(word));
        alternatives.forEach(word -> text.append(' ').append(word));
        return new SearchText(
                words,
                cut(String.join(" ", withoutArticle(words)), MAX_SORT_CHARACTERS),
                cut(text.toString(), MAX_TEXT_CHARACTERS));
    }

    /** Whether a word is one character of a script without blanks between words. */
    static boolean isIdeograph(String word) {
        return word.codePointCount(0, word.length()) == 1 && isIdeograph(word.codePointAt(0));
    }

    static List<String> withoutArticle(List<String> words) {
        return words.size() > 1 && words.getFirst().equals(ARTICLE) ? words.subList(1, words.size()) : words;
    }

    private static String fold(String name) {
        String plain = SIGNS_OF_TRADE.matcher(name).replaceAll(" ");
        String bare = ACCENTS.matcher(Normalizer.normalize(plain, Normalizer.Form.NFKD))
                .replaceAll("");
        StringBuilder letters = new StringBuilder(bare.length());
        bare.toLowerCase(Locale.ROOT).codePoints().forEach(c -> {
            switch (c) {
                case 'ß' -> letters.append("ss");
                case 'æ' -> letters.append("ae");
                case 'œ' -> letters.append("oe");
                case 'þ' -> letters.append("th");
                case 'ø' -> letters.append('o');
                case 'ł' -> letters.append('l');
                case 'đ', 'ð' -> letters.append('d');
                case 'ħ' -> letters.append('h');
                case 'ı' -> letters.append('i');
                case 'ς' -> letters.append('σ');
                case 0 -> letters.append(' ');
                default -> letters.appendCodePoint(c);
            }
        });
        // Lower case may bring an accent of its own (İ), and Hangul must come together again.
        return Normalizer.normalize(ACCENTS.matcher(letters).replaceAll(""), Normalizer.Form.NFC);
    }

    private static void addWords(String token, List<String> words, Set<String> alternatives) {
        if (token.equals("&") || token.equals("+")) {
            words.add("and");
            return;
        }
        String spelt = BANG_IN_WORD
                .matcher(DOLLAR_IN_WORD.matcher(token).replaceAll("s"))
                .replaceAll("i");
        String together = APOSTROPHES.matcher(spelt).replaceAll("");
        if (INITIALS.matcher(together).matches()) {
            words.add(together.replace(".", ""));
            return;
        }
        List<String> pieces = pieces(together);
        words.addAll(pieces);
        if (pieces.size() > 1 && pieces.stream().noneMatch(SearchText::isIdeograph)) {
            alternatives.add(String.join("", pieces));
        }
        if (together.length() < spelt.length()) {
            alternatives.addAll(pieces(spelt));
        }
    }

    private static List<String> pieces(String token) {
        List<String> pieces = new ArrayList<>();
        StringBuilder word = new StringBuilder();
        for (String piece : NEITHER_LETTER_NOR_DIGIT.split(token, -1)) {
            piece.codePoints().forEach(c -> {
                if (isIdeograph(c)) {
                    flush(word, pieces);
                    pieces.add(Character.toString(c));
                } else {
                    word.appendCodePoint(c);
                }
            });
            flush(word, pieces);
        }
        return pieces;
    }

    private static void flush(StringBuilder word, List<String> pieces) {
        if (!word.isEmpty()) {
            pieces.add(word.toString());
            word.setLength(0);
        }
    }

    /** "t n t" is "tnt". */
    private static List<String> joinInitials(List<String> words) {
        List<String> joined = new ArrayList<>(words.size());
        StringBuilder run = new StringBuilder();
        for (String word : words) {
            if (word.length() == 1 && word.charAt(0) >= 'a' && word.charAt(0) <= 'z') {
                run.append(word);
            } else {
                flush(run, joined);
                joined.add(word);
            }
        }
        flush(run, joined);
        return joined;
    }

    private static boolean isIdeograph(int c) {
        return switch (UnicodeScript.of(c)) {
            case HAN, HIRAGANA, KATAKANA -> true;
            default -> c == 'ー';
        };
    }

    private static String cut(String text, int most) {
        if (text.length() <= most) {
            return text;
        }
        return text.substring(0, Character.isHighSurrogate(text.charAt(most - 1)) ? most - 1 : most);
    }
}
