package dev.legato.bench.os;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** The time that a thread was ready to run while others had the processor (proc_pid_schedstat(5)). */
public final class RunDelay {
    private static final Path THIS_THREAD = Path.of("/proc/thread-self/schedstat");

    private RunDelay() {}

    /** Reads the calling thread's delay since it was started, in seconds; 0 where the kernel does not count it. */
    public static double ofThisThread() {
        try {
            return parse(Files.readString(THIS_THREAD));
        } catch (IOException _) {
            return 0;
        }
    }

    /** @param schedstat nanoseconds on a processor, nanoseconds waited for one, time slices */
    static double parse(String schedstat) {
        return Long.parseLong(schedstat.strip().split(" ", -1)[1]) / 1e9;
    }
}
