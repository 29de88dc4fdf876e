package dev.legato.allinone;

import dev.legato.runtime.links.MachineNames;
import dev.legato.runtime.settings.Settings;
import java.util.List;
import java.util.Set;

/**
 * An address to listen on, as people see it.
 *
 * @param host a name or an address
 */
record Listening(String host) {
    static final String LOOPBACK = "127.0.0.1";

    private static final Set<String> ALL_ADDRESSES = Set.of("0.0.0.0", "::", "[::]");
    private static final Set<String> THIS_MACHINE = Set.of(LOOPBACK, "localhost", "::1", "[::1]");

    static Listening of(Settings settings, String section) {
        return new Listening(settings.text(section + ".host", LOOPBACK));
    }

    /** How this machine itself reaches it, as it stands in a URL. */
    String here() {
        return isEverywhere() || isThisMachineOnly() ? "localhost" : inUrl();
    }

    /** How other devices reach it, as it stands in a URL; empty if they do not. */
    List<String> elsewhere() {
        if (isThisMachineOnly()) {
            return List.of();
        }
        return isEverywhere() ? MachineNames.forOtherDevices() : List.of(inUrl());
    }

    private boolean isEverywhere() {
        return ALL_ADDRESSES.contains(host);
    }

    private boolean isThisMachineOnly() {
        return THIS_MACHINE.contains(host);
    }

    private String inUrl() {
        return host.contains(":") && !host.startsWith("[") ? "[" + host + "]" : host;
    }
}
