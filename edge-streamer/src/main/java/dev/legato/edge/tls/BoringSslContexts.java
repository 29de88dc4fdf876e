package dev.legato.edge.tls;

import io.netty.handler.ssl.ApplicationProtocolConfig;
import io.netty.handler.ssl.ApplicationProtocolConfig.Protocol;
import io.netty.handler.ssl.ApplicationProtocolConfig.SelectedListenerFailureBehavior;
import io.netty.handler.ssl.ApplicationProtocolConfig.SelectorFailureBehavior;
import io.netty.handler.ssl.ClientAuth;
import io.netty.handler.ssl.DelegatingSslContext;
import io.netty.handler.ssl.OpenSslCachingX509KeyManagerFactory;
import io.netty.handler.ssl.OpenSslSessionContext;
import io.netty.handler.ssl.ReferenceCountedOpenSslEngine;
import io.netty.handler.ssl.SslContext;
import io.netty.handler.ssl.SslContextBuilder;
import io.netty.handler.ssl.SslProvider;
import io.vertx.core.spi.tls.SslContextFactory;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.SSLException;
import javax.net.ssl.TrustManagerFactory;
import org.jspecify.annotations.Nullable;

/**
 * Makes server contexts as Vert.x's own factory does, with three differences: they have session tickets and a staple,
 * and the key is converted once, not at each handshake.
 */
final class BoringSslContexts implements SslContextFactory {
    private final TicketKeys tickets;
    private final Staple staple;
    private boolean useAlpn;
    private List<String> protocols = List.of();
    private Set<String> ciphers = Set.of();
    private ClientAuth clientAuth = ClientAuth.NONE;
    private @Nullable KeyManagerFactory keys;
    private @Nullable TrustManagerFactory clients;

    BoringSslContexts(TicketKeys tickets, Staple staple) {
        this.tickets = tickets;
        this.staple = staple;
    }

    @Override
    public SslContextFactory useAlpn(boolean use) {
        useAlpn = use;
        return this;
    }

    @Override
    public SslContextFactory applicationProtocols(List<String> names) {
        protocols = names;
        return this;
    }

    @Override
    public SslContextFactory enabledCipherSuites(Set<String> names) {
        ciphers = names;
        return this;
    }

    @Override
    public SslContextFactory keyMananagerFactory(KeyManagerFactory factory) {
        keys = factory;
        return this;
    }

    @Override
    public SslContextFactory clientAuth(ClientAuth auth) {
        clientAuth = auth;
        return this;
    }

    @Override
    public SslContextFactory trustManagerFactory(TrustManagerFactory factory) {
        clients = factory;
        return this;
    }

    @Override
    public SslContext create() throws SSLException {
        SslContextBuilder builder = SslContextBuilder.forServer(
                        new OpenSslCachingX509KeyManagerFactory(Objects.requireNonNull(keys)))
                .sslProvider(SslProvider.OPENSSL)
                .ciphers(ciphers.isEmpty() ? null : ciphers)
                .clientAuth(clientAuth)
                .trustManager(clients)
                .enableOcsp(staple.isConfigured());
        if (useAlpn && !protocols.isEmpty()) {
            builder.applicationProtocolConfig(new ApplicationProtocolConfig(
                    Protocol.ALPN,
                    SelectorFailureBehavior.NO_ADVERTISE,
                    SelectedListenerFailureBehavior.ACCEPT,
                    protocols));
        }
        SslContext context = builder.build();
        if (context.sessionContext() instanceof OpenSslSessionContext sessions) {
            sessions.setSessionCacheEnabled(true);
            tickets.use(sessions);
        }
        return new Equipped(context);
    }

    private final class Equipped extends DelegatingSslContext {
        Equipped(SslContext context) {
            super(context);
        }

        @Override
        protected void initEngine(SSLEngine engine) {
            byte[] response = staple.response();
            if (response.length > 0 && engine instanceof ReferenceCountedOpenSslEngine boring) {
                boring.setOcspResponse(response);
            }
        }
    }
}
