package dev.legato.media.tags;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.legato.media.tags.Lyrics.Line;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class LyricsTest {
    @Test
    void parse_lrc_hasEachLineAtItsTimes() {
        Lyrics lyrics = Lyrics.parse("""
                [ar:The Sine]
                [offset:+500]
                [00:12.50][01:02]Chorus 日本
                [00:05.123]<00:05.12>First <00:05.60>line
                """).orElseThrow();
        assertTrue(lyrics.synchronised());
        assertEquals(
                List.of(new Line(4_623L, "First line"), new Line(12_000L, "Chorus 日本"), new Line(61_500L, "Chorus 日本")),
                lyrics.lines());
    }

    @Test
    void parse_plainText_keepsItsLines() {
        Lyrics lyrics = Lyrics.parse("one\r\n\r\n[spoken] two").orElseThrow();
        assertFalse(lyrics.synchronised());
        assertEquals(
                List.of("one", "", "[spoken] two"),
                lyrics.lines().stream().map(Line::text).toList());
    }

    @Test
    void parse_noWords_isEmpty() {
        assertEquals(Optional.empty(), Lyrics.parse("[ar:Nobody]\n \n"));
    }

    @Test
    void parse_endlessText_isCut() {
        assertEquals(
                5_000, Lyrics.parse("la\n".repeat(20_000)).orElseThrow().lines().size());
    }
}
