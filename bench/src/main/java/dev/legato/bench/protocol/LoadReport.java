package dev.legato.bench.protocol;

import dev.legato.bench.os.MachineUse;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * What a generator process found in a {@link Turn}, one JSON line on its standard output.
 *
 * @param seconds the measurement's length, until the last due answer
 * @param requests answered whole and right
 * @param bytes of bodies
 * @param checked bodies compared byte for byte
 * @param errors by kind
 * @param messages the first errors, in words
 * @param histograms by name: HdrHistogram V2, compressed, base64; nanoseconds
 * @param figures a scenario's own
 * @param ticks the time line
 * @param cpuSeconds of the generator: its event loop's, or its whole process's where it has more than one thread at work; of
 *     several processes, the busiest one's, or their processors' if that is more
 * @param withheldSeconds in which that loop was ready to run but had no processor: others had it, or the hypervisor
 * @param processCpuSeconds of the generator's whole process
 * @param serverCpuSeconds of the server's processes; negative when unknown
 * @param serverReadBytes what the server read from disks meanwhile; negative when unknown
 * @param allocatedBytes by the generator's loop
 * @param machine what all processors did meanwhile
 * @param congestionControl of its first connection
 */
public record LoadReport(
        double seconds,
        long requests,
        long bytes,
        long checked,
        Map<String, Long> errors,
        List<String> messages,
        Map<String, String> histograms,
        Map<String, Double> figures,
        List<Tick> ticks,
        double cpuSeconds,
        double withheldSeconds,
        double processCpuSeconds,
        double serverCpuSeconds,
        long serverReadBytes,
        long allocatedBytes,
        MachineUse machine,
        String congestionControl) {
    /** The generator's use above which it, and not the server, may set the pace. */
    private static final double SATURATED = 0.95;

    /** The part of a turn for which a generator may lack its processor and still count as undisturbed. */
    private static final double STARVED = 0.05;

    /** The same with figures that the generator could not know. */
    public LoadReport with(Map<String, Double> more) {
        Map<String, Double> all = new TreeMap<>(figures);
        all.putAll(more);
        return new LoadReport(
                seconds,
                requests,
                bytes,
                checked,
                errors,
                messages,
                histograms,
                all,
                ticks,
                cpuSeconds,
                withheldSeconds,
                processCpuSeconds,
                serverCpuSeconds,
                serverReadBytes,
                allocatedBytes,
                machine,
                congestionControl);
    }

    /** The generator was ready to run but had no processor for a good part of the time. */
    public boolean generatorStarved() {
        return withheldSeconds >= STARVED * seconds;
    }

    /** The generator had no time left. */
    public boolean generatorSaturated() {
        return generatorUse() >= SATURATED;
    }

    /**
     * The generator had no time left while the server had: the figures would be the generator's.
     *
     * @param busy the server's use from which it has none left either
     */
    public boolean generatorBound(double busy) {
        return generatorSaturated() && serverUse() < busy;
    }

    /** Of the busiest loop: its part of the processor time it could have; 1 is all of it. */
    public double generatorUse() {
        return cpuSeconds / Math.max(cpuSeconds, seconds - withheldSeconds);
    }

    /** Processors' worth; negative when unknown. */
    public double serverUse() {
        return serverCpuSeconds / seconds;
    }

    /**
     * Processor time of anyone but server and generator, in seconds. The work of a server whose processes are not known
     * cannot be told from others' work: it is 0 then. May be slightly negative, as the clocks count in different steps.
     */
    public double foreignCpuSeconds() {
        return serverCpuSeconds < 0 ? 0 : machine.busySeconds() - serverCpuSeconds - processCpuSeconds;
    }

    /** Processor time that the hypervisor gave to other guests, in seconds. */
    public double stolenSeconds() {
        return machine.stealSeconds();
    }

    /** Threads running or ready at the worse end of the turn. */
    public int runningThreads() {
        return machine.running();
    }
}
