package dev.legato.bench.generator.measurement;

import com.sun.management.ThreadMXBean;
import dev.legato.bench.os.MachineUse;
import dev.legato.bench.os.ProcessUse;
import dev.legato.bench.os.RunDelay;
import java.lang.management.ManagementFactory;
import java.util.List;

/** What generator, server and machine have used, read at both ends of a measurement. */
public final class Meter {
    private static final ThreadMXBean THREADS = (ThreadMXBean) ManagementFactory.getThreadMXBean();
    private static final List<Long> THIS_PROCESS =
            List.of(ProcessHandle.current().pid());

    final long at;
    final double generatorCpuSeconds;
    final double runDelaySeconds;
    final double processCpuSeconds;
    final long allocatedBytes;
    final ProcessUse server;
    final MachineUse machine;

    private Meter(List<Long> serverPids, boolean oneThread) {
        server = ProcessUse.of(serverPids);
        machine = MachineUse.now();
        processCpuSeconds = ProcessUse.of(THIS_PROCESS).cpuSeconds();
        generatorCpuSeconds = oneThread ? THREADS.getCurrentThreadCpuTime() / 1e9 : processCpuSeconds;
        runDelaySeconds = oneThread ? RunDelay.ofThisThread() : 0;
        allocatedBytes = oneThread ? THREADS.getCurrentThreadAllocatedBytes() : THREADS.getTotalThreadAllocatedBytes();
        at = System.nanoTime();
    }

    /** Reads the use of a generator whose work is all done by this thread. */
    public static Meter ofThisThread(List<Long> serverPids) {
        return new Meter(serverPids, true);
    }

    /** Reads the use of a generator whose work is done by several threads of this process. */
    public static Meter ofThisProcess(List<Long> serverPids) {
        return new Meter(serverPids, false);
    }

    /** Says for how long since an earlier reading the generator was ready to run and had no processor, in seconds. */
    double withheldSince(Meter earlier) {
        MachineUse meanwhile = machine.since(earlier.machine);
        int processors = Math.max(1, meanwhile.cpuBusySeconds().size());
        return runDelaySeconds - earlier.runDelaySeconds + meanwhile.stealSeconds() / processors;
    }

    /** When it was read, of System.nanoTime. */
    public long at() {
        return at;
    }
}
