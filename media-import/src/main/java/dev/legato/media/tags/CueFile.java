package dev.legato.media.tags;

import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/**
 * The text of a cue sheet's file: UTF-8, or UTF-16 with a byte order mark; Windows-1252, Shift JIS or GB 18030 if it is
 * valid in only one of these. Else the encoding is a guess, and characters outside ASCII are left unknown.
 */
public final class CueFile {
    private static final int MAX_BYTES = 256 << 10;
    private static final List<Charset> OTHERS =
            List.of(Charset.forName("windows-1252"), Charset.forName("windows-31j"), Charset.forName("GB18030"));

    private CueFile() {}

    /** @throws IOException if it cannot be read, or is longer than 256 KiB */
    public static String read(Path file) throws IOException {
        try (InputStream in = Files.newInputStream(file)) {
            byte[] bytes = in.readNBytes(MAX_BYTES + 1);
            if (bytes.length > MAX_BYTES) {
                throw new IOException("longer than 256 KiB");
            }
            return text(bytes);
        }
    }

    static String text(byte[] bytes) {
        if (startsWith(bytes, 0xff, 0xfe) || startsWith(bytes, 0xfe, 0xff)) {
            return new String(bytes, StandardCharsets.UTF_16);
        }
        Optional<String> utf8 = decoded(bytes, StandardCharsets.UTF_8);
        if (utf8.isPresent()) {
            return utf8.get().startsWith("\uFEFF") ? utf8.get().substring(1) : utf8.get();
        }
        List<String> others = OTHERS.stream()
                .flatMap(charset -> decoded(bytes, charset).stream())
                .toList();
        return others.size() == 1
                ? others.getFirst()
                : new String(bytes, StandardCharsets.US_ASCII).replaceAll("[^\\p{ASCII}]", "" + CueSheet.UNKNOWN);
    }

    private static Optional<String> decoded(byte[] bytes, Charset charset) {
        try {
            return Optional.of(
                    charset.newDecoder().decode(ByteBuffer.wrap(bytes)).toString());
        } catch (CharacterCodingException e) {
            return Optional.empty();
        }
    }

    private static boolean startsWith(byte[] bytes, int first, int second) {
        return bytes.length > 1 && (bytes[0] & 0xff) == first && (bytes[1] & 0xff) == second;
    }
}
