package dev.legato.bench.runner.peer;

import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;

/**
 * What an origin was asked for, by its log, a line for each request:
 *
 * <pre>
 * 206 1048576 /v3-0/t00007-160.m4a bytes 0-1048575/4718592
 * 200 4718592 /v3-1/t00007-160.m4a -
 * </pre>
 */
public final class OriginLog {
    static final String NAME = "access.log";

    private static final int SLICE_SHIFT = 20;
    private static final long QUIET_NANOS = TimeUnit.MILLISECONDS.toNanos(100);
    private static final long MAX_WAIT_NANOS = TimeUnit.SECONDS.toNanos(10);

    private final Path log;
    private long read;

    OriginLog(Path log) {
        this.log = log;
    }

    /** Passes over what was asked so far, once the origin has had nothing to do for a moment. */
    public void skip() throws IOException {
        read = settledSize();
    }

    /**
     * Reads what was asked since the last call, once the origin has had nothing to do for a moment.
     *
     * @param delivered bytes of bodies that the cache has sent meanwhile
     * @return figures for a report
     */
    public Map<String, Double> since(long delivered) throws IOException {
        long end = settledSize();
        byte[] text = new byte[Math.toIntExact(end - read)];
        try (RandomAccessFile file = new RandomAccessFile(log.toFile(), "r")) {
            file.seek(read);
            file.readFully(text);
        }
        read = end;
        return figures(new String(text, StandardCharsets.US_ASCII), delivered);
    }

    static Map<String, Double> figures(String lines, long delivered) {
        long requests = 0;
        long bytes = 0;
        Map<String, Integer> slices = new HashMap<>();
        for (String line : lines.lines().toList()) {
            String[] fields = line.split(" ", 5);
            long length = Long.parseLong(fields[1]);
            requests++;
            bytes += length;
            // Of "bytes 0-1048575/4718592" the range; a whole answer has none.
            long first = fields.length > 4 ? Long.parseLong(fields[4].substring(0, fields[4].indexOf('-'))) : 0;
            for (long slice = first >> SLICE_SHIFT; slice << SLICE_SHIFT < first + length; slice++) {
                int unused = slices.merge(fields[2] + '#' + slice, 1, Integer::sum);
            }
        }
        Map<String, Double> figures = new TreeMap<>();
        figures.put("origin requests", (double) requests);
        figures.put("origin MB", bytes / 1e6);
        figures.put("origin requests for the same MiB, at most", (double)
                slices.values().stream().mapToInt(Integer::intValue).max().orElse(0));
        if (delivered > 0) {
            figures.put("byte hit ratio, %", 100 * (1 - bytes / (double) delivered));
        }
        return figures;
    }

    private long settledSize() throws IOException {
        long size = Files.size(log);
        long now = System.nanoTime();
        long quietAt = now + QUIET_NANOS;
        long deadline = now + MAX_WAIT_NANOS;
        while (now < quietAt && now < deadline) {
            LockSupport.parkNanos(quietAt - now);
            now = System.nanoTime();
            long grown = Files.size(log);
            if (grown > size) {
                size = grown;
                quietAt = now + QUIET_NANOS;
            }
        }
        return size;
    }
}
