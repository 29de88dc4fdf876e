package dev.legato.edge.guard;

import dev.legato.runtime.net.AddressBlock;
import io.vertx.core.http.HttpConnection;
import java.net.InetSocketAddress;
import java.net.SocketAddress;
import java.util.List;
import javax.net.ssl.SSLPeerUnverifiedException;

/**
 * The CDNs and caches in front of the edge. They ask for many listeners from few addresses and store what they get, so
 * they are not paced, and the limits for one listener's address or connection do not apply to them.
 */
public final class TrustedPeers {
    private final boolean byCertificate;
    private volatile List<AddressBlock> networks;

    /**
     * @param networks whose addresses are trusted
     * @param byCertificate whether a client certificate, which the TLS layer has verified, makes a peer trusted
     */
    public TrustedPeers(List<AddressBlock> networks, boolean byCertificate) {
        this.networks = List.copyOf(networks);
        this.byCertificate = byCertificate;
    }

    /** Replaces the trusted networks, for new connections. */
    public void replace(List<AddressBlock> others) {
        networks = List.copyOf(others);
    }

    /** Whether an address is in one of the networks. */
    boolean contain(SocketAddress remote) {
        List<AddressBlock> trusted = networks;
        if (trusted.isEmpty() || !(remote instanceof InetSocketAddress inet) || inet.getAddress() == null) {
            return false;
        }
        String address = inet.getAddress().getHostAddress();
        return trusted.stream().anyMatch(network -> network.contains(address));
    }

    /** Whether the peer has shown a certificate that the TLS layer has accepted. */
    public boolean hasCertificate(HttpConnection connection) {
        if (!byCertificate || !connection.isSsl()) {
            return false;
        }
        try {
            return connection.sslSession().getPeerCertificates().length > 0;
        } catch (SSLPeerUnverifiedException _) {
            return false;
        }
    }
}
