package dev.legato.bench.workload;

import com.sun.management.OperatingSystemMXBean;
import com.sun.management.ThreadMXBean;
import dev.legato.bench.os.MachineUse;
import dev.legato.bench.os.ProcessUse;
import java.lang.management.ManagementFactory;
import java.util.List;

/** What generator, server and machine have used, read at both ends of a measurement on the loop's own thread. */
final class Meter {
    private static final ThreadMXBean THREADS = (ThreadMXBean) ManagementFactory.getThreadMXBean();
    private static final OperatingSystemMXBean PROCESS =
            (OperatingSystemMXBean) ManagementFactory.getOperatingSystemMXBean();

    final long at;
    final double loopCpuSeconds;
    final double processCpuSeconds;
    final long allocatedBytes;
    final ProcessUse server;
    final MachineUse machine;

    private Meter(List<Long> serverPids) {
        server = ProcessUse.of(serverPids);
        machine = MachineUse.now();
        processCpuSeconds = PROCESS.getProcessCpuTime() / 1e9;
        loopCpuSeconds = THREADS.getCurrentThreadCpuTime() / 1e9;
        allocatedBytes = THREADS.getCurrentThreadAllocatedBytes();
        at = System.nanoTime();
    }

    static Meter read(List<Long> serverPids) {
        return new Meter(serverPids);
    }
}
