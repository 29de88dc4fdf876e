package dev.legato.media.tags;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.legato.media.audio.AudioProbe;
import dev.legato.media.audio.Ffmpeg;
import dev.legato.media.tags.TagDetails.MusicBrainz;
import dev.legato.media.tags.TagDetails.ReplayGain;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.jaudiotagger.audio.AudioFile;
import org.jaudiotagger.audio.AudioFileIO;
import org.jaudiotagger.tag.FieldKey;
import org.jaudiotagger.tag.Tag;
import org.jaudiotagger.tag.id3.ID3v22Tag;
import org.jaudiotagger.tag.id3.ID3v23Tag;
import org.jaudiotagger.tag.id3.ID3v24Frame;
import org.jaudiotagger.tag.id3.ID3v24Tag;
import org.jaudiotagger.tag.id3.framebody.FrameBodySYLT;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@Timeout(60)
class TagReaderIT {
    private static final String RECORDING = "4d56ad8c-0a39-4a5c-9b0f-6c0f1a2b3c4d";

    @TempDir
    Path folder;

    private final Ffmpeg ffmpeg;

    TagReaderIT() throws IOException {
        ffmpeg = Ffmpeg.load();
    }

    private Path tone(String name, String... metadata) throws Exception {
        Path file = folder.resolve(name);
        List<String> arguments = new ArrayList<>(List.of("-f", "lavfi", "-i", "sine=d=0.3", "-ac", "2"));
        if (name.endsWith(".ogg")) {
            arguments.addAll(List.of("-c:a", "vorbis", "-strict", "-2"));
        }
        for (String field : metadata) {
            arguments.addAll(List.of("-metadata", field));
        }
        arguments.addAll(List.of("-write_id3v2", name.equals("bare.mp3") ? "0" : "1"));
        if (!name.endsWith(".mp3")) {
            arguments.subList(arguments.size() - 2, arguments.size()).clear();
        }
        arguments.add("file:" + file);
        byte[] _ = ffmpeg.run(Duration.ofSeconds(20), arguments);
        return file;
    }

    private TrackTags read(Path file) throws Exception {
        return new TagReader().read(file, new AudioProbe(ffmpeg).read(file));
    }

    @ParameterizedTest
    @ValueSource(strings = {"v22.mp3", "v23.mp3", "v24.mp3", "a.flac", "a.ogg", "a.m4a"})
    void read_eachFormat_findsAllFields(String name) throws Exception {
        Path path = tone(name);
        AudioFile file = AudioFileIO.read(path.toFile());
        Tag tag =
                switch (name) {
                    case "v22.mp3" -> new ID3v22Tag();
                    case "v23.mp3" -> new ID3v23Tag();
                    case "v24.mp3" -> new ID3v24Tag();
                    default -> file.getTagOrCreateAndSetDefault();
                };
        tag.setField(FieldKey.TITLE, "日本の歌 أغنية");
        tag.setField(FieldKey.ARTIST, "AC/DC");
        tag.addField(FieldKey.ARTIST, "歌手");
        tag.setField(FieldKey.ALBUM, "Waves");
        tag.setField(FieldKey.TRACK, "3");
        tag.setField(FieldKey.TRACK_TOTAL, "12");
        tag.setField(FieldKey.DISC_NO, "1");
        tag.setField(FieldKey.DISC_TOTAL, "2");
        tag.setField(FieldKey.GENRE, "Jazz");
        tag.addField(FieldKey.GENRE, "Dub");
        tag.setField(FieldKey.ARTIST_SORT, "Dc, Ac");
        tag.setField(FieldKey.IS_COMPILATION, "1");
        tag.setField(FieldKey.ISRC, "GBAYE0601498");
        tag.setField(FieldKey.MUSICBRAINZ_TRACK_ID, RECORDING);
        tag.setField(FieldKey.LYRICS, "[00:01.00]la\n[00:02.00]li");
        file.setTag(tag);
        file.commit();

        TrackTags tags = read(path);
        assertEquals("日本の歌 أغنية", tags.title());
        assertEquals(List.of("AC/DC", "歌手"), tags.artists());
        // jaudiotagger writes but one into MP4.
        assertEquals(name.endsWith(".m4a") ? List.of("jazz") : List.of("jazz", "dub"), tags.genres());
        assertEquals(3, tags.trackNumber());
        assertEquals(1, tags.discNumber());
        assertTrue(tags.compilation());
        assertEquals("GBAYE0601498", tags.isrc());
        TagDetails details = tags.details();
        assertEquals(12, details.trackTotal());
        assertEquals(2, details.discTotal());
        assertEquals(List.of("Dc, Ac"), details.artistSorts());
        assertEquals(new MusicBrainz(RECORDING, null, List.of(), List.of()), details.musicBrainz());
        assertTrue(details.lyrics().orElseThrow().synchronised());
    }

