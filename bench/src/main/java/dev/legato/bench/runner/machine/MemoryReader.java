package dev.legato.bench.runner.machine;

import dev.legato.bench.os.ProcessUse;
import dev.legato.bench.result.Memory;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Reads a server's memory from /proc. */
public final class MemoryReader {
    private static final Pattern TCP_PAGES = Pattern.compile("TCP: .* mem (\\d+)");
    private static final Pattern SLAB = Pattern.compile("Slab: +(\\d+) kB");
    private static final long PAGE = 4096;

    private MemoryReader() {}

    /** @param pids of the server, at least one */
    public static Memory read(List<Long> pids) {
        return new Memory(
                ProcessUse.of(pids).residentBytes(),
                tcpBytes(text("/proc/%d/net/sockstat".formatted(pids.getFirst()))),
                slabBytes(text("/proc/meminfo")));
    }

    /** @param sockstat as /proc/net/sockstat, which counts pages */
    static long tcpBytes(String sockstat) {
        return number(sockstat, TCP_PAGES) * PAGE;
    }

    /** @param meminfo as /proc/meminfo */
    static long slabBytes(String meminfo) {
        return number(meminfo, SLAB) * 1024;
    }

    private static long number(String text, Pattern pattern) {
        Matcher matcher = pattern.matcher(text);
        return matcher.find() ? Long.parseLong(matcher.group(1)) : 0;
    }

    private static String text(String file) {
        try {
            return Files.readString(Path.of(file));
        } catch (IOException _) {
            return "";
        }
    }
}
