package dev.legato.media.tags;

import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;

/** The file of lyrics beside a file of music: {@code song.lrc} beside {@code song.flac}, in UTF-8. */
public final class LyricsFile {
    private static final int MAX_BYTES = 4 * Lyrics.MAX_CHARACTERS;

    private LyricsFile() {}

    /** Where it would be. */
    public static Path of(Path music) {
        String name = String.valueOf(music.getFileName());
        return music.resolveSibling(name.substring(0, Math.max(0, name.lastIndexOf('.'))) + ".lrc");
    }

    /** Its lyrics; empty if there is no such file, or it is not in UTF-8, or too long. */
    public static Optional<Lyrics> beside(Path music) throws IOException {
        Path file = of(music);
        if (!Files.isRegularFile(file) || Files.size(file) > MAX_BYTES) {
            return Optional.empty();
        }
        try (InputStream in = Files.newInputStream(file)) {
            byte[] bytes = in.readNBytes(MAX_BYTES);
            String text = StandardCharsets.UTF_8
                    .newDecoder()
                    .decode(ByteBuffer.wrap(bytes))
                    .toString();
            return Lyrics.parse(text.startsWith("\uFEFF") ? text.substring(1) : text);
        } catch (CharacterCodingException e) {
            return Optional.empty();
        }
    }
}
