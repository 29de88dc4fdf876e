package dev.legato.bench.measure;

import dev.legato.bench.os.ProcessUse;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Memory of a server and of its connections at one moment.
 *
 * @param residentBytes of its processes
 * @param socketBytes the kernel's TCP buffers in its network namespace (/proc/net/sockstat)
 * @param slabBytes the kernel's objects on the whole machine, sockets among them (/proc/meminfo)
 */
public record Memory(long residentBytes, long socketBytes, long slabBytes) {
    private static final Pattern TCP_PAGES = Pattern.compile("TCP: .* mem (\\d+)");
    private static final Pattern SLAB = Pattern.compile("Slab: +(\\d+) kB");
    private static final long PAGE = 4096;

    /** @param pids of the server, at least one */
    public static Memory of(List<Long> pids) {
        return new Memory(
                ProcessUse.of(pids).residentBytes(),
                number("/proc/%d/net/sockstat".formatted(pids.getFirst()), TCP_PAGES) * PAGE,
                number("/proc/meminfo", SLAB) * 1024);
    }

    public Memory since(Memory earlier) {
        return new Memory(
                residentBytes - earlier.residentBytes,
                socketBytes - earlier.socketBytes,
                slabBytes - earlier.slabBytes);
    }

    private static long number(String file, Pattern pattern) {
        try {
            Matcher matcher = pattern.matcher(Files.readString(Path.of(file)));
            return matcher.find() ? Long.parseLong(matcher.group(1)) : 0;
        } catch (IOException _) {
            return 0;
        }
    }
}
