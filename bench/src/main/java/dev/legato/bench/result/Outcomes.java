package dev.legato.bench.result;

import dev.legato.bench.result.Result.Ceiling;
import dev.legato.bench.result.Result.Comparison;
import dev.legato.bench.result.Result.Outcome;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** From rounds to medians, and from medians to comparisons. */
public final class Outcomes {
    /** Families that are no peers. */
    private static final Set<String> OWN = Set.of("legato", "limit");

    private Outcomes() {}

    /** @param more figures that are not of any one round */
    public static Outcome summarize(
            String server,
            String family,
            List<Round> rounds,
            Map<String, Double> syscalls,
            Map<String, String> histograms,
            Map<String, Double> more) {
        List<Round> counting = rounds.stream().filter(Round::counts).toList();
        Map<String, Spread> latency = new LinkedHashMap<>();
        Map<String, Double> figures = new TreeMap<>(more);
        if (!counting.isEmpty()) {
            Round.PERCENTILES
                    .keySet()
                    .forEach(name -> latency.put(
                            name,
                            Spread.of(counting.stream()
                                    .map(r -> r.latency().get(name))
                                    .toList())));
            counting.getFirst()
                    .figures()
                    .keySet()
                    .forEach(name -> figures.put(
                            name,
                            Spread.of(counting.stream()
                                            .map(r -> r.figures().getOrDefault(name, 0.0))
                                            .toList())
                                    .median()));
        }
        return new Outcome(
                server,
                family,
                rounds,
                spread(counting, Round::requestsPerSecond),
                spread(counting, Round::megabytesPerSecond),
                spread(counting, Round::cpuMicrosPerRequest),
                spread(counting, Round::cpuMicrosPerMegabyte),
                latency,
                syscalls,
                histograms,
                figures);
    }

    /** Compares the first family with the best setting of each other one. */
    public static List<Comparison> compare(List<Outcome> outcomes, boolean closedLoop) {
        List<Comparison> comparisons = new ArrayList<>();
        if (outcomes.isEmpty()) {
            return comparisons;
        }
        String ours = outcomes.getFirst().family();
        Optional<Outcome> we = best(outcomes, ours);
        List<String> families =
                outcomes.stream().map(Outcome::family).distinct().skip(1).toList();
        for (String family : families) {
            Optional<Outcome> they = best(outcomes, family);
            if (we.isPresent() && they.isPresent()) {
                compare(we.get(), they.get(), closedLoop).ifPresent(comparisons::add);
            }
        }
        return comparisons;
    }

    /** The setting with the least CPU a request; where that is unknown, with the highest rate. */
    static Optional<Outcome> best(List<Outcome> outcomes, String family) {
        return outcomes.stream()
                .filter(outcome -> outcome.family().equals(family) && outcome.requestsPerSecond() != null)
                .min(Comparator.comparingDouble(outcome -> outcome.cpuMicrosPerRequest() != null
                        ? outcome.cpuMicrosPerRequest().median()
                        : -rate(outcome)));
    }

    private static Optional<Comparison> compare(Outcome ours, Outcome theirs, boolean closedLoop) {
        List<Round> we = new ArrayList<>();
        List<Round> they = new ArrayList<>();
        for (Round round : ours.rounds()) {
            theirs.rounds().stream()
                    .filter(other -> other.number() == round.number() && other.counts() && round.counts())
                    .findFirst()
                    .ifPresent(other -> {
                        we.add(round);
                        they.add(other);
                    });
        }
        if (we.isEmpty()) {
            return Optional.empty();
        }
        boolean cpuKnown =
                we.getFirst().cpuMicrosPerRequest() != null && they.getFirst().cpuMicrosPerRequest() != null;
        Spread rate = ratios(we, they, Round::requestsPerSecond);
        Spread cpu = cpuKnown ? ratios(we, they, round -> orOne(round.cpuMicrosPerRequest())) : null;
        Spread p99 = ratios(we, they, round -> Math.max(1e-6, round.latency().getOrDefault("p99", 1.0)));
        return Optional.of(new Comparison(
                ours.server(),
                theirs.server(),
                rate,
                cpu,
                p99,
                cpu != null
                        ? verdict("CPU a request", cpu)
                        : verdict(closedLoop ? "requests a second" : "p99", closedLoop ? rate : p99)));
    }

    /** What may be said of a ratio: nothing, unless all rounds agree, and there are enough to agree. */
    public static String verdict(String what, Spread ratio) {
        String values = String.format(
                Locale.ROOT,
                "%.3f × (%.3f to %.3f, %s)",
                ratio.median(),
                ratio.low(),
                ratio.high(),
                Numbers.rounds(ratio.count()));
        if (ratio.count() < 3) {
            return "%s: %s; too few rounds for a verdict".formatted(what, values);
        }
        if (!ratio.excludes(1)) {
            return "%s: %s; the rounds do not agree, no verdict".formatted(what, values);
        }
        return "%s: %s; %s".formatted(what, values, ratio.median() < 1 ? "less" : "more");
    }

    /**
     * The generator's ceiling as the limit server shows it.
     *
     * @return null when the limit server did not run
     */
    public static @Nullable Ceiling ceiling(List<Outcome> outcomes) {
        Optional<Outcome> limit = best(outcomes, "limit");
        if (limit.isEmpty()) {
            return null;
        }
        double use = Spread.of(limit.get().rounds().stream()
                        .filter(Round::counts)
                        .map(Round::generatorUse)
                        .toList())
                .median();
        double reached = rate(limit.get());
        double ceiling = use > 0 ? reached / Math.min(1, use) : reached;
        double opponent = outcomes.stream()
                .filter(outcome -> !OWN.contains(outcome.family()))
                .mapToDouble(Outcomes::rate)
                .max()
                .orElse(0);
        return new Ceiling(ceiling, use >= 0.95, opponent == 0 ? 0 : ceiling / opponent);
    }

    private static Spread ratios(List<Round> ours, List<Round> theirs, Function<Round, Double> value) {
        return Spread.ofRatios(
                ours.stream().map(value).toList(), theirs.stream().map(value).toList());
    }

    private static double rate(Outcome outcome) {
        return outcome.requestsPerSecond() == null
                ? 0
                : outcome.requestsPerSecond().median();
    }

    private static double orOne(@Nullable Double value) {
        return value == null ? 1 : value;
    }

    private static @Nullable Spread spread(List<Round> rounds, Function<Round, @Nullable Double> value) {
        List<Double> values = new ArrayList<>();
        for (Round round : rounds) {
            Double one = value.apply(round);
            if (one != null) {
                values.add(one);
            }
        }
        return values.isEmpty() ? null : Spread.of(values);
    }
}
