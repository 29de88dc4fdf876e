package dev.legato.bench.os;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * What the whole machine's processors did since it was started, from /proc/stat.
 *
 * @param busySeconds not idle, not waiting for disks, not stolen; over all processors
 * @param stealSeconds taken by the hypervisor for other guests
 * @param running threads running or ready at this moment, this one included
 * @param cpuBusySeconds as busySeconds, per processor
 */
public record MachineUse(double busySeconds, double stealSeconds, int running, List<Double> cpuBusySeconds) {
    private static final double TICKS_PER_SECOND = 100;

    public static MachineUse now() {
        try {
            return parse(Files.readString(Path.of("/proc/stat")));
        } catch (IOException e) {
            throw new UncheckedIOException("/proc/stat cannot be read (expected: Linux)", e);
        }
    }

    static MachineUse parse(String stat) {
        double busy = 0;
        double steal = 0;
        int running = 0;
        List<Double> cpus = new ArrayList<>();
        for (String line : stat.lines().toList()) {
            String[] fields = line.split(" +", -1);
            if (fields[0].equals("cpu")) {
                busy = busy(fields);
                steal = ticks(fields[8]);
            } else if (fields[0].startsWith("cpu")) {
                cpus.add(busy(fields));
            } else if (fields[0].equals("procs_running")) {
                running = Integer.parseInt(fields[1]);
            }
        }
        return new MachineUse(busy, steal, running, cpus);
    }

    /** From an earlier reading to this one. */
    public MachineUse since(MachineUse earlier) {
        List<Double> cpus = new ArrayList<>();
        for (int i = 0; i < cpuBusySeconds.size(); i++) {
            cpus.add(cpuBusySeconds.get(i) - earlier.cpuBusySeconds.get(i));
        }
        return new MachineUse(
                busySeconds - earlier.busySeconds,
                stealSeconds - earlier.stealSeconds,
                Math.max(running, earlier.running),
                cpus);
    }

    /** user, nice, system, irq, softirq; idle and iowait left out. */
    private static double busy(String[] fields) {
        return ticks(fields[1]) + ticks(fields[2]) + ticks(fields[3]) + ticks(fields[6]) + ticks(fields[7]);
    }

    private static double ticks(String field) {
        return Long.parseLong(field) / TICKS_PER_SECOND;
    }
}
