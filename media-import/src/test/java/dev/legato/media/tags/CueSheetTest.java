package dev.legato.media.tags;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import dev.legato.media.tags.CueSheet.MalformedException;
import dev.legato.media.tags.CueSheet.Part;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class CueSheetTest {
    private static final String SHEET = """
            REM GENRE "Ambient; Drone"
            REM DATE 1999
            REM DISCNUMBER 2
            REM TOTALDISCS 3
            CATALOG 0000000000000
            PERFORMER "The Sine"
            TITLE "Waves"
            FILE "C:\\\\rips\\\\album.wav" WAVE
              TRACK 01 AUDIO
                TITLE "The "First" one"
                FLAGS DCP
                INDEX 01 00:00:00
              TRACK 02 AUDIO
                TITLE Second
                PERFORMER "A Guest"
                ISRC GBAYE0601498
                INDEX 00 03:59:70
                INDEX 01 04:01:33
            """;

    private static Map<TagName, List<String>> values(CueSheet sheet, int track) {
        Part part = sheet.parts().getFirst();
        return sheet.over(
                Map.of(
                        TagName.TITLE, List.of("Whole"),
                        TagName.ARTIST, List.of("Somebody"),
                        TagName.LYRICS, List.of("la"),
                        TagName.MUSICBRAINZ_RELEASE, List.of("id")),
                part,
                part.tracks().get(track));
    }

    @Test
    void parse_sheet_knowsTracksAndWhereTheyBegin() throws Exception {
        CueSheet sheet = CueSheet.parse(SHEET);
        assertEquals(1, sheet.parts().size());
        Part part = sheet.parts().getFirst();
        assertEquals("album.wav", part.file());
        assertEquals(
                List.of(0L, (4L * 60 + 1) * 75 + 33),
                part.tracks().stream().map(CueSheet.Track::start).toList());
    }

    @Test
    void over_track_hasItsOwnWordsBeforeTheAlbumsBeforeTheFiles() throws Exception {
        CueSheet sheet = CueSheet.parse(SHEET);
        TrackTags first = TrackTags.of(values(sheet, 0));
        assertEquals("The \"First\" one", first.title());
        assertEquals(List.of("The Sine"), first.artists());
        assertEquals("Waves", first.album());
        assertEquals(List.of("ambient", "drone"), first.genres());
        assertEquals(1999, first.year());
        assertEquals(2, first.discNumber());
        assertEquals(1, first.trackNumber());
        assertEquals(2, first.details().trackTotal());
        assertEquals(3, first.details().discTotal());
        TrackTags second = TrackTags.of(values(sheet, 1));
        assertEquals("Second", second.title());
        assertEquals(List.of("A Guest"), second.artists());
        assertEquals(List.of("The Sine"), second.albumArtists());
        assertEquals("GBAYE0601498", second.isrc());
        assertEquals(true, second.details().lyrics().isEmpty());
        assertEquals(List.of("id"), values(sheet, 1).get(TagName.MUSICBRAINZ_RELEASE));
    }

    @Test
    void over_sheetWithoutNames_takesTheFiles() throws Exception {
        CueSheet sheet = CueSheet.parse(
                "FILE a.flac WAVE\nTRACK 01 AUDIO\nINDEX 01 00:00:00\nTRACK 02 AUDIO\nINDEX 01 00:01:00");
        TrackTags second = TrackTags.of(values(sheet, 1));
        assertEquals("Track 2", second.title());
        assertEquals(List.of("Somebody"), second.artists());
    }

    @Test
    void parse_aFileEach_giveEachItsTrack() throws Exception {
        // As rippers write it: the pause before a track stands in the file before.
        CueSheet sheet = CueSheet.parse("""
                FILE "1.wav" WAVE
                TRACK 01 AUDIO
                INDEX 01 00:00:00
                TRACK 02 AUDIO
                INDEX 00 03:00:00
                FILE "2.wav" WAVE
                INDEX 01 00:00:00
                """);
        assertEquals(
                List.of("1.wav", "2.wav"),
                sheet.parts().stream().map(Part::file).toList());
        assertEquals(2, sheet.parts().getLast().tracks().getFirst().number());
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            nothing at all                                               | line 1: no track
            TRACK 01 AUDIO                                               | line 1: TRACK 01 AUDIO (expected: after FILE
            FILE a WAVE;TRACK one AUDIO                                  | line 2: TRACK one AUDIO
            FILE a WAVE;TRACK 01 AUDIO                                   | line 2: TRACK 1 has no INDEX 01
            FILE a WAVE;TRACK 01 AUDIO;INDEX 01 00:00:75                 | line 3: INDEX 01 00:00:75
            FILE a WAVE;TRACK 01 AUDIO;INDEX 01 00:60:00                 | line 3: INDEX 01 00:60:00
            FILE a WAVE;TRACK 01 AUDIO;INDEX 01 -1:00:00                 | line 3: INDEX 01 -1:00:00
            FILE a WAVE;INDEX 01 00:00:00                                | line 2: INDEX 01 00:00:00
            FILE a WAVE;TRACK 01 AUDIO;INDEX 01 00:02:00;TRACK 02 AUDIO;INDEX 01 00:02:00 | line 5: INDEX 01 (expected: once
            """)
    void parse_malformed_saysWhere(String sheet, String message) {
        String said = assertThrows(MalformedException.class, () -> CueSheet.parse(sheet.replace(';', '\n')))
                .getMessage();
        assertEquals(
                message,
                String.valueOf(said)
                        .substring(
                                0,
                                Math.min(message.length(), String.valueOf(said).length())));
    }

    @Property(tries = 500)
    void parse_anyLines_endsInTracksInOrderOrMalformed(@ForAll("lines") List<String> lines) {
        try {
            for (Part part : CueSheet.parse(String.join("\n", lines)).parts()) {
                for (int track = 1; track < part.tracks().size(); track++) {
                    assertEquals(
                            true,
                            part.tracks().get(track).start()
                                    > part.tracks().get(track - 1).start());
                }
            }
        } catch (MalformedException e) {
            assertEquals(true, String.valueOf(e.getMessage()).startsWith("line "));
        }
    }

    @Provide
    Arbitrary<List<String>> lines() {
        return Arbitraries.of(
                        "FILE \"a\" WAVE",
                        "FILE b",
                        "FILE \"",
                        "TRACK 01 AUDIO",
                        "TRACK 2 MODE1/2352",
                        "INDEX 00 00:00:10",
                        "INDEX 01 00:00:00",
                        "INDEX 01 1:2:3",
                        "INDEX 01 999:59:74",
                        "TITLE \"x",
                        "REM",
                        "REM DATE",
                        "\u0000")
                .list()
                .ofMaxSize(12);
    }

    @ParameterizedTest
    @CsvSource({"UTF-8", "UTF-16LE", "UTF-16BE"})
    void text_withAByteOrderMark_isReadWithoutIt(String charset) {
        assertEquals("TITLE \"Ä日\"", CueFile.text("\uFEFFTITLE \"Ä日\"".getBytes(Charset.forName(charset))));
    }

    @Test
    void text_inUtf8_isRead() {
        assertEquals("日本 ü", CueFile.text("日本 ü".getBytes(StandardCharsets.UTF_8)));
    }

    @Test
    void text_validInOneOtherEncodingOnly_isReadByIt() {
        // A vowel before a line's end begins a pair in neither Shift JIS nor GB 18030.
        assertEquals("TITLE Café\n", CueFile.text("TITLE Café\n".getBytes(Charset.forName("windows-1252"))));
        // 0x81 is no character of Windows-1252, and 0x30 ends no pair in Shift JIS.
        assertEquals("丂丄 \u0452", CueFile.text("丂丄 \u0452".getBytes(Charset.forName("GB18030"))));
    }

    @Test
    void text_ofUncertainEncoding_keepsAsciiAndLeavesNamesOut() throws Exception {
        byte[] bytes = ("FILE a WAVE\nTRACK 01 AUDIO\nTITLE \"für\"\nPERFORMER Me\nINDEX 01 00:00:00"
                        + "\nTRACK 02 AUDIO\nTITLE Two\nINDEX 01 00:01:00")
                .getBytes(Charset.forName("windows-1252"));
        CueSheet sheet = CueSheet.parse(CueFile.text(bytes));
        assertEquals(List.of("Track 1"), values(sheet, 0).get(TagName.TITLE));
        assertEquals(List.of("Me"), values(sheet, 0).get(TagName.ARTIST));
        assertEquals(List.of("Two"), values(sheet, 1).get(TagName.TITLE));
    }
}
