package dev.legato.search.text;

import java.io.IOException;
import java.io.StringReader;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.apache.lucene.analysis.ja.JapaneseTokenizer;
import org.apache.lucene.analysis.ja.tokenattributes.ReadingAttribute;
import org.apache.lucene.analysis.tokenattributes.CharTermAttribute;

/** How a Japanese dictionary reads a text, in hiragana. Its tables are loaded when the first text needs them. */
final class JapaneseReadings {
    /** A tokenizer keeps state and takes long to make, so each thread has its own. */
    private static final ThreadLocal<JapaneseTokenizer> TOKENIZER =
            ThreadLocal.withInitial(() -> new JapaneseTokenizer(null, true, JapaneseTokenizer.Mode.NORMAL));

    private JapaneseReadings() {}

    /** The reading of each word; a word that the dictionary does not have is left as it is. */
    static List<String> of(String text) {
        List<String> readings = new ArrayList<>();
        try (JapaneseTokenizer tokenizer = TOKENIZER.get()) {
            CharTermAttribute term = tokenizer.getAttribute(CharTermAttribute.class);
            ReadingAttribute reading = tokenizer.getAttribute(ReadingAttribute.class);
            tokenizer.setReader(new StringReader(text));
            tokenizer.reset();
            while (tokenizer.incrementToken()) {
                readings.add(hiragana(Optional.ofNullable(reading.getReading()).orElse(term.toString())));
            }
            tokenizer.end();
        } catch (IOException e) {
            throw new UncheckedIOException("reading of a text in memory", e);
        }
        return readings;
    }

    private static String hiragana(String katakana) {
        StringBuilder folded = new StringBuilder(katakana.length());
        katakana.codePoints().forEach(c -> folded.append(Folding.fold(Character.toString(c))));
        return folded.toString();
    }
}
