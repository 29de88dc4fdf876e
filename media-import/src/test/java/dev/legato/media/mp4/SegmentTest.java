package dev.legato.media.mp4;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.IOException;
import java.util.Arrays;
import java.util.List;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import org.junit.jupiter.api.Test;

class SegmentTest {
    @Test
    void cut_tenSeconds_isThreeSegmentsAtTheFirstSampleBehindEachFourth() throws IOException {
        List<Segment> segments = Segment.cut(audio(1000, 300, 0, 10_000));
        assertEquals(List.of(4200, 3900, 1900), durations(segments));
        assertEquals(4200, segments.get(1).decodeTime());
    }

    @Test
    void cut_delay_countsFromTheMusic() throws IOException {
        List<Segment> segments = Segment.cut(audio(1000, 300, 50, 10_000));
        assertEquals(List.of(4150, 3900, 1950), durations(segments));
    }

    @Test
    void cut_tenHoursOfManySamples_countsThemAll() throws IOException {
        long total = 36_000L * 192_000;
        List<Segment> segments = Segment.cut(audio(192_000, 4608, 0, total));
        assertEquals(9000, segments.size());
        assertEquals(total, segments.getLast().decodeTime() + segments.getLast().duration());
        assertEquals(
                total,
                durations(segments).stream().mapToLong(samples -> samples).sum());
    }

    @Test
    void cut_restOfLessThanASecond_staysWithTheOneBefore() throws IOException {
        assertEquals(List.of(4900), durations(Segment.cut(audio(1000, 100, 0, 4_900))));
        assertEquals(List.of(4000, 1000), durations(Segment.cut(audio(1000, 100, 0, 5_000))));
    }

    @Property(tries = 200)
    void cut_anyTwoFrameLengths_cutAtTheSameTimes(
            @ForAll @IntRange(min = 1, max = 4096) int one,
            @ForAll @IntRange(min = 1, max = 4096) int other,
            @ForAll @IntRange(min = 44_100, max = 44_100 * 30) int total)
            throws IOException {
        List<Segment> first = Segment.cut(audio(44_100, one, 1024, total));
        List<Segment> second = Segment.cut(audio(44_100, other, 312, total));
        assertEquals(first.size(), second.size());
        long firstTime = 0;
        long secondTime = 0;
        for (int segment = 0; segment < first.size(); segment++) {
            firstTime += first.get(segment).duration();
            secondTime += second.get(segment).duration();
            assertEquals(firstTime, secondTime, Math.max(one, other));
        }
        assertEquals(total, firstTime);
        assertEquals(total, secondTime);
    }

    private static List<Integer> durations(List<Segment> segments) {
        return segments.stream().map(Segment::duration).toList();
    }

    private static EncodedAudio audio(int rate, int frame, int delay, long total) {
        int count = (int) Math.ceilDiv(delay + total, frame);
        int[] sizes = new int[count];
        int[] durations = new int[count];
        Arrays.fill(sizes, 100);
        Arrays.fill(durations, frame);
        durations[count - 1] = (int) (delay + total - (long) frame * (count - 1));
        return new EncodedAudio(rate, new byte[32], 0, delay, sizes, durations, 0);
    }
}
