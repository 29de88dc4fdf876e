package dev.legato.runtime.settings;

import java.util.regex.Pattern;

/**
 * Recognises the variables that Kubernetes gives every container for each service of its namespace. Those of a service
 * {@code legato-edge} begin with {@code LEGATO_EDGE_}, and one of them has the name of the setting {@code edge.port}:
 *
 * <pre>
 * LEGATO_EDGE_SERVICE_HOST=10.0.0.1      LEGATO_EDGE_PORT=tcp://10.0.0.1:8081
 * LEGATO_EDGE_SERVICE_PORT=8081          LEGATO_EDGE_PORT_8081_TCP=tcp://10.0.0.1:8081
 * LEGATO_EDGE_SERVICE_PORT_HTTP=8081     LEGATO_EDGE_PORT_8081_TCP_ADDR=10.0.0.1      and _PROTO, _PORT
 * </pre>
 *
 * @see <a href="https://kubernetes.io/docs/tutorials/services/connect-applications-service/#environment-variables">Kubernetes:
 *     environment variables</a>
 */
final class ServiceLinks {
    private static final Pattern HOST = Pattern.compile(".*_SERVICE_HOST");
    private static final Pattern PORT = Pattern.compile(".*_SERVICE_PORT(_[A-Z0-9_]+)?");
    private static final Pattern PORT_PART = Pattern.compile(".*_PORT_\\d+_(TCP|UDP|SCTP)(_(PROTO|PORT|ADDR))?");
    private static final Pattern URL = Pattern.compile("(tcp|udp|sctp)://.+:\\d+");

    private ServiceLinks() {}

    /** Whether a variable is one of them; by its name, or by its value where a setting has the same name. */
    static boolean isServiceLink(String name, String value) {
        return HOST.matcher(name).matches()
                || PORT.matcher(name).matches()
                || PORT_PART.matcher(name).matches()
                || (name.endsWith("_PORT") && URL.matcher(value).matches());
    }
}
