package dev.legato.microbench;

import dev.legato.edge.http.RangeHeader;
import dev.legato.edge.http.Ranges;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.Warmup;

/**
 * Parses a Range field and resolves it against a file.
 *
 * <pre>
 * java -jar micro-bench/target/micro-bench-*.jar RangeHeaderBenchmark -prof gc
 * </pre>
 */
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@Warmup(iterations = 3, time = 1)
@Measurement(iterations = 5, time = 1)
@Fork(2)
public class RangeHeaderBenchmark {
    private static final long COMPLETE_LENGTH = 9_437_184;

    @Param({"bytes=1048577-1114112", "bytes=1048577-", "bytes=-500", "bytes=0-99, 200-299, 50-150", "items=0-1"})
    public String value = "";

    @Benchmark
    public Ranges resolve() {
        return RangeHeader.resolve(value, COMPLETE_LENGTH);
    }
}
