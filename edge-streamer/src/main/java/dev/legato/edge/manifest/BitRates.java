package dev.legato.edge.manifest;

import dev.legato.contracts.SegmentIndex.Rendition;
import java.util.List;

/**
 * The bit rates of a rendition (RFC 8216bis §4.4.6.2).
 *
 * @param target the target duration in seconds: the longest segment's, rounded
 * @param peak bits per second over the costliest run of segments that lasts half to one and a half target durations
 * @param average bits per second over all segments
 */
record BitRates(int target, long peak, long average) {
    static BitRates of(Rendition rendition) {
        List<Integer> bytes = rendition.segmentBytes();
        List<Integer> samples = rendition.segmentSamples();
        int rate = rendition.gapless().sampleRate();
        int target = 1;
        long allBytes = 0;
        long allSamples = 0;
        for (int segment = 0; segment < bytes.size(); segment++) {
            target = Math.max(target, Math.round((float) samples.get(segment) / rate));
            allBytes += bytes.get(segment);
            allSamples += samples.get(segment);
        }
        long average = bitsPerSecond(allBytes, allSamples, rate);
        long peak = 0;
        for (int first = 0; first < bytes.size(); first++) {
            long runBytes = 0;
            long runSamples = 0;
            for (int last = first; last < bytes.size() && 2 * runSamples <= 3L * target * rate; last++) {
                runBytes += bytes.get(last);
                runSamples += samples.get(last);
                if (2 * runSamples >= (long) target * rate && 2 * runSamples <= 3L * target * rate) {
                    peak = Math.max(peak, bitsPerSecond(runBytes, runSamples, rate));
                }
            }
        }
        // A very short track has no run of that length.
        return new BitRates(target, Math.max(peak, average), average);
    }

    private static long bitsPerSecond(long bytes, long samples, int rate) {
        return Math.ceilDiv(bytes * Byte.SIZE * rate, samples);
    }
}
