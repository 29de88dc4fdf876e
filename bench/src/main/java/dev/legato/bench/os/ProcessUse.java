package dev.legato.bench.os;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/**
 * What the kernel tells of some processes together (proc(5)).
 *
 * @param cpuSeconds user and system time, resolution 1 ns
 * @param residentBytes resident set
 * @param readBytes fetched from disks
 * @param threads how many threads
 */
public record ProcessUse(double cpuSeconds, long residentBytes, long readBytes, int threads) {
    private static final long PAGE = 4096;

    /** A process that has ended counts nothing. */
    public static ProcessUse of(List<Long> pids) {
        double cpu = 0;
        long resident = 0;
        long read = 0;
        int threads = 0;
        for (long pid : pids) {
            cpu += CpuClock.seconds(pid);
            // Fields after the name, which may hold blanks and brackets itself; the state is the first of them.
            String stat = text(pid, "stat");
            String[] fields = stat.substring(stat.lastIndexOf(')') + 1).trim().split(" ", -1);
            if (fields.length > 21) {
                threads += Integer.parseInt(fields[17]);
                resident += Long.parseLong(fields[21]) * PAGE;
            }
            read += text(pid, "io")
                    .lines()
                    .filter(line -> line.startsWith("read_bytes: "))
                    .mapToLong(line -> Long.parseLong(line.substring(12)))
                    .sum();
        }
        return new ProcessUse(cpu, resident, read, threads);
    }

    private static String text(long pid, String file) {
        try {
            return Files.readString(Path.of("/proc", Long.toString(pid), file));
        } catch (IOException _) {
            return "";
        }
    }
}
