package dev.legato.media.mp4;

import java.nio.charset.StandardCharsets;

/**
 * {@code ftyp} and {@code moov} of a fragmented file with one audio track (ISO/IEC 14496-12, CMAF ISO/IEC 23000-19 §7).
 *
 * <p>The movie's timescale is the sample rate, so that the edit list says to the sample where the music begins and how
 * long it is; {@code iTunSMPB} says the same of AAC to those who don't read edit lists.
 */
final class MovieHeader {
    private static final int TRACK = 1;
    private static final int SELF_CONTAINED = 1;
    private static final int ENABLED_IN_MOVIE_AND_PREVIEW = 7;
    private static final int UNDETERMINED_LANGUAGE = 0x55c4;
    private static final int FULL_VOLUME = 0x0100;
    private static final int ONE = 0x0001_0000;
    private static final int DEPENDS_ON_NO_OTHER = 0x0200_0000;

    private final Boxes out = new Boxes();
    private final EncodedAudio audio;

    private MovieHeader(EncodedAudio audio) {
        this.audio = audio;
    }

    static byte[] of(EncodedAudio audio) {
        MovieHeader header = new MovieHeader(audio);
        header.out
                .box("ftyp", () -> header.out
                        .fourCc("iso6")
                        .int32(0)
                        .fourCc("iso6")
                        .fourCc("cmfc")
                        .fourCc("dash")
                        .fourCc("mp41"))
                .box("moov", header::movie);
        return header.out.toBytes();
    }

    private void movie() {
        out.fullBox("mvhd", 0, 0, () -> matrix(out.zeros(8)
                        .int32(audio.timescale())
                        .int32(0)
                        .int32(ONE)
                        .int16(FULL_VOLUME)
                        .zeros(10))
                .zeros(24)
                .int32(TRACK + 1));
        out.box("trak", this::track);
        out.box("mvex", () -> out.fullBox("mehd", 1, 0, () -> out.int64(audio.total()))
                .fullBox("trex", 0, 0, () -> out.int32(TRACK)
                        .int32(1)
                        .int32(audio.usualDuration())
                        .int32(0)
                        .int32(DEPENDS_ON_NO_OTHER)));
        if (audio.isMpeg4()) {
            out.box("udta", () -> out.fullBox("meta", 0, 0, this::gaplessTag));
        }
    }

    private void track() {
        out.fullBox("tkhd", 0, ENABLED_IN_MOVIE_AND_PREVIEW, () -> matrix(out.zeros(8)
                        .int32(TRACK)
                        .zeros(8 + 8 + 4)
                        .int16(FULL_VOLUME)
                        .int16(0))
                .zeros(8));
        out.box(
                "edts",
                () -> out.fullBox("elst", 1, 0, () -> out.int32(1)
                        .int64(audio.total())
                        .int64(audio.delay())
                        .int32(ONE)));
        out.box("mdia", () -> out.fullBox("mdhd", 0, 0, () -> out.zeros(8)
                        .int32(audio.timescale())
                        .int32(0)
                        .int16(UNDETERMINED_LANGUAGE)
                        .int16(0))
                .fullBox("hdlr", 0, 0, () -> out.int32(0)
                        .fourCc("soun")
                        .zeros(12)
                        .fourCc("Sound")
                        .int8(0))
                .box("minf", () -> out.fullBox("smhd", 0, 0, () -> out.int32(0))
                        .box(
                                "dinf",
                                () -> out.fullBox(
                                        "dref", 0, 0, () -> out.int32(1).fullBox("url ", 0, SELF_CONTAINED, () -> {})))
                        .box("stbl", this::sampleTable)));
    }

    private void sampleTable() {
        out.put(audio.sampleDescription())
                .fullBox("stts", 0, 0, () -> out.int32(0))
                .fullBox("stsc", 0, 0, () -> out.int32(0))
                .fullBox("stsz", 0, 0, () -> out.int32(0).int32(0))
                .fullBox("stco", 0, 0, () -> out.int32(0));
        if (audio.roll() != 0) {
            out.fullBox("sgpd", 1, 0, () -> out.fourCc("roll")
                    .int32(Short.BYTES)
                    .int32(1)
                    .int16(audio.roll()));
        }
    }

    private void gaplessTag() {
        String text = " 00000000 %08X %08X %016X"
                        .formatted(audio.delay(), Packaging.gapless(audio).paddingSamples(), audio.total())
                + " 00000000".repeat(8);
        out.fullBox("hdlr", 0, 0, () -> out.int32(0)
                        .fourCc("mdir")
                        .fourCc("appl")
                        .zeros(9))
                .box(
                        "ilst",
                        () -> out.box("----", () -> out.fullBox("mean", 0, 0, () -> ascii("com.apple.iTunes"))
                                .fullBox("name", 0, 0, () -> ascii("iTunSMPB"))
                                .fullBox("data", 0, 1, () -> {
                                    out.int32(0);
                                    ascii(text);
                                })));
    }

    private void ascii(String text) {
        out.put(text.getBytes(StandardCharsets.US_ASCII));
    }

    private static Boxes matrix(Boxes out) {
        return out.int32(ONE).zeros(12).int32(ONE).zeros(12).int32(0x4000_0000);
    }
}
