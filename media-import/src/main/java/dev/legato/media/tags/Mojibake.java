package dev.legato.media.tags;

import java.nio.ByteBuffer;
import java.nio.CharBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.Charset;
import java.nio.charset.CharsetEncoder;
import java.nio.charset.StandardCharsets;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;

/**
 * Repairs text that was read in another encoding than it was written in, where that is certain:
 *
 * <ul>
 *   <li>UTF-8 read as Latin-1 or Windows-1252 ("BjÃ¶rk"): text of other origin hardly ever is valid UTF-8.
 *   <li>Shift-JIS read as Latin-1, as old Japanese taggers write ID3: it is full of U+0080 to U+009F, which Latin-1 text
 *       never has, and decodes to kana, which the other encodings of East Asia do not by chance. One such text in a file
 *       speaks for the others.
 * </ul>
 *
 * <p>Which of the other encodings of the world a broken tag was written in is a guess, and such text is left as it is.
 */
final class Mojibake {
    private static final List<Charset> TAKEN_FOR =
            List.of(StandardCharsets.ISO_8859_1, Charset.forName("windows-1252"));
    private static final int MAX_REPAIRS = 2;

    /** Shift-JIS as Windows writes it, with NEC's and IBM's characters. */
    private static final Charset SHIFT_JIS = Charset.forName("windows-31j");

    private static final Pattern HAS_C1 = Pattern.compile("[\\x80-\\x9f]");
    private static final Pattern HAS_KANA = Pattern.compile("[ぁ-ゖァ-ヺ]");
    private static final Pattern JAPANESE = Pattern.compile(
            "[\\x20-\\x7e\\p{IsHan}\\p{IsHiragana}\\p{IsKatakana}\\u3000-\\u303f\\u30fb\\u30fc\\uff00-\\uffef]+");

    private Mojibake() {}

    /** The text as it was meant. */
    static String repaired(String text) {
        String result = text;
        for (int repair = 0; repair < MAX_REPAIRS; repair++) {
            String once = repairedOnce(result);
            if (once.equals(result)) {
                break;
            }
            result = once;
        }
        return result;
    }

    /** The texts of one file's tags, as they were meant. */
    static Map<TagName, List<String>> repaired(Map<TagName, List<String>> values) {
        boolean shiftJis = values.values().stream().flatMap(List::stream).anyMatch(Mojibake::isShiftJis);
        if (!shiftJis) {
            return values;
        }
        Map<TagName, List<String>> repaired = new EnumMap<>(TagName.class);
        values.forEach((name, texts) ->
                repaired.put(name, texts.stream().map(Mojibake::fromShiftJis).toList()));
        return repaired;
    }

    private static boolean isShiftJis(String text) {
        return HAS_C1.matcher(text).find()
                && HAS_KANA.matcher(fromShiftJis(text)).find();
    }

    /** The text, decoded anew if it is Japanese in Shift-JIS. */
    private static String fromShiftJis(String text) {
        try {
            ByteBuffer bytes = StandardCharsets.ISO_8859_1.newEncoder().encode(CharBuffer.wrap(text));
            String decoded = SHIFT_JIS.newDecoder().decode(bytes).toString();
            return JAPANESE.matcher(decoded).matches() ? decoded : text;
        } catch (CharacterCodingException e) {
            return text;
        }
    }

    private static String repairedOnce(String text) {
        if (text.chars().allMatch(c -> c < 0x80)) {
            return text;
        }
        for (Charset charset : TAKEN_FOR) {
            CharsetEncoder encoder = charset.newEncoder();
            try {
                ByteBuffer bytes = encoder.encode(CharBuffer.wrap(text));
                return StandardCharsets.UTF_8.newDecoder().decode(bytes).toString();
            } catch (CharacterCodingException e) {
                // It was not taken for this one; perhaps for the next.
            }
        }
        return text;
    }
}
