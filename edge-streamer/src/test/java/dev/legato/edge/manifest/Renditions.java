package dev.legato.edge.manifest;

import dev.legato.contracts.Gapless;
import dev.legato.contracts.SegmentIndex.Rendition;
import java.util.List;

/** Renditions at 1,000 samples a second, for tests to reckon with. */
public final class Renditions {
    private Renditions() {}

    public static Rendition of(String name, List<Integer> bytes, List<Integer> samples) {
        long total = samples.stream().mapToLong(Integer::longValue).sum();
        return new Rendition(
                name,
                name + ".m4a",
                "mp4a.40.2",
                2,
                new Gapless(24, 10, total, 1000),
                "0".repeat(64),
                700,
                80,
                bytes,
                samples);
    }
}
