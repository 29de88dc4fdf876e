package dev.legato.bench.runner;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** How much memory this process may lock ({@code mlock(2)}). */
final class LockedMemory {
    private static final int CAP_IPC_LOCK = 14;

    private LockedMemory() {}

    /** True if there is no limit but the machine's. */
    static boolean isUnlimited() throws IOException {
        Path self = Path.of("/proc/self");
        return isUnlimited(Files.readString(self.resolve("limits")), Files.readString(self.resolve("status")));
    }

    /**
     * @param limits as /proc/PID/limits
     * @param status as /proc/PID/status
     */
    static boolean isUnlimited(String limits, String status) {
        String capabilities = value(status, "CapEff:");
        return value(limits, "Max locked memory").startsWith("unlimited")
                || (Long.parseUnsignedLong(capabilities, 16) >> CAP_IPC_LOCK & 1) == 1;
    }

    private static String value(String table, String name) {
        return table.lines()
                .filter(line -> line.startsWith(name))
                .map(line -> line.substring(name.length()).strip())
                .findFirst()
                .orElse("0");
    }
}
