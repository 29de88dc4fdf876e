package dev.legato.bench.scenario;

import com.fasterxml.jackson.annotation.JsonValue;
import java.util.List;
import java.util.Locale;

/**
 * Caches before an origin of their own, each asked the same. Tracks are the files under as many names as are needed: the
 * origin takes {@code /v12-0/t00003-160.m4a} for {@code /t00003-160.m4a}, so what is cold can never run out.
 *
 * @param load what is asked
 * @param connections each with one request in flight
 * @param sizes the cases: a range's length, or {@code whole}
 * @param tracks how many different ones {@link Load#MIX} asks for
 * @param requests of a turn, which ends with the last answer; {@link Load#HITS} has none and lasts as long as the plan says
 * @param runInTurns before the first that counts
 * @param cache what each cache may hold
 * @param peers the opponents; those that are not installed are left out
 */
public record CacheScenario(
        String name,
        String imitates,
        Plan plan,
        FilesShape files,
        Load load,
        int connections,
        List<String> sizes,
        int tracks,
        int requests,
        int runInTurns,
        ByteSize cache,
        int compareOneIn,
        List<String> peers)
        implements EdgeScenario {
    private static final int MAX_TRACKS = 1_000_000;

    /** What a cache is asked. */
    public enum Load {
        /** Ranges of files that it holds. */
        HITS,
        /** Whole tracks that nobody has asked for before. */
        MISSES,
        /** Tracks by their popularity, more of them than it can hold. */
        MIX,
        /** The first bytes of one new track, by everybody within a second. */
        START;

        @JsonValue
        @Override
        public String toString() {
            return name().toLowerCase(Locale.ROOT);
        }
    }

    public CacheScenario {
        Check.connections(connections);
        Check.atLeast("compareOneIn", compareOneIn, 1);
        Check.atLeast("requests", requests, load == Load.HITS ? 0 : 1);
        Check.atLeast("runInTurns", runInTurns, 0);
        if (tracks < 1 || tracks > MAX_TRACKS) {
            throw new IllegalArgumentException("tracks: %d (expected: 1 to %d)".formatted(tracks, MAX_TRACKS));
        }
        if (load != Load.HITS && plan.warmUpSeconds() > 0) {
            throw new IllegalArgumentException("plan.warmUpSeconds: %s (expected: 0, a turn is a number of requests)"
                    .formatted(plan.warmUpSeconds()));
        }
        RangeScenario.checkSizes(sizes, files);
    }

    @Override
    public String ours() {
        return "legato-cache";
    }

    @Override
    public long cacheBytes() {
        return cache.bytes();
    }

    @Override
    public List<String> cases() {
        return sizes;
    }

    @Override
    public boolean takesTurns() {
        return load != Load.START;
    }

    @Override
    public boolean countsRequests() {
        return load != Load.HITS;
    }

    /** The ranges of {@link Load#HITS}. */
    public RangeScenario ranges() {
        return new RangeScenario(name, imitates, plan, files, connections, true, sizes, compareOneIn, 0, peers);
    }

    @Override
    public CacheScenario with(Plan other) {
        return copy(other, files, connections, sizes, tracks, requests);
    }

    /** The same over other connections and with other numbers of requests, such as one process's share. */
    public CacheScenario with(int otherConnections, int otherRequests) {
        return copy(plan, files, otherConnections, sizes, tracks, otherRequests);
    }

    /** The same over so many tracks. */
    public CacheScenario withTracks(int otherTracks) {
        return copy(plan, files, connections, sizes, otherTracks, requests);
    }

    /** The same for other cases. */
    public CacheScenario with(List<String> otherSizes) {
        return copy(plan, files, connections, otherSizes, tracks, requests);
    }

    /** The same over other files. */
    public CacheScenario with(FilesShape otherFiles) {
        return copy(plan, otherFiles, connections, sizes, tracks, requests);
    }

    private CacheScenario copy(
            Plan otherPlan,
            FilesShape otherFiles,
            int otherConnections,
            List<String> otherSizes,
            int otherTracks,
            int otherRequests) {
        return new CacheScenario(
                name,
                imitates,
                otherPlan,
                otherFiles,
                load,
                otherConnections,
                otherSizes,
                otherTracks,
                otherRequests,
                runInTurns,
                cache,
                compareOneIn,
                peers);
    }
}
