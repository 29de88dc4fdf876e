package dev.legato.runtime.management;

import dev.legato.runtime.settings.Settings;
import dev.legato.runtime.tls.ListenerTls;
import java.util.Optional;

/**
 * Where a process answers for itself.
 *
 * @param host {@code management.host}, the address it binds
 * @param port {@code management.port}, 0 for a free one
 * @param tls {@code management.tls.…}; empty to speak plain text
 */
public record ManagementSettings(String host, int port, Optional<ListenerTls> tls) {
    private static final int PORT = 8082;

    public static ManagementSettings from(Settings settings) {
        return new ManagementSettings(
                settings.text("management.host", "127.0.0.1"),
                settings.port("management.port", PORT),
                ListenerTls.from(settings, "management"));
    }
}
