package dev.legato.bench.generator.epoll;

import dev.legato.bench.corpus.CorpusFile;
import dev.legato.bench.os.MessageBuffer;
import java.lang.foreign.MemorySegment;
import java.net.InetSocketAddress;
import org.jspecify.annotations.Nullable;

/** One keep-alive connection: at most one request in flight, what it asked for, and how far the response is. */
public final class Connection {
    enum State {
        CLOSED,
        CONNECTING,
        HANDSHAKE,
        IDLE,
        SENDING,
        HEAD,
        BODY
    }

    /** The largest response head accepted. */
    static final int HEAD_BYTES = 4096;

    final int number;
    final Workload owner;
    final InetSocketAddress address;
    final boolean tls;
    final MemorySegment in;
    final ResponseHead head = new ResponseHead();
    final MessageBuffer request;

    State state = State.CLOSED;
    int fd = -1;
    long ssl;
    int sentBytes;
    boolean sendWhenOpen;
    boolean lost;
    int inLength;
    long bodyBytes;
    long bodyLeft;
    int expectedStatus;
    boolean compare;

    @Nullable
    CorpusFile file;

    long first;
    long last;
    boolean wholeFile;

    private long intended;
    private long sent;
    private long answered;

    Connection(
            int number, Workload owner, InetSocketAddress address, boolean tls, MemorySegment in, MemorySegment out) {
        this.number = number;
        this.owner = owner;
        this.address = address;
        this.tls = tls;
        this.in = in;
        this.request = new MessageBuffer(out);
    }

    public int number() {
        return number;
    }

    /** The request to be written, then sent by {@link EventLoop#send}. */
    public MessageBuffer request() {
        return request;
    }

    /**
     * Asks for a range of a file and says what the answer must be.
     *
     * @param first first byte position
     * @param last last byte position, inclusive
     * @param compare whether to compare every byte instead of throwing the body away
     */
    public void expectRange(CorpusFile from, long first, long last, boolean compare) {
        expect(206, from, first, last, compare);
        wholeFile = false;
    }

    /** As {@link #expectRange}, for a file without a Range field. */
    public void expectFile(CorpusFile whole, boolean compare) {
        expect(200, whole, 0, whole.size() - 1, compare);
        wholeFile = true;
    }

    /** The file asked for by the last request. */
    CorpusFile expectedFile() {
        if (file == null) {
            throw new IllegalStateException("no file (expected: a request before its answer)");
        }
        return file;
    }

    private void expect(int status, CorpusFile from, long firstByte, long lastByte, boolean compareBytes) {
        expectedStatus = status;
        file = from;
        first = firstByte;
        last = lastByte;
        compare = compareBytes;
    }

    /** Bytes of the last body. */
    public long bodyBytes() {
        return bodyBytes;
    }

    /** When the request should have left; latency counts from here. */
    public long intended() {
        return intended;
    }

    /** When it did leave. */
    public long sent() {
        return sent;
    }

    /** When the head of its answer arrived. */
    public long answered() {
        return answered;
    }

    void answered(long at) {
        answered = at;
    }

    void stamp(long intendedAt, long sentAt) {
        intended = intendedAt;
        sent = sentAt;
    }

    boolean opening() {
        return state == State.CONNECTING || state == State.HANDSHAKE;
    }

    boolean waiting() {
        return state == State.SENDING || state == State.HEAD || state == State.BODY;
    }

    /** Whether a request may be sent; one that is given while the connection is made anew leaves when it stands. */
    public boolean free() {
        return !waiting() && !sendWhenOpen && !lost;
    }
}
