package dev.legato.allinone;

import java.nio.file.Path;
import java.util.List;

/**
 * What {@code ./legato up} prints when everything runs.
 *
 * @param gateway where the gateway listens
 * @param edge where the edge listens
 * @param data the data folder, absolute
 */
record Welcome(
        Listening gateway,
        int gatewayPort,
        Listening edge,
        int edgePort,
        String management,
        int managementPort,
        Path data) {
    String text() {
        return """

                  Legato is up.
                    Player      http://%1$s:%2$d
                    API         http://%1$s:%2$d/docs
                    Edge        http://%3$s:%4$d
                    Health      http://%5$s:%6$d/health/ready
                    Data        %7$s
                %8$s  Ctrl-C stops it.
                """.formatted(
                        gateway.here(),
                        gatewayPort,
                        edge.here(),
                        edgePort,
                        new Listening(management).here(),
                        managementPort,
                        data,
                        otherDevices());
    }

    private String otherDevices() {
        List<String> hosts = gateway.elsewhere();
        if (hosts.isEmpty()) {
            return "  Only this machine reaches it; --host 0.0.0.0 lets other devices in.\n";
        }
        StringBuilder lines = new StringBuilder("  On other devices of your network, open\n");
        hosts.forEach(host -> lines.append("    http://%s:%d%n".formatted(host, gatewayPort)));
        return lines.toString();
    }
}
