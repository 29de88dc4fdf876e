package dev.legato.edge.guard;

import dev.legato.runtime.net.AddressBlock;
import io.vertx.core.http.HttpConnection;
import java.net.InetSocketAddress;
import java.net.SocketAddress;
import java.util.List;
import javax.net.ssl.SSLPeerUnverifiedException;

/**
 * CDNs and caches: they ask for many listeners from few addresses, and fill their stores with what they get. They are
 * neither paced nor held to the bounds of one listener's address or connection.
 */
public final class TrustedPeers {
    private final boolean byCertificate;
    private volatile List<AddressBlock> networks;

    /**
     * @param networks whose addresses are trusted
     * @param byCertificate whether whoever shows a client certificate is, which the TLS layer has verified
     */
    public TrustedPeers(List<AddressBlock> networks, boolean byCertificate) {
        this.networks = List.copyOf(networks);
        this.byCertificate = byCertificate;
    }

    /** Trusts the addresses of these networks from now on; connections that are open stay what they are. */
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

    /** Whether the other end has shown a certificate that the TLS layer accepted. */
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
