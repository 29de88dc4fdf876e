package dev.legato.media.mp4;

/** {@code moof} and the header of {@code mdat} for one segment; its samples follow as they are. */
final class Fragment {
    private static final int BASE_IS_MOOF = 0x02_0000;
    private static final int DATA_OFFSET = 0x1;
    private static final int DURATIONS = 0x100;
    private static final int SIZES = 0x200;
    private static final int MEDIA_DATA_HEADER = 8;

    private Fragment() {}

    /** @param number from 1 */
    static byte[] head(EncodedAudio audio, Segment segment, int number) {
        boolean uniform = true;
        for (int sample = segment.first(); sample < segment.end(); sample++) {
            uniform &= audio.duration(sample) == audio.usualDuration();
        }
        boolean usual = uniform;
        int samples = segment.end() - segment.first();
        Boxes out = new Boxes();
        int[] offsetAt = new int[1];
        out.box("moof", () -> out.fullBox("mfhd", 0, 0, () -> out.int32(number)).box("traf", () -> {
            out.fullBox("tfhd", 0, BASE_IS_MOOF, () -> out.int32(1))
                    .fullBox("tfdt", 1, 0, () -> out.int64(segment.decodeTime()))
                    .fullBox("trun", 0, DATA_OFFSET | SIZES | (usual ? 0 : DURATIONS), () -> {
                        offsetAt[0] = out.int32(samples).size();
                        out.int32(0);
                        for (int sample = segment.first(); sample < segment.end(); sample++) {
                            (usual ? out : out.int32(audio.duration(sample))).int32(audio.size(sample));
                        }
                    });
            if (audio.roll() != 0) {
                out.fullBox("sbgp", 0, 0, () -> out.fourCc("roll")
                        .int32(1)
                        .int32(samples)
                        .int32(1));
            }
        }));
        out.patch(offsetAt[0], out.size() + MEDIA_DATA_HEADER);
        return out.int32(MEDIA_DATA_HEADER + segment.bytes()).fourCc("mdat").toBytes();
    }
}
