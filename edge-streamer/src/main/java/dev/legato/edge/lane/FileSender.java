package dev.legato.edge.lane;

import dev.legato.contracts.SignedPath;
import dev.legato.edge.os.Linux;
import dev.legato.edge.source.OpenFile;
import io.netty.buffer.ByteBuf;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelOutboundHandlerAdapter;
import io.netty.channel.ChannelPromise;
import io.netty.channel.FileRegion;
import io.netty.channel.unix.UnixChannel;
import io.netty.util.ReferenceCountUtil;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * The last handler before the socket: the order in which heads and files reach it, whichever lane wrote them. A {@link
 * HeldHead} puts a head and the first bytes of its file into the same packets, a {@link QueuedFile} sends what the
 * socket does not take at once, and a {@link ColdPause} keeps other writes in order while a worker reads from the disk.
 *
 * <p>Answers follow one another on a connection, so it sends one file at a time: whoever writes a file calls {@link
 * #announce} first.
 */
final class FileSender extends ChannelOutboundHandlerAdapter implements AnswerSender {
    private final HeldHead head;
    private final ColdPause pause = new ColdPause();
    private final QueuedFile queued;
    private final Cork cork;
    private final @Nullable Pacer pacer;
    private @Nullable ChannelHandlerContext context;
    private @Nullable OpenFile file;
    private boolean announced;
    private long sentAtOnce;

    /**
     * @param linux system calls, where there are any
     * @param pacer null to send as fast as the network takes it
     */
    FileSender(Optional<Linux> linux, Cork cork, @Nullable Pacer pacer) {
        this.head = new HeldHead(linux);
        this.cork = cork;
        this.pacer = pacer;
        this.queued = new QueuedFile(head, pause, cork, pacer);
    }

    @Override
    public void begin(OpenFile next, @Nullable SignedPath link) {
        queued.begin();
        sentAtOnce = 0;
        if (pacer != null) {
            pacer.begin(next, link);
        }
    }

    @Override
    public long sent() {
        return sentAtOnce + queued.sent();
    }

    @Override
    public void end() {
        cork.uncork();
        if (pacer != null) {
            pacer.end();
        }
    }

    /**
     * Announces the file that the regions written from now on belong to. The first of them follows a head, which is not
     * flushed before it: Vert.x flushes the two apart when it answers outside of a read. The caller keeps the file open
     * until they are sent.
     */
    void announce(OpenFile next) {
        file = next;
        announced = true;
    }

    @Override
    public void write(ChannelHandlerContext context, Object message, ChannelPromise promise) {
        if (pause.isActive()) {
            pause.defer(() -> write(context, message, promise));
        } else if (message instanceof FileRegion region && file != null) {
            long position = region.position();
            long count = region.count();
            ReferenceCountUtil.release(region);
            announced = false;
            queued.write(context, file, position, count, promise);
        } else if (message instanceof ByteBuf buffer && head.isSendable(context, buffer)) {
            head.hold(buffer, promise);
        } else {
            head.write(context);
            var _ = context.write(message, promise);
        }
    }

    @Override
    public void flush(ChannelHandlerContext context) {
        if (pause.isActive()) {
            pause.defer(() -> flush(context));
        } else if (!announced || head.isEmpty()) {
            head.write(context);
            context.flush();
        }
    }

    @Override
    public void close(ChannelHandlerContext context, ChannelPromise promise) {
        dropHead();
        var _ = context.close(promise);
    }

    @Override
    public void handlerAdded(ChannelHandlerContext added) {
        context = added;
    }

    @Override
    public void handlerRemoved(ChannelHandlerContext context) {
        dropHead();
        end();
    }

    private void dropHead() {
        announced = false;
        head.drop();
    }

    /** Sends past the queue of writes if nothing waits in it and the bytes are in the page cache. */
    @Override
    public long sendAtOnce(ByteBuf ready, OpenFile sent, long position, long count, Moment moment) {
        ChannelHandlerContext own = Objects.requireNonNull(context);
        file = sent;
        if (count == 0
                || pause.isActive()
                || !sent.isSendable()
                || !head.isSendable(own, ready)
                || !sent.isResident(position, Math.min(count, SLICE), moment.nanos())) {
            return enqueue(own, ready);
        }
        long slice = paced(Math.min(count, SLICE));
        cork.cork(slice);
        if (!head.sendMore(own.channel(), ready)) {
            return enqueue(own, ready);
        }
        int socket = ((UnixChannel) own.channel()).fd().intValue();
        long taken = send(socket, sent, position, slice);
        long all = taken;
        while (taken == slice && all < count) {
            slice = Math.min(count - all, SLICE);
            if (!sent.isUnchanged() || !sent.isResident(position + all, slice, moment.nanos())) {
                break; // the queue of writes finds the same and deals with it
            }
            slice = paced(slice);
            taken = send(socket, sent, position + all, slice);
            all += taken;
        }
        return all;
    }

    private long send(int socket, OpenFile sent, long position, long count) {
        long taken = Math.max(0, sent.sendTo(socket, position, count));
        if (pacer != null) {
            pacer.sent(taken);
        }
        sentAtOnce += taken;
        return taken;
    }

    /** Writes a head, or what is left of it, ahead of what is written next. */
    private long enqueue(ChannelHandlerContext own, ByteBuf ready) {
        write(own, own.alloc().directBuffer(ready.readableBytes()).writeBytes(ready), own.voidPromise());
        return -1;
    }

    /** How many of the bytes may go now. */
    private long paced(long count) {
        return pacer == null ? count : pacer.next(count);
    }

    @Override
    public void sendQueued(OpenFile sent, long position, long count, ChannelPromise promise) {
        ChannelHandlerContext own = Objects.requireNonNull(context);
        announced = false;
        queued.write(own, sent, position, count, promise);
        flush(own);
    }
}
