package dev.legato.edge.cluster;

/**
 * An edge, as the others see it.
 *
 * @param member its id in the cluster, another one after each restart
 * @param host a name or an IP address by which edges reach it, in brackets if it is IPv6
 * @param tls whether it speaks TLS there
 * @param zone where machines fail together; empty if there is only one
 * @param region where zones are near each other; empty if there is only one
 */
record EdgeNode(String member, String host, int port, boolean tls, String zone, String region) {
    /** What it is known by in rankings: the same after a restart, so that it owns again what it has stored. */
    String name() {
        return host + ':' + port;
    }
}
