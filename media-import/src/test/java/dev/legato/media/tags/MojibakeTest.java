package dev.legato.media.tags;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class MojibakeTest {
    @ParameterizedTest
    @ValueSource(strings = {"Björk", "Sigur Rós – Ágætis", "日本の歌", "أغنية", "Кино", "naïve 🎵"})
    void repaired_utf8ReadAsLatin1_isAsItWasMeant(String meant) {
        String broken = new String(meant.getBytes(StandardCharsets.UTF_8), StandardCharsets.ISO_8859_1);
        assertEquals(meant, Mojibake.repaired(broken));
        String twice = new String(broken.getBytes(StandardCharsets.UTF_8), StandardCharsets.ISO_8859_1);
        assertEquals(meant, Mojibake.repaired(twice));
        assertEquals(meant, Mojibake.repaired(meant));
    }

    @Test
    void repaired_utf8ReadAsWindows1252_isAsItWasMeant() {
        String broken = new String("“vu… été".getBytes(StandardCharsets.UTF_8), Charset.forName("windows-1252"));
        assertEquals("“vu… été", Mojibake.repaired(broken));
    }

    private static String readAsLatin1(String text, String written) {
        return new String(text.getBytes(Charset.forName(written)), StandardCharsets.ISO_8859_1);
    }

    @Test
    void repaired_shiftJisOfOneFile_isAsItWasMeant() {
        Map<TagName, List<String>> broken = Map.of(
                TagName.TITLE,
                List.of(readAsLatin1("夜に駆ける", "windows-31j")),
                TagName.ARTIST,
                List.of(readAsLatin1("作詞", "windows-31j"), "AC/DC"),
                TagName.ALBUM,
                List.of("Motörhead"));
        assertEquals(
                Map.of(
                        TagName.TITLE,
                        List.of("夜に駆ける"),
                        TagName.ARTIST,
                        List.of("作詞", "AC/DC"),
                        TagName.ALBUM,
                        List.of("Motörhead")),
                Mojibake.repaired(broken));
    }

    @ParameterizedTest
    @CsvSource({
        "作詞, windows-31j",
        "夜空中的星, GBK",
        "夜に駆ける, EUC-JP",
        "밤하늘의 별, EUC-KR",
        "Кино, KOI8-R",
        "“vu… été, windows-1252"
    })
    void repaired_perhapsNotShiftJis_isLeft(String meant, String written) {
        Map<TagName, List<String>> broken = Map.of(TagName.TITLE, List.of(readAsLatin1(meant, written)));
        assertEquals(broken, Mojibake.repaired(broken));
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "plain", "Ð", "Motörhead", "Ã", "Ïðèâåò"})
    void repaired_uncertain_isLeft(String text) {
        assertEquals(text, Mojibake.repaired(text));
    }
}
