package dev.legato.contracts;

import java.util.List;

/**
 * Where the segments of a track's renditions lie in their files: what media-import stores as {@code
 * {trackId}/segments.json} and the edge renders manifests from.
 *
 * <p>Each file is a fragmented MP4: {@code initBytes} of {@code ftyp} and {@code moov}, {@code indexBytes} of {@code
 * sidx}, and the segments one behind the other. A file the index names is there and whole.
 *
 * @param renditions in the order of the ladder, what a player may begin with first
 */
public record SegmentIndex(List<Rendition> renditions) {
    /** The object's name in a track's folder. */
    public static final String FILE = "segments.json";

    /**
     * One rendition's file.
     *
     * @param name such as {@code aac-160}
     * @param file its name in the track's folder, such as {@code aac-160.m4a}
     * @param codecs as RFC 6381 has them, such as {@code mp4a.40.2}
     * @param gapless where the music lies in it; its sample rate is the unit of {@code segmentSamples}
     * @param sha256 of the file, lower-case hex
     * @param initBytes of {@code ftyp} and {@code moov}
     * @param indexBytes of {@code sidx}
     * @param segmentBytes of each segment
     * @param segmentSamples each segment's duration, without what encoders add; as many as there are segmentBytes
     */
    public record Rendition(
            String name,
            String file,
            String codecs,
            int channels,
            Gapless gapless,
            String sha256,
            int initBytes,
            int indexBytes,
            List<Integer> segmentBytes,
            List<Integer> segmentSamples) {
        public Rendition {
            segmentBytes = List.copyOf(segmentBytes);
            segmentSamples = List.copyOf(segmentSamples);
        }

        /** The file's length. */
        public long bytes() {
            long sum = initBytes + (long) indexBytes;
            for (int segment : segmentBytes) {
                sum += segment;
            }
            return sum;
        }
    }

    public SegmentIndex {
        renditions = List.copyOf(renditions);
    }
}
