package dev.legato.allinone;

import java.net.URI;
import java.nio.file.Path;
import java.util.List;

/**
 * What {@code ./legato up} prints when everything runs.
 *
 * @param gateway where the gateway listens
 * @param edge where the edge listens
 * @param health where the process says how it is
 * @param data the data folder, absolute
 * @param tls who certifies gateway and edge
 */
record Welcome(Listening gateway, int gatewayPort, Listening edge, int edgePort, URI health, Path data, UpTls tls) {
    String text() {
        return """

                  Legato is up.
                    Player      %8$s://%1$s:%2$d
                    API         %8$s://%1$s:%2$d/docs
                    Edge        %8$s://%3$s:%4$d
                    Health      %5$s
                    Data        %6$s
                %9$s%7$s  Ctrl-C stops it.
                """.formatted(
                gateway.here(), gatewayPort, edge.here(), edgePort, health, data, otherDevices(), scheme(), trust());
    }

    private String scheme() {
        return tls == UpTls.NONE ? "http" : "https";
    }

    /** How a device is told to trust the installation. */
    private String trust() {
        return tls == UpTls.LOCAL ? """
                  Have each device trust %s:
                    Debian, Ubuntu  cp it to /usr/local/share/ca-certificates/legato.crt, then update-ca-certificates
                    Firefox         Settings, Privacy & Security, View Certificates, Authorities, Import
                    macOS           open it, then Always Trust in Keychain Access
                    iOS, Android    send it there, open it, install it as a CA certificate
                """.formatted(HouseTls.authority(data)) : "";
    }

    private String otherDevices() {
        List<String> hosts = gateway.elsewhere();
        if (hosts.isEmpty()) {
            return "  Only this machine reaches it; --host 0.0.0.0 lets other devices in.\n";
        }
        StringBuilder lines = new StringBuilder("  On other devices of your network, open\n");
        hosts.forEach(host -> lines.append("    %s://%s:%d%n".formatted(scheme(), host, gatewayPort)));
        return lines.toString();
    }
}
