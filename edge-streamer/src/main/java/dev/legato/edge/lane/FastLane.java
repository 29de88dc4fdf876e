package dev.legato.edge.lane;

import dev.legato.edge.access.AccessLog;
import dev.legato.edge.access.Exchange;
import dev.legato.edge.address.Addresses;
import dev.legato.edge.address.RecentAddresses;
import dev.legato.edge.file.OpenFile;
import dev.legato.edge.file.OpenFiles;
import dev.legato.edge.guard.ConnectionWatch;
import dev.legato.edge.http.Answer;
import dev.legato.edge.http.ByteRange;
import dev.legato.edge.http.DateField;
import dev.legato.edge.metrics.EdgeMetrics;
import dev.legato.edge.metrics.EdgeMetrics.RangeClass;
import dev.legato.edge.metrics.EdgeMetrics.Tier;
import io.netty.buffer.ByteBuf;
import io.netty.channel.ChannelDuplexHandler;
import io.netty.channel.ChannelFuture;
import io.netty.channel.ChannelFutureListener;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelPromise;
import io.netty.util.concurrent.FastThreadLocal;
import java.util.Objects;
import java.util.function.BooleanSupplier;
import org.jspecify.annotations.Nullable;

/**
 * Answers canonical GETs of open files ahead of the HTTP decoder, and passes all else on untouched.
 *
 * <p>It never overtakes: while Vert.x answers, everything goes to Vert.x; while an answer of its own is being sent, what
 * the client sends next is held back. What it answers, it sends with others at the end of the {@link Round}. It passes a
 * connection over to Vert.x for good as soon as it has passed on bytes of which it cannot say that they were exactly one
 * request without a body, since it then no longer knows where the next request begins. A request that is here in part is
 * held until the rest comes, or until it turns out not to be canonical.
 */
final class FastLane extends ChannelDuplexHandler implements ChannelFutureListener {
    /** Bytes of an answer that are sent before other connections of the event loop get their turn. */
    private static final long TURN = 16 << 20;

    private static final FastThreadLocal<CanonicalGet> REQUEST = new FastThreadLocal<>() {
        @Override
        protected CanonicalGet initialValue() {
            return new CanonicalGet();
        }
    };

    private static final FastThreadLocal<ResponseHead> HEAD = new FastThreadLocal<>() {
        @Override
        protected ResponseHead initialValue() {
            return new ResponseHead();
        }
    };

    private final AnswerSender sender;
    private final ConnectionWatch watch;
    private final Round round;
    private final RecentAddresses addresses;
    private final OpenFiles files;
    private final BooleanSupplier isRetiring;
    private final DateField date;
    private final EdgeMetrics metrics;
    private final @Nullable AccessLog log;
    private boolean slowForGood;
    private boolean slowAnswers;
    private boolean passedOn = true; // we may have been put in amid a read, whose end the others wait for
    private boolean paused;
    private @Nullable ChannelHandlerContext context;
    private @Nullable OpenFile sending;
    private @Nullable Exchange recorded;
    private @Nullable Answer answer;
    private int status;
    private RangeClass rangeClass = RangeClass.NONE;
    private long begin;
    private long position;
    private long end;
    private @Nullable ByteBuf held;
    private @Nullable ChannelPromise closing;

    FastLane(AnswerSender sender, ConnectionWatch watch, Round round, Lanes.Fast parts) {
        this.sender = sender;
        this.watch = watch;
        this.round = round;
        this.addresses = parts.addresses();
        this.files = parts.files();
        this.isRetiring = parts.isRetiring();
        this.date = parts.date();
        this.metrics = parts.metrics();
        this.log = parts.log();
    }

    /** Vert.x has answered the request passed on to it. */
    void answered() {
        slowAnswers = false;
    }

    @Override
    public void handlerAdded(ChannelHandlerContext added) {
        context = added;
    }

    @Override
    public void channelRead(ChannelHandlerContext ctx, Object message) {
        if (!(message instanceof ByteBuf in) || slowForGood || slowAnswers) {
            slowForGood |= slowAnswers; // more than one request under way: we lose count
            passOn(ctx, message);
        } else if (sending != null) {
            hold(ctx, in);
            paused = true;
            ctx.channel().config().setAutoRead(false);
        } else {
            hold(ctx, in);
            resume(ctx);
        }
    }

    @Override
    public void channelReadComplete(ChannelHandlerContext ctx) {
        if (passedOn) {
            passedOn = false;
            ctx.fireChannelReadComplete();
        }
    }

    @Override
    public void channelInactive(ChannelHandlerContext ctx) {
        dropHeld();
        ctx.fireChannelInactive();
    }

    @Override
    public void handlerRemoved(ChannelHandlerContext ctx) {
        dropHeld();
    }

    /** Who closes a connection for a shutdown, believing it idle, has the answer under way finished first. */
    @Override
    public void close(ChannelHandlerContext ctx, ChannelPromise promise) {
        if (sending != null && closing == null) {
            closing = promise;
        } else {
            var _ = ctx.close(promise);
        }
    }

    /** A slice of the file is in the socket, or will never be. */
    @Override
    public void operationComplete(ChannelFuture sent) {
        ChannelHandlerContext ctx = Objects.requireNonNull(context);
        OpenFile file = Objects.requireNonNull(sending);
        if (sent.isSuccess() && position < end) {
            sendSlice(ctx, file);
            return;
        }
        ended(ctx, file, sent.isSuccess());
    }

