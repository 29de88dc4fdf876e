package dev.legato.bench.os;

import static java.lang.foreign.ValueLayout.JAVA_LONG;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;

/**
 * The kernel's own account of the processor time a process has used, to the nanosecond, its threads that have ended
 * included: the clock that clock_getcpuclockid(3) names. /proc/PID/stat tells the same in steps of 10 ms, which is a
 * twentieth of a short turn.
 */
final class CpuClock {
    /** CPUCLOCK_SCHED of the kernel's posix-timers.h: what the scheduler counts, user and system together. */
    private static final int SCHEDULED = 2;

    private CpuClock() {}

    /** User and system time of a process; 0 once it has ended. */
    static double seconds(long pid) {
        try (Arena arena = Arena.ofConfined()) {
            MemorySegment time = arena.allocate(16, 8);
            int result = new Syscalls().clockGetTime((~(int) pid << 3) | SCHEDULED, time.address());
            return result < 0 ? 0 : time.get(JAVA_LONG, 0) + time.get(JAVA_LONG, 8) / 1e9;
        }
    }
}