    @ParameterizedTest
    @ValueSource(strings = {"gain.mp3", "gain.flac", "gain.opus"})
    void read_replayGain_isANumber(String name) throws Exception {
        Path file = tone(name, "REPLAYGAIN_TRACK_GAIN=-6.50 dB", "REPLAYGAIN_TRACK_PEAK=0.988");
        assertEquals(
                new ReplayGain(-6.5, 0.988, null, null), read(file).details().replayGain());
    }

    @Test
    void read_apeTagOfAnMp3_isFound() throws Exception {
        Path file = tone("bare.mp3");
        byte[] items = "%s%s"
                .formatted(item("Title", "Ton 日本"), item("Artist", "A\0B"))
                .getBytes(StandardCharsets.ISO_8859_1);
        ByteBuffer tag = ByteBuffer.allocate(items.length + 32).order(ByteOrder.LITTLE_ENDIAN);
        tag.put(items).put("APETAGEX".getBytes(StandardCharsets.US_ASCII));
        tag.putInt(2000).putInt(items.length + 32).putInt(2).putInt(0).putLong(0);
        Files.write(file, tag.array(), StandardOpenOption.APPEND);
        TrackTags tags = read(file);
        assertEquals("Ton 日本", tags.title());
        assertEquals(List.of("A", "B"), tags.artists());
    }

    /** An item, each byte a character. */
    private static String item(String key, String value) {
        byte[] bytes = value.getBytes(StandardCharsets.UTF_8);
        byte[] head = ByteBuffer.allocate(8)
                .order(ByteOrder.LITTLE_ENDIAN)
                .putInt(bytes.length)
                .putInt(0)
                .array();
        return new String(head, StandardCharsets.ISO_8859_1)
                + key
                + "\0"
                + new String(bytes, StandardCharsets.ISO_8859_1);
    }

    @Test
    void beside_lrcFile_isRead() throws Exception {
        Files.writeString(folder.resolve("song.lrc"), "\uFEFF[00:01.00]la");
        assertTrue(LyricsFile.beside(folder.resolve("song.flac")).orElseThrow().synchronised());
        assertTrue(LyricsFile.beside(folder.resolve("other.flac")).isEmpty());
        Files.write(folder.resolve("latin.lrc"), new byte[] {(byte) 0xe4, 'x'});
        assertTrue(LyricsFile.beside(folder.resolve("latin.flac")).isEmpty());
    }

    @Test
    void read_synchronisedFrame_isPreferredAndNamesItsLanguage() throws Exception {
        Path path = tone("sylt.mp3");
        AudioFile file = AudioFileIO.read(path.toFile());
        ID3v24Tag tag = new ID3v24Tag();
        tag.setField(FieldKey.LYRICS, "plain");
        ByteBuffer data = ByteBuffer.allocate(64);
        for (String piece : List.of("Grü", "ße", "\nzwei")) {
            data.put(piece.getBytes(StandardCharsets.UTF_8)).put((byte) 0).putInt(1000 + 500 * data.position());
        }
        byte[] lyrics = Arrays.copyOf(data.array(), data.position());
        ID3v24Frame frame = new ID3v24Frame("SYLT");
        frame.setBody(new FrameBodySYLT(3, "deu", 2, 1, "", lyrics));
        tag.setFrame(frame);
        file.setTag(tag);
        file.commit();
        Lyrics read = read(path).details().lyrics().orElseThrow();
        assertEquals("deu", read.language());
        assertEquals(
                List.of("Grüße", "zwei"),
                read.lines().stream().map(Lyrics.Line::text).toList());
        assertEquals(3500, read.lines().getFirst().atMs());
        assertTrue(read.synchronised());
    }
}
