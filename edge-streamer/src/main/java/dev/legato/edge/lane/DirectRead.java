package dev.legato.edge.lane;

import io.netty.channel.ChannelHandler.Sharable;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelOutboundHandlerAdapter;

/**
 * The last handler of a pipeline: passes Netty's request to read more straight to the socket. Netty makes one after
 * each read and would take it through every handler. None of them needs it, and by then none is in the processor's
 * caches.
 */
@Sharable
final class DirectRead extends ChannelOutboundHandlerAdapter {
    @Override
    public void read(ChannelHandlerContext context) {
        context.channel().unsafe().beginRead();
    }
}
