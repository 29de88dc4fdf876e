package dev.legato.allinone;

import dev.legato.embedded.StartupException;
import java.io.IOException;
import java.net.BindException;
import java.net.InetSocketAddress;
import java.net.ServerSocket;

/** Looks whether ports are free before anything is started. */
final class Ports {
    private Ports() {}

    /**
     * Refuses a port that is in use.
     *
     * @param host the address it will be bound on
     * @param option the option that chooses another one
     * @throws StartupException naming the port and the option
     */
    static void requireFree(String host, int port, String option) {
        if (port == 0) {
            return;
        }
        try (ServerSocket probe = new ServerSocket()) {
            probe.setReuseAddress(true);
            probe.bind(new InetSocketAddress(host, port));
        } catch (BindException e) {
            throw new StartupException(
                    String.valueOf(e.getMessage()).contains("assign")
                            ? "%s is not an address of this machine (expected: one of its own, or 0.0.0.0 for all)"
                                    .formatted(host)
                            : "port %d of %s is in use: stop what uses it, or choose another one with %s"
                                    .formatted(port, host, option),
                    e);
        } catch (IOException e) {
            throw new StartupException("port %d of %s: %s".formatted(port, host, FailureReport.reason(e)), e);
        }
    }
}
