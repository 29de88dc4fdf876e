package dev.legato.microbench;

import dev.legato.edge.file.ObjectKey;
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
 * Turns a request path into an object key: plain, percent-encoded, and one that tries to leave the root.
 *
 * <pre>
 * java -jar micro-bench/target/micro-bench-*.jar ObjectKeyBenchmark -prof gc
 * </pre>
 */
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@Warmup(iterations = 3, time = 1)
@Measurement(iterations = 5, time = 1)
@Fork(2)
public class ObjectKeyBenchmark {
    @Param({"4n5p6q7r8s9t0v1w2x3y4z5a6b/aac-160.m4a", "J.%20S.%20Bach/Pr%C3%A9lude.flac", "a/..%2f..%2fetc/passwd"})
    public String path = "";

    @Benchmark
    public ObjectKey.Parsed parse() {
        return ObjectKey.parse(path);
    }
}
