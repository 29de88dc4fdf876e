package dev.legato.search.text;

import com.ibm.icu.text.Transliterator;
import java.lang.Character.UnicodeScript;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import java.util.stream.Collectors;

/** Writes names of other scripts in the Latin letters that people type for them. */
final class Romanization {
    private static final String TO_ASCII = "; Any-Latin; Latin-ASCII";

    /** Transliterators are made when a name first needs them; each takes some milliseconds, and threads share them. */
    private static final ConcurrentMap<String, Transliterator> TRANSLITERATORS = new ConcurrentHashMap<>();

    private Romanization() {}

    /** The spellings of a word in Latin letters and figures, the most usual first; empty for a Latin word. */
    static List<String> of(String word) {
        if (!Scripts.needsRomanization(word)) {
            return List.of();
        }
        String latin = letters(transliterator(word).transliterate(word));
        List<String> spellings = new ArrayList<>();
        spellings.add(latin);
        if (word.codePoints().anyMatch(Scripts::isKana)) {
            spellings.add(shortVowels(latin));
        }
        return spellings.stream().filter(s -> !s.isEmpty()).distinct().toList();
    }

    /** "toukyou" is usually written "tokyo". */
    static String shortVowels(String romaji) {
        return romaji.replace("ou", "o").replace("oo", "o").replace("uu", "u").replace("~", "");
    }

    private static Transliterator transliterator(String word) {
        UnicodeScript script = word.codePoints()
                .filter(c -> Character.isLetter(c) && c > 0x24f)
                .mapToObj(UnicodeScript::of)
                .findFirst()
                .orElse(UnicodeScript.COMMON);
        return TRANSLITERATORS.computeIfAbsent(id(script), id -> Transliterator.getInstance(id + TO_ASCII));
    }

    private static String id(UnicodeScript script) {
        return switch (script) {
            case CYRILLIC -> "Russian-Latin/BGN";
            case GREEK -> "Greek-Latin/UNGEGN";
            case HEBREW -> "Hebrew-Latin";
            case ARABIC -> "Arabic-Latin";
            case HANGUL -> "Hangul-Latin";
            case HAN -> "Han-Latin";
            case HIRAGANA, KATAKANA -> "Hiragana-Latin";
            default -> "Any-Latin";
        };
    }

    private static String letters(String latin) {
        return latin.toLowerCase(Locale.ROOT)
                .codePoints()
                .filter(Character::isLetterOrDigit)
                .mapToObj(Character::toString)
                .collect(Collectors.joining());
    }
}
