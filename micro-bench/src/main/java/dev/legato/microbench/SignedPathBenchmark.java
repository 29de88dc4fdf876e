package dev.legato.microbench;

import dev.legato.contracts.SignedPath;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Map;
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
 * Makes and verifies a signed path: one HMAC-SHA256 each.
 *
 * <pre>
 * java -jar micro-bench/target/micro-bench-*.jar SignedPathBenchmark -prof gc
 * </pre>
 */
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@Warmup(iterations = 3, time = 1)
@Measurement(iterations = 5, time = 1)
@Fork(2)
public class SignedPathBenchmark {
    private static final String KEY = "4n5p6q7r8s9t0v1w2x3y4z5a6b/aac-160.m4a";
    private static final Instant NOW = Instant.ofEpochSecond(1_800_000_000L);

    private final byte[] secret = "0123456789abcdef0123456789abcdef".getBytes(StandardCharsets.US_ASCII);
    private final Map<String, byte[]> secrets = Map.of("k1", secret);
    private final SignedPath path =
            new SignedPath("k1", NOW.plusSeconds(3600), SignedPath.ANYONE, "4n5p6q7r8s9t0v1w2x3y4z5a6b/");
    private final String token = path.token(secret);

    @Benchmark
    public SignedPath.Verdict verify() {
        return SignedPath.verify(token, KEY, secrets, NOW);
    }

    @Benchmark
    public String sign() {
        return path.token(secret);
    }
}
