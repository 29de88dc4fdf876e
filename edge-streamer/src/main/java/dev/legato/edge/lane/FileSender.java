package dev.legato.edge.lane;

import dev.legato.edge.file.OpenFile;
import dev.legato.edge.os.Linux;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelOutboundBuffer;
import io.netty.channel.ChannelOutboundHandlerAdapter;
import io.netty.channel.ChannelPromise;
import io.netty.channel.FileRegion;
import io.netty.channel.unix.UnixChannel;
import io.netty.util.ReferenceCountUtil;
import java.nio.channels.ClosedChannelException;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * The last handler before the socket.
 *
 * <ul>
 *   <li>A head that a file region follows goes out by {@code send(MSG_MORE)}, so that the kernel puts both into the same
 *       packets: a segment and a wake-up less than {@code writev} and {@code sendfile} on their own.
 *   <li>A region whose pages are not in the page cache waits, and with it whatever is written later, until a worker has
 *       read them: one slow disk must not stop an event loop.
 *   <li>A region is {@linkplain OpenFile#region guarded} against its file's changing: then the rest waits as if its pages
 *       had to be read, until it is known that the bytes are the same.
 * </ul>
 *
 * <p>Answers follow one another on a connection, so there is one file at a time: whoever sends it says so by
 * {@link #sending} before writing.
 */
final class FileSender extends ChannelOutboundHandlerAdapter implements AnswerSender {
    private static final int LONGEST_HEAD = 4096;

    /** Bytes a worker reads before they are sent: soon the first ones go, and nobody fills the page cache unsent. */
    private static final long READ_AT_ONCE = 256 << 10;

    private final Optional<Linux> linux;
    private final Cork cork;
    private final @Nullable Pacer pacer;
    private final Deque<Runnable> waiting = new ArrayDeque<>();
    private @Nullable ChannelHandlerContext context;
    private boolean warming;
    private boolean awaited;
    private @Nullable OpenFile file;
    private @Nullable FileRegion region;
    private long sentBefore;
    private @Nullable ByteBuf head;
    private @Nullable ChannelPromise headPromise;

    /** @param pacer null to send as fast as the network takes it */
    FileSender(Optional<Linux> linux, Cork cork, @Nullable Pacer pacer) {
        this.linux = linux;
        this.cork = cork;
        this.pacer = pacer;
    }

    @Override
    public void begin(OpenFile next, String target) {
        region = null;
        sentBefore = 0;
        if (pacer != null) {
            pacer.begin(next, target);
        }
    }

    @Override
    public long sent() {
        return sentBefore + (region == null ? 0 : region.transferred());
    }

    @Override
    public void answered() {
        cork.pull();
        if (pacer != null) {
            pacer.end();
        }
    }

    /**
     * Says which file the regions written from now on are of; the first comes next after a head, which is not flushed
     * before it: Vert.x flushes the two apart when it answers outside of a read. Its sender keeps the file open until
     * they are sent.
     */
    void sending(OpenFile next) {
        file = next;
        awaited = true;
    }

    @Override
    public void write(ChannelHandlerContext context, Object message, ChannelPromise promise) {
        if (warming) {
            waiting.add(() -> write(context, message, promise));
        } else if (message instanceof FileRegion region && file != null) {
            long position = region.position();
            long count = region.count();
            ReferenceCountUtil.release(region);
            send(context, file, position, count, promise);
        } else if (message instanceof ByteBuf buffer && mayHold(context, buffer)) {
            head = buffer;
            headPromise = promise;
        } else {
            writeHead(context);
            var _ = context.write(message, promise);
        }
    }

    @Override
    public void flush(ChannelHandlerContext context) {
        if (warming) {
            waiting.add(() -> flush(context));
        } else if (!awaited || head == null) {
            writeHead(context);
            context.flush();
        }
    }

    @Override
    public void close(ChannelHandlerContext context, ChannelPromise promise) {
        dropHead();
        var _ = context.close(promise);
    }

    @Override
    public void handlerRemoved(ChannelHandlerContext context) {
        dropHead();
        answered();
    }

    /** If nothing waits in the queue of writes, and the bytes are in the page cache. */
    @Override
    public long sendAtOnce(ByteBuf ready, OpenFile sent, long position, long count, Moment moment) {
        ChannelHandlerContext own = Objects.requireNonNull(context);
        file = sent;
        if (count == 0
                || warming
                || !sent.isSendable()
                || !mayHold(own, ready)
                || !sent.isResident(position, Math.min(count, SLICE), moment.nanos())) {
            return queue(own, ready);
        }
        long slice = paced(Math.min(count, SLICE));
        cork.put(slice);
        Linux calls = linux.orElseThrow();
        int socket = ((UnixChannel) own.channel()).fd().intValue();
        if (!sendMore(calls, socket, ready)) {
            return queue(own, ready);
        }
        long taken = sendFile(socket, sent, position, slice);
        long all = taken;
        while (taken == slice && all < count) {
            slice = Math.min(count - all, SLICE);
            if (!sent.isUnchanged() || !sent.isResident(position + all, slice, moment.nanos())) {
                break; // as the queue of writes finds out as well
            }
            slice = paced(slice);
            taken = sendFile(socket, sent, position + all, slice);
            all += taken;
        }
        return all;
    }

    private long sendFile(int socket, OpenFile sent, long position, long count) {
        long taken = Math.max(0, sent.sendTo(socket, position, count));
        handed(taken);
        sentBefore += taken;
        return taken;
    }

    /** Has a head, or what is left of it, go before what is written next. */
    private long queue(ChannelHandlerContext own, ByteBuf ready) {
        write(own, own.alloc().directBuffer(ready.readableBytes()).writeBytes(ready), own.voidPromise());
        return -1;
    }

    /** How many of the bytes may go now. */
    private long paced(long count) {
        return pacer == null ? count : pacer.next(count);
    }

    private void handed(long count) {
        if (pacer != null) {
            pacer.handed(count);
        }
    }

    @Override
    public void sendOn(OpenFile sent, long position, long count, ChannelPromise promise) {
        ChannelHandlerContext own = Objects.requireNonNull(context);
        send(own, sent, position, count, promise);
        flush(own);
    }

    @Override
    public void handlerAdded(ChannelHandlerContext added) {
        context = added;
    }

    private void send(ChannelHandlerContext context, OpenFile sent, long position, long count, ChannelPromise promise) {
        awaited = false;
        if (count == 0) {
            writeHead(context);
            var _ = context.write(Unpooled.EMPTY_BUFFER, promise);
            return;
        }
        long piece = paced(count);
        if (piece < count) {
            cork.pull(); // what is left of a packet would wait for its rest, and the pace for it
        }
        boolean resident = sent.isResident(position, piece);
        if (!resident) {
            piece = Math.min(piece, READ_AT_ONCE);
        }
        handed(piece);
        if (resident) {
            cork.put(piece);
            sendHead(context);
            writeRegion(context, sent, position, piece, count, promise);
        } else {
            writeHead(context);
            warm(context, sent, position, piece, count, promise);
        }
    }

    /** Writes {@code piece} bytes of the {@code count}, and when they are sent the others. */
    private void writeRegion(
            ChannelHandlerContext context,
            OpenFile sent,
            long position,
            long piece,
            long count,
            ChannelPromise promise) {
        FileRegion next = nextRegion(sent, position, piece);
        ChannelPromise written = context.newPromise();
        written.addListener(done -> {
            long bytes = next.transferred();
            if (!done.isSuccess()) {
                boolean _ = promise.tryFailure(done.cause());
            } else if (bytes == count) {
                boolean _ = promise.trySuccess();
            } else if (bytes == piece) {
                send(context, sent, position + bytes, count - bytes, promise);
                flush(context);
            } else {
                warm(context, sent, position + bytes, Math.min(count - bytes, READ_AT_ONCE), count - bytes, promise);
            }
        });
        var _ = context.write(next, written);
    }

    /** One follows another no sooner than that is in the socket. */
    private FileRegion nextRegion(OpenFile sent, long position, long count) {
        sentBefore = sent();
        FileRegion next = sent.region(position, count);
        region = next;
        return next;
    }

    /**
     * Has a worker read the bytes, after it is known that they are the same if the file has changed; the kernel keeps
     * them for the sendfile that follows.
     */
    private void warm(
            ChannelHandlerContext context,
            OpenFile cold,
            long position,
            long piece,
            long count,
            ChannelPromise promise) {
        warming = true;
        cork.pull();
        context.flush();
        var _ = cold.readAhead(position, piece)
                .whenComplete((_, failure) -> context.executor().execute(() -> {
                    warming = false;
                    if (failure == null) {
                        writeRegion(context, cold, position, piece, count, promise);
                        context.flush();
                    } else {
                        // It has changed; or all workers wait for a disk, and many requests for them: not the loop too.
                        boolean _ = promise.tryFailure(failure);
                    }
                    resume();
                }));
    }

    /** Does what waited, up to the next cold region. */
    private void resume() {
        while (!warming && !waiting.isEmpty()) {
            waiting.remove().run();
        }
    }

    /** Holds a head back until it is known what follows, if it would be the first thing in the socket's queue. */
    private boolean mayHold(ChannelHandlerContext context, ByteBuf buffer) {
        return linux.isPresent()
                && head == null
                && buffer.hasMemoryAddress()
                && buffer.isReadable()
                && buffer.readableBytes() <= LONGEST_HEAD
                && context.channel() instanceof UnixChannel
                && isIdle(context);
    }

    private static boolean isIdle(ChannelHandlerContext context) {
        ChannelOutboundBuffer queue = context.channel().unsafe().outboundBuffer();
        return queue != null && queue.isEmpty() && queue.totalPendingWriteBytes() == 0;
    }

    /** Sends the head held back so that the kernel waits for the file; what it does not take goes the usual way. */
    private void sendHead(ChannelHandlerContext context) {
        ByteBuf held = head;
        ChannelPromise promise = headPromise;
        if (held == null
                || promise == null
                || linux.isEmpty()
                || !context.channel().isActive()) {
            writeHead(context);
            return;
        }
        if (!sendMore(linux.get(), ((UnixChannel) context.channel()).fd().intValue(), held)) {
            writeHead(context);
            return;
        }
        head = null;
        headPromise = null;
        held.release();
        boolean _ = promise.trySuccess();
    }

    /** Sends what the socket takes, and skips it; true if that was all. */
    private static boolean sendMore(Linux calls, int socket, ByteBuf buffer) {
        long sent = calls.sendMore(socket, buffer.memoryAddress() + buffer.readerIndex(), buffer.readableBytes());
        buffer.skipBytes((int) Math.max(0, sent));
        return !buffer.isReadable();
    }

    private void writeHead(ChannelHandlerContext context) {
        ByteBuf held = head;
        ChannelPromise promise = headPromise;
        head = null;
        headPromise = null;
        if (held != null && promise != null) {
            var _ = context.write(held, promise);
        }
    }

    private void dropHead() {
        awaited = false;
        ByteBuf held = head;
        ChannelPromise promise = headPromise;
        head = null;
        headPromise = null;
        if (held != null && promise != null) {
            held.release();
            boolean _ = promise.tryFailure(new ClosedChannelException());
        }
    }
}
