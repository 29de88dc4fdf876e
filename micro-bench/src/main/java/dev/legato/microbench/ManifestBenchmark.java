package dev.legato.microbench;

import dev.legato.contracts.Gapless;
import dev.legato.contracts.SegmentIndex;
import dev.legato.contracts.SegmentIndex.Rendition;
import dev.legato.edge.manifest.DashManifest;
import dev.legato.edge.manifest.HlsPlaylists;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.Warmup;

/**
 * Renders the manifests of a track of four minutes in five renditions.
 *
 * <pre>
 * java -jar micro-bench/target/micro-bench-*.jar ManifestBenchmark -prof gc
 * </pre>
 */
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.MICROSECONDS)
@Warmup(iterations = 3, time = 1)
@Measurement(iterations = 5, time = 1)
@Fork(2)
public class ManifestBenchmark {
    private static final int SEGMENTS = 60;
    private static final int SAMPLE_RATE = 48_000;
    private static final int SEGMENT_SAMPLES = 4 * SAMPLE_RATE;
    private static final Gapless GAPLESS = new Gapless(1024, 0, (long) SEGMENTS * SEGMENT_SAMPLES, SAMPLE_RATE);

    private final SegmentIndex index = new SegmentIndex(List.of(
            rendition("aac-160", "mp4a.40.2", 80_000),
            rendition("aac-96", "mp4a.40.2", 48_000),
            rendition("aac-320", "mp4a.40.2", 160_000),
            rendition("opus-96", "Opus", 48_000),
            rendition("flac", "fLaC", 400_000)));

    @Benchmark
    public String masterPlaylist() {
        return HlsPlaylists.master(index.renditions());
    }

    @Benchmark
    public String mediaPlaylist() {
        return HlsPlaylists.media(index.renditions().getFirst());
    }

    @Benchmark
    public String dashManifest() {
        return DashManifest.render(index);
    }

    private static Rendition rendition(String name, String codecs, int segmentBytes) {
        return new Rendition(
                name,
                name + ".m4a",
                codecs,
                2,
                GAPLESS,
                "0".repeat(64),
                743,
                756,
                Collections.nCopies(SEGMENTS, segmentBytes),
                Collections.nCopies(SEGMENTS, SEGMENT_SAMPLES));
    }
}
