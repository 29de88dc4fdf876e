package dev.legato.edge.guard;

import io.netty.bootstrap.ServerBootstrap;
import io.netty.channel.Channel;
import io.netty.channel.ChannelFactory;
import io.netty.channel.IoHandlerFactory;
import io.netty.channel.ServerChannel;
import io.netty.channel.socket.DatagramChannel;
import io.netty.channel.socket.InternetProtocolFamily;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpServer;
import io.vertx.core.http.HttpServerOptions;
import io.vertx.core.http.impl.HttpServerImpl;
import io.vertx.core.internal.VertxInternal;
import io.vertx.core.internal.VertxWrapper;
import io.vertx.core.net.NetServerOptions;
import io.vertx.core.net.impl.NetServerImpl;
import io.vertx.core.net.impl.NetServerInternal;
import io.vertx.core.spi.transport.Transport;

/**
 * Makes HTTP servers of Vert.x with a {@link Gate} on their listening socket. Vert.x itself announces a connection with
 * its first request or after its TLS handshake, which is too late to count it or to limit its time.
 *
 * <p>The gate is installed by the method with which a transport configures the server's bootstrap. Only this class uses
 * Vert.x's internals for that.
 */
public final class GatedServer {
    private GatedServer() {}

    /** Makes a server as {@link Vertx#createHttpServer(HttpServerOptions)} does. */
    public static HttpServer create(Vertx vertx, HttpServerOptions options, Gate gate) {
        return new HttpServerImpl(new Gated((VertxInternal) vertx, gate), options);
    }

    private static final class Gated extends VertxWrapper {
        private final Gate gate;

        Gated(VertxInternal vertx, Gate gate) {
            super(vertx);
            this.gate = gate;
        }

        @Override
        public NetServerInternal createNetServer(NetServerOptions options) {
            return new NetServerImpl(this, options.copy());
        }

        @Override
        public Transport transport() {
            return new GatedTransport(super.transport(), gate);
        }
    }

    private record GatedTransport(Transport transport, Gate gate) implements Transport {
        @Override
        public void configure(NetServerOptions options, boolean domainSocket, ServerBootstrap bootstrap) {
            transport.configure(options, domainSocket, bootstrap);
            bootstrap.handler(gate);
        }

        @Override
        public boolean supportFileRegion() {
            return transport.supportFileRegion();
        }

        @Override
        public IoHandlerFactory ioHandlerFactory() {
            return transport.ioHandlerFactory();
        }

        @Override
        public DatagramChannel datagramChannel() {
            return transport.datagramChannel();
        }

        @Override
        @SuppressWarnings("deprecation") // Netty's name for it, in the signature of Vert.x
        public DatagramChannel datagramChannel(InternetProtocolFamily family) {
            return transport.datagramChannel(family);
        }

        @Override
        public ChannelFactory<? extends Channel> channelFactory(boolean domainSocket) {
            return transport.channelFactory(domainSocket);
        }

        @Override
        public ChannelFactory<? extends ServerChannel> serverChannelFactory(boolean domainSocket) {
            return transport.serverChannelFactory(domainSocket);
        }
    }
}
