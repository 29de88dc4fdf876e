package dev.legato.edge.lane;

import io.netty.channel.ChannelHandler.Sharable;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelOutboundHandlerAdapter;

/**
 * Last in a pipeline, takes the wish to read more straight to the socket. After each read Netty carries it there past every
 * handler, of which none cares, and by then none of them is in the processor's caches.
 */
@Sharable
final class DirectRead extends ChannelOutboundHandlerAdapter {
    @Override
    public void read(ChannelHandlerContext context) {
        context.channel().unsafe().beginRead();
    }
}
