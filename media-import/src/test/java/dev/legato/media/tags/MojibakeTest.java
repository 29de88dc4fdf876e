package dev.legato.media.tags;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
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

    @ParameterizedTest
    @ValueSource(strings = {"", "plain", "Ð", "Motörhead", "Ã", "Ïðèâåò"})
    void repaired_uncertain_isLeft(String text) {
        assertEquals(text, Mojibake.repaired(text));
    }
}
