package dev.legato.bench.runner;

import dev.legato.bench.protocol.LoadReport;
import dev.legato.bench.result.Noise;
import java.util.List;
import java.util.function.BiPredicate;
import java.util.function.Function;

/**
 * Decides whether what was measured may count.
 *
 * @param noise says how noisy the machine was during what was measured in one go
 * @param generatorBound says whether the generator was the bottleneck, given the use from which a server has no time left
 */
record RoundJudge(Function<List<LoadReport>, Noise> noise, BiPredicate<LoadReport, Double> generatorBound) {
    /** Judges by what the kernel has counted. */
    static final RoundJudge BY_THE_KERNEL = new RoundJudge(Noise::of, LoadReport::generatorBound);
}
