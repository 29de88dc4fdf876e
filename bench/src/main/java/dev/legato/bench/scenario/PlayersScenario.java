package dev.legato.bench.scenario;

import java.util.List;

/**
 * Paced listeners, each with a connection of its own, who start when they should and not when the server is ready.
 *
 * @param listeners how many, over all generator processes
 * @param bitrateKbps of the audio, in 1000 bit/s
 * @param rampSeconds over which the listeners arrive
 * @param head what is fetched first; sound starts when it is there
 * @param chunk what is fetched after that
 * @param bufferSeconds of audio fetched ahead of the playhead
 * @param seekEverySeconds mean time between a listener's seeks
 * @param skipEverySeconds mean time until a listener skips to another track before the end
 */
public record PlayersScenario(
        String name,
        String imitates,
        Plan plan,
        FilesShape files,
        int listeners,
        int bitrateKbps,
        double rampSeconds,
        ByteSize head,
        ByteSize chunk,
        double bufferSeconds,
        double seekEverySeconds,
        double skipEverySeconds,
        int compareOneIn,
        List<String> peers)
        implements EdgeScenario {
    public PlayersScenario {
        Check.connections(listeners);
        Check.atLeast("bitrateKbps", bitrateKbps, 8);
        Check.atLeast("rampSeconds", rampSeconds, 0);
        Check.atLeast("head", (double) head.bytes(), 1);
        Check.atLeast("chunk", (double) chunk.bytes(), 1);
        Check.atLeast("bufferSeconds", bufferSeconds, 1);
        Check.atLeast("seekEverySeconds", seekEverySeconds, 1);
        Check.atLeast("skipEverySeconds", skipEverySeconds, 1);
        Check.atLeast("compareOneIn", compareOneIn, 1);
    }

    @Override
    public List<String> cases() {
        return List.of(listeners + " listeners");
    }

    @Override
    public int connections() {
        return listeners;
    }

    /** Bytes of audio a second. */
    public double bytesPerSecond() {
        return bitrateKbps * 125.0;
    }

    @Override
    public PlayersScenario with(Plan other) {
        return copy(other, files, listeners, rampSeconds);
    }

    /** The same for another number of listeners. */
    public PlayersScenario with(int otherListeners) {
        return copy(plan, files, otherListeners, rampSeconds);
    }

    /** The same with listeners arriving over another time. */
    public PlayersScenario withRamp(double seconds) {
        return copy(plan, files, listeners, seconds);
    }

    /** The same over other files. */
    public PlayersScenario with(FilesShape otherFiles) {
        return copy(plan, otherFiles, listeners, rampSeconds);
    }

    private PlayersScenario copy(Plan otherPlan, FilesShape otherFiles, int otherListeners, double otherRamp) {
        return new PlayersScenario(
                name,
                imitates,
                otherPlan,
                otherFiles,
                otherListeners,
                bitrateKbps,
                otherRamp,
                head,
                chunk,
                bufferSeconds,
                seekEverySeconds,
                skipEverySeconds,
                compareOneIn,
                peers);
    }
}
