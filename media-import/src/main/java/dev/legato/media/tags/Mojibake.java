package dev.legato.media.tags;

import java.nio.ByteBuffer;
import java.nio.CharBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.Charset;
import java.nio.charset.CharsetEncoder;
import java.nio.charset.StandardCharsets;
import java.util.List;

/**
 * Repairs text that was written as UTF-8 and read as Latin-1 or Windows-1252 ("BjÃ¶rk"). That is certain: text of other
 * origin hardly ever is valid UTF-8. Which of the other encodings of the world a broken tag was written in is a guess, and
 * such text is left as it is.
 */
final class Mojibake {
    private static final List<Charset> TAKEN_FOR =
            List.of(StandardCharsets.ISO_8859_1, Charset.forName("windows-1252"));
    private static final int MOST_REPAIRS = 2;

    private Mojibake() {}

    /** The text as it was meant. */
    static String repaired(String text) {
        String result = text;
        for (int repair = 0; repair < MOST_REPAIRS; repair++) {
            String once = repairedOnce(result);
            if (once.equals(result)) {
                break;
            }
            result = once;
        }
        return result;
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
