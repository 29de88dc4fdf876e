package dev.legato.media.mp4;

import dev.legato.contracts.Gapless;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.List;

/**
 * Turns ffmpeg's plain MP4 into one fragmented file that HLS, DASH, plain ranges and downloads all read:
 *
 * <pre>
 * ftyp moov           what a decoder needs
 * sidx                where each segment lies
 * moof mdat           a segment of about 4 s
 * moof mdat …
 * </pre>
 *
 * <p>The coded samples are copied, not touched. ffmpeg's own fragmenting counts each fragment from the one before, so
 * that renditions with other frame lengths drift apart, and rounds its edit list to milliseconds.
 */
public final class Packaging {
    private static final int STARTS_WITH_SAP_OF_TYPE_1 = 0x9000_0000;

    private Packaging() {}

    /**
     * What was written.
     *
     * @param initBytes of {@code ftyp} and {@code moov}
     * @param indexBytes of {@code sidx}
     * @param segmentBytes of each segment
     * @param segmentSamples each segment's duration in samples
     * @param gapless where the music lies
     */
    public record Packaged(
            int initBytes, int indexBytes, List<Integer> segmentBytes, List<Integer> segmentSamples, Gapless gapless) {
        public Packaged {
            segmentBytes = List.copyOf(segmentBytes);
            segmentSamples = List.copyOf(segmentSamples);
        }
    }

    /**
     * Repackages a file.
     *
     * @param plain as ffmpeg writes it, with one audio track
     * @param output written anew
     * @throws IOException if {@code plain} is not of that form
     */
    public static Packaged repackage(Path plain, Path output) throws IOException {
        EncodedAudio audio;
        try {
            audio = PlainMp4.read(plain);
        } catch (IndexOutOfBoundsException e) {
            throw new IOException("a table ends early", e);
        }
        List<Segment> segments = Segment.cut(audio);
        List<byte[]> heads = new ArrayList<>();
        List<Integer> bytes = new ArrayList<>();
        for (Segment segment : segments) {
            byte[] head = Fragment.head(audio, segment, heads.size() + 1);
            heads.add(head);
            bytes.add(Math.addExact(head.length, segment.bytes()));
        }
        byte[] header = MovieHeader.of(audio);
        byte[] index = index(audio, segments, bytes);
        try (FileChannel in = FileChannel.open(plain, StandardOpenOption.READ);
                FileChannel out = FileChannel.open(
                        output,
                        StandardOpenOption.WRITE,
                        StandardOpenOption.CREATE,
                        StandardOpenOption.TRUNCATE_EXISTING)) {
            write(out, header);
            write(out, index);
            long at = audio.offset();
            for (int segment = 0; segment < segments.size(); segment++) {
                write(out, heads.get(segment));
                int length = segments.get(segment).bytes();
                copy(in, at, length, out);
                at += length;
            }
        }
        return new Packaged(
                header.length,
                index.length,
                bytes,
                segments.stream().map(Segment::duration).toList(),
                gapless(audio));
    }

    /**
     * Where the music lies. AAC and Opus code whole frames, so what the last one's duration lacks is padding; FLAC's
     * last block is short.
     */
    static Gapless gapless(EncodedAudio audio) {
        long padding =
                audio.delay() == 0 ? 0 : (long) audio.count() * audio.usualDuration() - audio.delay() - audio.total();
        return new Gapless(audio.delay(), padding, audio.total(), audio.timescale());
    }

    private static byte[] index(EncodedAudio audio, List<Segment> segments, List<Integer> bytes) {
        Boxes out = new Boxes();
        return out.fullBox("sidx", 1, 0, () -> {
                    out.int32(1)
                            .int32(audio.timescale())
                            .int64(0)
                            .int64(0)
                            .int16(0)
                            .int16(segments.size());
                    for (int segment = 0; segment < segments.size(); segment++) {
                        out.int32(bytes.get(segment))
                                .int32(segments.get(segment).duration())
                                .int32(STARTS_WITH_SAP_OF_TYPE_1);
                    }
                })
                .toBytes();
    }

    private static void write(FileChannel out, byte[] bytes) throws IOException {
        ByteBuffer buffer = ByteBuffer.wrap(bytes);
        while (buffer.hasRemaining()) {
            int _ = out.write(buffer);
        }
    }

    private static void copy(FileChannel in, long from, long length, FileChannel out) throws IOException {
        for (long done = 0; done < length; ) {
            long count = in.transferTo(from + done, length - done, out);
            if (count <= 0) {
                throw new IOException("ends %d bytes early".formatted(length - done));
            }
            done += count;
        }
    }
}
