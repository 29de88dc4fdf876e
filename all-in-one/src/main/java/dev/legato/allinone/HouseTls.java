package dev.legato.allinone;

import dev.legato.embedded.DataDirectory;
import dev.legato.embedded.LocalCa;
import java.nio.file.Path;
import java.time.Clock;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * TLS of {@code ./legato up --tls}: an authority in {@code DATA/tls}, made once and trusted by the house's devices, and a new
 * certificate at each start for the names under which this machine is reached now.
 */
final class HouseTls {
    private static final String FOLDER = "tls";
    private static final List<String> HERE = List.of("localhost", "127.0.0.1", "::1");

    private final LocalCa ca;

    private HouseTls(LocalCa ca) {
        this.ca = ca;
    }

    static HouseTls open(DataDirectory data) {
        return new HouseTls(LocalCa.open(data.subfolder(FOLDER), Clock.systemUTC()));
    }

    /** The certificate that devices must trust. */
    static Path authority(Path data) {
        return data.resolve(FOLDER).resolve("ca.pem");
    }

    /** Settings that have gateway and edge serve by it. */
    Map<String, String> settings(List<Listening> listening) {
        Set<String> hosts = new LinkedHashSet<>(HERE);
        listening.forEach(address -> {
            hosts.add(address.here());
            hosts.addAll(address.elsewhere());
        });
        LocalCa.Issued issued = ca.issue(
                "server",
                hosts.stream().map(host -> host.replaceAll("[\\[\\]]", "")).toList());
        return servedBy(issued.certificate(), issued.key());
    }

    /** Settings that have gateway and edge serve by these files. */
    static Map<String, String> servedBy(Path certificate, Path key) {
        Map<String, String> settings = new HashMap<>();
        for (String section : List.of("gateway", "edge")) {
            settings.put(section + ".tls.certificate", certificate.toString());
            settings.put(section + ".tls.key", key.toString());
        }
        return settings;
    }
}
