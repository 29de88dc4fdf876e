package dev.legato.edge.lane;

import dev.legato.edge.access.AccessLog;
import dev.legato.edge.access.Exchange;
import dev.legato.edge.address.Addresses;
import dev.legato.edge.address.RecentAddresses;
import dev.legato.edge.guard.ConnectionWatch;
import dev.legato.edge.http.Answer;
import dev.legato.edge.http.DateField;
import dev.legato.edge.metrics.EdgeMetrics;
import dev.legato.edge.source.OpenFile;
import dev.legato.edge.source.Source;
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
 * Answers canonical GETs of open files ahead of the HTTP decoder, and passes all else on unchanged.
 *
 * <p>It never overtakes: while Vert.x answers, everything goes to Vert.x; while the lane itself sends an answer, it
 * holds back what the client sends next. It sends its answers together with those of other connections, at the end of
 * the {@link Round}. It hands a connection over to Vert.x for good as soon as it has passed on bytes that were not
 * exactly one request without a body, since it then no longer knows where the next request begins. A request that has
 * arrived in part is held until the rest comes, or until it turns out not to be canonical. {@link LaneState} says which
 * of these it does.
 */
final class FastLane extends ChannelDuplexHandler implements ChannelFutureListener {
    /** So many bytes of an answer are sent before other connections of the event loop get their turn. */
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
    private final Source source;
    private final BooleanSupplier isRetiring;
    private final DateField date;
    private final EdgeMetrics metrics;
    private final @Nullable AccessLog log;
    private final FastAnswer answer = new FastAnswer();
    private LaneState state = LaneState.Idle.IDLE;
    private boolean passedOn = true; // the lane may be installed amid a read, whose end other handlers wait for
    private @Nullable ChannelHandlerContext context;
    private @Nullable ByteBuf held;

    FastLane(AnswerSender sender, ConnectionWatch watch, Round round, Lanes.Fast parts) {
        this.sender = sender;
        this.watch = watch;
        this.round = round;
        this.addresses = parts.addresses();
        this.source = parts.source();
        this.isRetiring = parts.isRetiring();
        this.date = parts.date();
        this.metrics = parts.metrics();
        this.log = parts.log();
    }

    /** Says that Vert.x has answered the request that was passed on to it. */
    void answered() {
        if (state == LaneState.VertxAnswers.VERTX_ANSWERS) {
            state = LaneState.Idle.IDLE;
        }
    }

    @Override
    public void handlerAdded(ChannelHandlerContext added) {
        context = added;
    }

    @Override
    public void channelRead(ChannelHandlerContext ctx, Object message) {
        if (!(message instanceof ByteBuf in)) {
            passOn(ctx, message);
            return;
        }
        switch (state) {
            case LaneState.Idle _ -> {
                hold(ctx, in);
                serveHeld(ctx);
            }
            case FastAnswer sending -> {
                hold(ctx, in);
                sending.pauseReading();
                ctx.channel().config().setAutoRead(false);
            }
            case LaneState.VertxAnswers _ -> {
                state = LaneState.HandedOver.HANDED_OVER; // more than one request is under way
                passOn(ctx, in);
            }
            case LaneState.HandedOver _ -> passOn(ctx, in);
            case LaneState.Closing _ -> in.release();
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

    /** Closes the connection; a shutdown that takes it for idle waits for the answer being sent. */
    @Override
    public void close(ChannelHandlerContext ctx, ChannelPromise promise) {
        if (!(state instanceof FastAnswer sending && sending.closeAfterwards(promise))) {
            var _ = ctx.close(promise);
        }
    }

    /** Continues after a slice of the file was handed over, or has failed. */
    @Override
    public void operationComplete(ChannelFuture sent) {
        ChannelHandlerContext ctx = Objects.requireNonNull(context);
        if (sent.isSuccess() && answer.left() > 0) {
            sendSlice(ctx);
        } else {
            end(ctx, sent.isSuccess());
        }
    }

    private void end(ChannelHandlerContext ctx, boolean whole) {
        ChannelPromise closing = answer.closing();
        boolean readingPaused = answer.isReadingPaused();
        state = whole && closing == null ? LaneState.Idle.IDLE : LaneState.Closing.CLOSING;
        sender.end();
        answer.finish(whole ? answer.length() : sender.sent(), whole, metrics);
        if (closing != null) {
            var _ = ctx.close(closing);
        } else if (!whole) {
            var _ = ctx.close();
        } else {
            if (readingPaused) {
                ctx.channel().config().setAutoRead(true);
            }
            serveHeld(ctx);
            channelReadComplete(ctx);
        }
    }

    /** Answers the requests that are held, as far as the lane can. */
    private void serveHeld(ChannelHandlerContext ctx) {
        ByteBuf in = held;
        if (in != null) {
            held = null;
            serve(ctx, in);
        }
    }

    private void serve(ChannelHandlerContext ctx, ByteBuf in) {
        while (in.isReadable() && state == LaneState.Idle.IDLE) {
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
                state = canonical && in.readableBytes() == length
                        ? LaneState.VertxAnswers.VERTX_ANSWERS
                        : LaneState.HandedOver.HANDED_OVER;
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

    /** Decides on an answer and schedules it for the end of the round; false if the slow lane has to answer. */
    private boolean answer(CanonicalGet request) {
        Moment moment = round.moment();
        Addresses.Granted granted = watch.isNextWithinBounds() ? granted(request.target(), moment) : null;
        OpenFile file = granted == null ? null : source.hit(granted.key(), request, moment.nanos());
        if (granted == null || file == null) {
            return false;
        }
        if (!answer.begin(file, Answer.decide(false, request, file.representation(), moment.seconds()))) {
            file.release();
            return false;
        }
        sender.begin(file, granted.link());
        if (log != null) {
            record(log, request);
        }
        state = answer;
        round.add(this);
        return true;
    }

    /** What a target may have; null if the slow lane has to answer. */
    private Addresses.@Nullable Granted granted(String target, Moment moment) {
        return !isRetiring.getAsBoolean()
                        && addresses.read(target, moment.seconds()) instanceof Addresses.Granted granted
                ? granted
                : null;
    }

    private void record(AccessLog to, CanonicalGet request) {
        Exchange exchange = to.begin("GET", request.target(), "HTTP/1.1");
        if (exchange != null) {
            exchange.fields(request::find).answering(answer.status());
            answer.record(exchange);
        }
    }

    /**
     * Sends the answer decided on. Most go to the socket at once; the rest of longer ones goes through the queue of
     * writes.
     */
    void send(Moment moment) {
        ChannelHandlerContext ctx = Objects.requireNonNull(context);
        ByteBuf head = answer.head(HEAD.get(), date.lineAt(moment.seconds()), moment.seconds());
        long sent = sender.sendAtOnce(head, answer.file(), answer.position(), Math.min(TURN, answer.left()), moment);
        answer.advance(Math.max(0, sent));
        if (sent >= 0 && answer.left() == 0) {
            end(ctx, true);
        } else {
            sendSlice(ctx);
        }
    }

    private void sendSlice(ChannelHandlerContext ctx) {
        long from = answer.position();
        long count = Math.min(AnswerSender.SLICE, answer.left());
        answer.advance(count);
        ChannelPromise promise = ctx.newPromise();
        promise.addListener(this);
        sender.sendQueued(answer.file(), from, count, promise);
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
