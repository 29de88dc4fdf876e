package dev.legato.edge.guard;

import dev.legato.edge.metrics.EdgeMetrics;
import io.netty.channel.Channel;
import io.netty.channel.ChannelHandler.Sharable;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import java.net.SocketAddress;
import java.time.Duration;

/** The handler of the listening socket: admits connections within the limits, and installs a watch in each. */
@Sharable
public final class Gate extends ChannelInboundHandlerAdapter {
    private final Connections connections;
    private final Watches watches;
    private final TrustedPeers trusted;
    private final EdgeMetrics metrics;

    /**
     * @param idleTimeout after which a connection without requests and answers is closed
     * @param trusted peers to whom the limits per address and per second do not apply
     */
    public Gate(ConnectionLimits limits, Duration idleTimeout, TrustedPeers trusted, EdgeMetrics metrics) {
        this.connections = new Connections(limits.total(), limits.perAddress());
        this.watches = new Watches(limits, idleTimeout, metrics, System::nanoTime);
        this.trusted = trusted;
        this.metrics = metrics;
    }

    /** Replaces the limits, for open connections too. */
    public void limit(ConnectionLimits limits, Duration idleTimeout) {
        connections.limit(limits.total(), limits.perAddress());
        watches.limit(limits, idleTimeout);
    }

    /** How many connections are open. */
    public int count() {
        return connections.count();
    }

    @Override
    public void channelRead(ChannelHandlerContext context, Object message) {
        if (message instanceof Channel accepted && !admit(accepted)) {
            accepted.unsafe().closeForcibly();
            return;
        }
        context.fireChannelRead(message);
    }

    private boolean admit(Channel accepted) {
        SocketAddress remote = accepted.remoteAddress();
        if (remote == null) {
            return false; // it is closed already
        }
        boolean exempt = trusted.contain(remote);
        switch (connections.admit(remote, exempt)) {
            case TOO_MANY -> metrics.refused("total");
            case TOO_MANY_OF_ADDRESS -> metrics.refused("address");
            case ADMITTED -> {
                accepted.closeFuture().addListener(_ -> connections.release(remote));
                accepted.pipeline().addLast(ConnectionWatch.NAME, watches.create(exempt));
                accepted.pipeline().addLast(new FirstBytes(() -> metrics.closed("no-http")));
                return true;
            }
        }
        return false;
    }
}
