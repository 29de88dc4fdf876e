package dev.legato.edge.tls;

import io.vertx.core.net.OpenSSLEngineOptions;
import io.vertx.core.spi.tls.SslContextFactory;

/** Makes Vert.x take its TLS contexts from {@link BoringSslContexts}. */
final class BoringSsl extends OpenSSLEngineOptions {
    private final TicketKeys tickets;
    private final Staple staple;

    BoringSsl(TicketKeys tickets, Staple staple) {
        this.tickets = tickets;
        this.staple = staple;
    }

    @Override
    public BoringSsl copy() {
        return new BoringSsl(tickets, staple);
    }

    @Override
    public SslContextFactory sslContextFactory() {
        return new BoringSslContexts(tickets, staple);
    }
}
