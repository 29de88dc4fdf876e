package dev.legato.search.text;

import java.lang.Character.UnicodeScript;
import java.text.Normalizer;
import java.util.regex.Pattern;

/** What scripts ask of an analysis. */
final class Scripts {
    private static final Pattern SOUND_MARKS = Pattern.compile("[\u3099\u309a]");
    private static final int LAST_LATIN = 0x24f;

    private Scripts() {}

    /** Whether any part of a name may be searched for, because blanks do not separate words reliably. */
    static boolean isUnspaced(int c) {
        return c > LAST_LATIN
                && switch (UnicodeScript.of(c)) {
                    case HAN, HIRAGANA, KATAKANA, HANGUL, THAI, LAO, KHMER, MYANMAR -> true;
                    default -> c == 'ー';
                };
    }

    static boolean isKana(int c) {
        return c == 'ー' || (c >= 0x3041 && c <= 0x30fa);
    }

    /** Kana without sound marks: whether a second part is voiced, as in "senbonzakura", no dictionary tells. */
    static String unvoiced(String kana) {
        return SOUND_MARKS
                .matcher(Normalizer.normalize(kana, Normalizer.Form.NFD))
                .replaceAll("");
    }

    static boolean isHan(int c) {
        return c > LAST_LATIN && UnicodeScript.of(c) == UnicodeScript.HAN;
    }

    static boolean isHangul(int c) {
        return c > LAST_LATIN && UnicodeScript.of(c) == UnicodeScript.HANGUL;
    }

    /** Whether a text has letters that people also write in Latin ones. */
    static boolean needsRomanization(String text) {
        return text.codePoints()
                .anyMatch(c -> c > LAST_LATIN
                        && Character.isLetter(c)
                        && switch (UnicodeScript.of(c)) {
                            case LATIN, COMMON, INHERITED -> false;
                            default -> true;
                        });
    }
}
