package dev.legato.metadata.catalogue;

import java.lang.Character.UnicodeScript;
import java.text.Normalizer;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.regex.Pattern;

/**
 * The form of a name by which lists are ordered, whatever the database's locale:
 *
 * <pre>
 *   T.N.T.            tnt
 *   The Beatles       beatles
 *   AC/DC             ac dc
 *   Beyoncé           beyonce
 *   Guns N' Roses     guns n roses
 *   千本桜            千 本 桜
 *   !!!               !!!
 * </pre>
 *
 * Case, width and accents are folded, a leading "the" is left out, and initials become one word. Of scripts that put no
 * blanks between words each character is a word.
 */
public final class SortName {
    private static final int MAX_CHARACTERS = 120;
    private static final String ARTICLE = "the";

    private static final Pattern SIGNS_OF_TRADE = Pattern.compile("[\u2122\u00ae\u00a9\u2120]");
    private static final Pattern ACCENTS = Pattern.compile("\\p{Mn}+");
    private static final Pattern BLANKS = Pattern.compile("[\\s\\p{Z}]+");
    private static final Pattern APOSTROPHES = Pattern.compile("['\u2019\u2018\u02bc`\u00b4\u2032]");
    private static final Pattern DOLLAR_IN_WORD = Pattern.compile("(?<=\\p{L})\\$|\\$(?=\\p{L})");
    private static final Pattern BANG_IN_WORD = Pattern.compile("(?<=\\p{L})!(?=\\p{L})");
    private static final Pattern NEITHER_LETTER_NOR_DIGIT = Pattern.compile("[^\\p{L}\\p{N}\\p{Mc}]+");
    private static final Pattern INITIALS = Pattern.compile("\\p{L}(\\.\\p{L})+\\.?");

    private SortName() {}

    /** A name's sort form, at most 120 characters. */
    public static String of(String name) {
        List<String> spelt = new ArrayList<>();
        String folded = fold(name);
        for (String token : BLANKS.split(folded, -1)) {
            addWords(token, spelt);
        }
        List<String> words = joinInitials(spelt);
        if (words.isEmpty()) {
            words = List.of(BLANKS.matcher(folded).replaceAll(""));
        }
        return cut(String.join(" ", withoutArticle(words)));
    }

    private static List<String> withoutArticle(List<String> words) {
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

    private static void addWords(String token, List<String> words) {
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
        words.addAll(pieces(together));
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

    private static String cut(String text) {
        if (text.length() <= MAX_CHARACTERS) {
            return text;
        }
        int end = Character.isHighSurrogate(text.charAt(MAX_CHARACTERS - 1)) ? MAX_CHARACTERS - 1 : MAX_CHARACTERS;
        return text.substring(0, end);
    }
}
