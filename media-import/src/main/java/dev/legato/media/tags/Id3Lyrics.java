package dev.legato.media.tags;

import java.nio.ByteBuffer;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.jaudiotagger.tag.TagField;
import org.jaudiotagger.tag.id3.AbstractID3v2Frame;
import org.jaudiotagger.tag.id3.AbstractID3v2Tag;
import org.jaudiotagger.tag.id3.AbstractTagFrameBody;
import org.jaudiotagger.tag.id3.framebody.FrameBodySYLT;
import org.jaudiotagger.tag.id3.framebody.FrameBodyUSLT;

/**
 * Lyrics of ID3 frames in the LRC format: synchronised ones (SYLT, ID3v2.4.0-frames §4.9) first, then the others (USLT),
 * each with its language in a header.
 */
final class Id3Lyrics {
    private static final int MILLISECONDS = 2;
    private static final int TRANSCRIPTION = 2;
    private static final int MAX_PIECES = 20_000;

    private Id3Lyrics() {}

    static List<String> of(AbstractID3v2Tag tag) {
        List<String> texts = new ArrayList<>();
        for (String id : List.of("SYLT", "SLT", "USLT", "ULT")) {
            for (TagField field : tag.getFields(id)) {
                AbstractTagFrameBody body = field instanceof AbstractID3v2Frame frame ? frame.getBody() : null;
                if (body instanceof FrameBodySYLT synchronised && isWords(synchronised)) {
                    texts.add(header(synchronised.getLanguage())
                            + lrc(synchronised.getLyrics(), charset(synchronised.getTextEncoding())));
                } else if (body instanceof FrameBodyUSLT plain) {
                    texts.add(header(plain.getLanguage()) + plain.getFirstTextValue());
                }
            }
        }
        return texts;
    }

    /** Not chords or trivia, and timed in milliseconds, not in frames of MPEG. */
    private static boolean isWords(FrameBodySYLT body) {
        return body.getTimeStampFormat() == MILLISECONDS && body.getContentType() <= TRANSCRIPTION;
    }

    private static String header(String language) {
        String code = language.toLowerCase(Locale.ROOT);
        return code.matches("[a-z]{3}") && !code.equals("xxx") && !code.equals("und") ? "[la:" + code + "]\n" : "";
    }

    /** Pieces of text, each ended by zero, and the time it begins at; one that begins with a line feed begins a line. */
    static String lrc(byte[] data, Charset charset) {
        ByteBuffer rest = ByteBuffer.wrap(data);
        int width = charset.equals(StandardCharsets.ISO_8859_1) || charset.equals(StandardCharsets.UTF_8) ? 1 : 2;
        List<String> pieces = new ArrayList<>();
        List<Long> times = new ArrayList<>();
        while (rest.hasRemaining() && pieces.size() < MAX_PIECES) {
            String piece = piece(rest, width, charset);
            if (rest.remaining() < Integer.BYTES) {
                break;
            }
            pieces.add(piece);
            times.add(Integer.toUnsignedLong(rest.getInt()));
        }
        boolean syllables = pieces.stream().skip(1).anyMatch(piece -> piece.startsWith("\n"));
        StringBuilder lrc = new StringBuilder();
        for (int index = 0; index < pieces.size(); index++) {
            if (index == 0 || !syllables || pieces.get(index).startsWith("\n")) {
                long ms = times.get(index);
                lrc.append("\n[%02d:%02d.%03d]".formatted(ms / 60_000, ms / 1000 % 60, ms % 1000));
            }
            lrc.append(pieces.get(index).replace('\n', ' '));
        }
        return lrc.toString().strip();
    }

    private static String piece(ByteBuffer rest, int width, Charset charset) {
        int from = rest.position();
        int to = from;
        while (to + width <= rest.limit() && !(rest.get(to) == 0 && rest.get(to + width - 1) == 0)) {
            to += width;
        }
        byte[] text = new byte[to - from];
        rest.get(text).position(Math.min(rest.limit(), to + width));
        return new String(text, charset).replace("\uFEFF", "").replace("\r", "");
    }

    private static Charset charset(int encoding) {
        return switch (encoding) {
            case 1 -> StandardCharsets.UTF_16;
            case 2 -> StandardCharsets.UTF_16BE;
            case 3 -> StandardCharsets.UTF_8;
            default -> StandardCharsets.ISO_8859_1;
        };
    }
}
