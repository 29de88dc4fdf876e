package dev.legato.allinone;

import dev.legato.embedded.StartupException;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;

/** Looks whether ports are free before anything is started. */
final class Ports {
    private Ports() {}

    /**
     * Refuses a port that is in use.
     *
     * @param option the option that chooses another one
     * @throws StartupException naming the port and the option
     */
    static void requireFree(int port, String option) {
        if (port == 0) {
            return;
        }
        try (ServerSocket probe = new ServerSocket()) {
            probe.setReuseAddress(true);
            probe.bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), port));
        } catch (IOException e) {
            throw new StartupException(
                    "port %d is in use: stop what uses it, or choose another one with %s".formatted(port, option), e);
        }
    }
}
