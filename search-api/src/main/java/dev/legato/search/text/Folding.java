package dev.legato.search.text;

import com.ibm.icu.text.Transliterator;
import java.text.Normalizer;
import java.util.Locale;

/**
 * Folds characters to the ones people type for them: case, width, accents, points and ligatures are dropped, katakana
 * becomes hiragana, traditional characters simplified ones.
 */
final class Folding {
    private static final int FIRST_HAN = 0x4e00;
    private static final int LAST_HAN = 0x9fff;

    /** Tables that take a moment to make and that most catalogues never need. */
    private static final class Simplified {
        private static final char[] TABLE = table();

        private static char[] table() {
            Transliterator simplify = Transliterator.getInstance("Traditional-Simplified");
            char[] table = new char[LAST_HAN - FIRST_HAN + 1];
            for (int c = FIRST_HAN; c <= LAST_HAN; c++) {
                String simple = simplify.transliterate(String.valueOf((char) c));
                table[c - FIRST_HAN] = simple.length() == 1 ? simple.charAt(0) : (char) c;
            }
            return table;
        }
    }

    private Folding() {}

    /** Folds a character with the marks that follow it; the outcome may be empty, or several letters. */
    static String fold(String cluster) {
        if (cluster.length() == 1 && cluster.charAt(0) < 0x80) {
            return cluster.toLowerCase(Locale.ROOT);
        }
        StringBuilder folded = new StringBuilder(cluster.length());
        Normalizer.normalize(cluster, Normalizer.Form.NFKC)
                .toLowerCase(Locale.ROOT)
                .codePoints()
                .forEach(c -> fold(c, folded));
        return folded.toString();
    }

    private static void fold(int c, StringBuilder folded) {
        if (Scripts.isKana(c)) {
            folded.appendCodePoint(c >= 0x30a1 && c <= 0x30f6 ? c - 0x60 : c);
        } else if (c >= FIRST_HAN && c <= LAST_HAN) {
            folded.append(Simplified.TABLE[c - FIRST_HAN]);
        } else if (Scripts.isUnspaced(c)) {
            folded.appendCodePoint(c);
        } else {
            Normalizer.normalize(Character.toString(c), Normalizer.Form.NFKD)
                    .codePoints()
                    .filter(part -> !isMark(part))
                    .forEach(part -> letter(part, folded));
        }
    }

    /** Whether a character only changes the one before it. */
    static boolean isMark(int c) {
        return switch (Character.getType(c)) {
            case Character.NON_SPACING_MARK, Character.ENCLOSING_MARK -> true;
            // Halfwidth katakana carry their sound marks as characters of their own.
            default -> c == 0xff9e || c == 0xff9f;
        };
    }

    private static void letter(int c, StringBuilder folded) {
        switch (c) {
            case 'ß' -> folded.append("ss");
            case 'æ' -> folded.append("ae");
            case 'œ' -> folded.append("oe");
            case 'þ' -> folded.append("th");
            case 'ø' -> folded.append('o');
            case 'ł' -> folded.append('l');
            case 'đ', 'ð' -> folded.append('d');
            case 'ħ' -> folded.append('h');
            case 'ı' -> folded.append('i');
            case 'ŋ' -> folded.append('n');
            case 'ə' -> folded.append('e');
            case 'ς' -> folded.append('σ');
            // Tatweel only stretches a word; the forms of alef, yeh and heh are written at will.
            case 'ـ' -> {}
            case 'ٱ' -> folded.append('ا');
            case 'ى' -> folded.append('ي');
            case 'ة' -> folded.append('ه');
            case 'ک' -> folded.append('ك');
            case 'ی' -> folded.append('ي');
            default -> folded.appendCodePoint(c);
        }
    }
}