    private void ended(ChannelHandlerContext ctx, OpenFile file, boolean whole) {
        long bytes = whole ? end - begin : sender.sent();
        sending = null;
        sender.end();
        metrics.count(status, rangeClass, file.representation().rendition(), Tier.OPEN, bytes);
        file.release();
        finished(bytes, whole);
        if (!whole) {
            var _ = ctx.close();
        } else if (closing != null) {
            var _ = ctx.close(closing);
        } else {
            resume(ctx);
            channelReadComplete(ctx);
        }
    }

    /** Answers what is held, as far as it can. */
    private void serve(ChannelHandlerContext ctx, ByteBuf in) {
        while (in.isReadable() && sending == null && closing == null) {
            CanonicalGet request = REQUEST.get();
            CanonicalGet.Reading reading = request.read(in);
            int length = request.length();
            if (reading == CanonicalGet.Reading.INCOMPLETE) {
                break;
            }
            boolean canonical = reading == CanonicalGet.Reading.CANONICAL;
            if (canonical && answer(request)) {
                watch.requestRead();
                in.skipBytes(length);
            } else {
                slowAnswers = canonical && in.readableBytes() == length;
                slowForGood = !slowAnswers;
                passOn(ctx, in);
                return;
            }
        }
        if (in.isReadable()) {
            held = in;
        } else {
            in.release();
        }
    }

    private boolean answer(CanonicalGet request) {
        Moment moment = round.moment();
        OpenFile file = watch.isNextWithinBounds() ? find(request.target(), moment) : null;
        if (file == null) {
            return false;
        }
        sender.begin(file, request.target());
        long completeLength = file.representation().completeLength();
        Answer decided = Answer.decide(false, request, file.representation(), moment.seconds());
        switch (decided) {
            case Answer.Whole _ -> {
                record(request, 200, RangeClass.WHOLE);
                sendLater(file, decided, 0, completeLength);
            }
            case Answer.Partial(ByteRange range) -> {
                record(request, 206, RangeClass.ofLength(range.length()));
                sendLater(file, decided, range.start(), range.endExclusive());
            }
            case Answer.NotModified _ -> {
                record(request, 304, RangeClass.NONE);
                sendLater(file, decided, 0, 0);
            }
            case Answer.Multipart _, Answer.PreconditionFailed _, Answer.Unsatisfiable _ -> {
                file.release();
                return false;
            }
        }
        return true;
    }

    /** The open file that a target may have, with a reference taken; null if the slow lane has to look. */
    private @Nullable OpenFile find(String target, Moment moment) {
        return !isRetiring.getAsBoolean()
                        && addresses.read(target, moment.seconds()) instanceof Addresses.Granted granted
                ? files.hit(granted.key(), moment.nanos())
                : null;
    }

    private void sendLater(OpenFile file, Answer decided, long from, long to) {
        sending = file;
        answer = decided;
        begin = from;
        position = from;
        end = to;
        round.add(this);
    }

    /**
     * Sends the answer decided on. Most are in the socket at once; of the others the rest goes through the queue of
     * writes.
     */
    void send(Moment moment) {
        ChannelHandlerContext ctx = Objects.requireNonNull(context);
        OpenFile file = Objects.requireNonNull(sending);
        byte[] dateLine = date.lineAt(moment.seconds());
        ByteBuf head = HEAD.get().of(Objects.requireNonNull(answer), file, dateLine);
        long sent = sender.sendAtOnce(head, file, begin, Math.min(TURN, end - begin), moment);
        position += Math.max(0, sent);
        if (sent >= 0 && position == end) {
            ended(ctx, file, true);
        } else {
            sendSlice(ctx, file);
        }
    }

    private void sendSlice(ChannelHandlerContext ctx, OpenFile file) {
        long from = position;
        long count = Math.min(AnswerSender.SLICE, end - from);
        position = from + count;
        ChannelPromise promise = ctx.newPromise();
        promise.addListener(this);
        sender.sendQueued(file, from, count, promise);
    }

    private void record(CanonicalGet request, int decided, RangeClass range) {
        status = decided;
        rangeClass = range;
        Exchange exchange = log == null ? null : log.begin("GET", request.target(), "HTTP/1.1");
        if (exchange != null) {
            exchange.fields(request::find).answering(decided);
            recorded = exchange;
        }
    }

    private void finished(long bodyBytes, boolean whole) {
        Exchange exchange = recorded;
        if (exchange != null) {
            recorded = null;
            exchange.finished(bodyBytes, whole);
        }
    }

    /** Goes on with what came while an answer was sent, or with the rest of a request. */
    private void resume(ChannelHandlerContext ctx) {
        if (paused) {
            paused = false;
            ctx.channel().config().setAutoRead(true);
        }
        ByteBuf in = held;
        if (in != null) {
            held = null;
            serve(ctx, in);
        }
    }

    private void hold(ChannelHandlerContext ctx, ByteBuf in) {
        ByteBuf before = held;
        if (before == null) {
            held = in;
            return;
        }
        held = ctx.alloc()
                .buffer(before.readableBytes() + in.readableBytes())
                .writeBytes(before)
                .writeBytes(in);
        before.release();
        in.release();
    }

    private void passOn(ChannelHandlerContext ctx, Object message) {
        passedOn = true;
        ctx.fireChannelRead(message);
    }

    private void dropHeld() {
        ByteBuf in = held;
        held = null;
        if (in != null) {
            in.release();
        }
    }
}
