package dev.legato.bench.generator.epoll;

import dev.legato.bench.corpus.CorpusFile;
import dev.legato.bench.generator.measurement.Failure;
import dev.legato.bench.generator.measurement.Recorder;
import dev.legato.bench.os.Errno;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import org.jspecify.annotations.Nullable;

/**
 * Reads a response as far as it has arrived: the head is parsed and held against what was asked, the body is discarded by
 * the kernel or compared byte for byte.
 */
final class ResponseReader {
    /** How much of the body may come along with the head; the rest need not be copied. */
    private static final int FIRST_READ = 1024;

    private static final int SCRATCH_BYTES = 1 << 17;

    private final Recorder recorder;
    private final MemorySegment scratch = Arena.ofAuto().allocate(SCRATCH_BYTES, 4096);
    private String message = "";

    ResponseReader(Recorder recorder) {
        this.recorder = recorder;
    }

    /** Says why the last {@link #read} failed. */
    String message() {
        return message;
    }

    /**
     * Reads until the response is whole (the connection is then idle) or no more is there.
     *
     * @return why the response is no good, or null
     */
    @Nullable
    Failure read(Connection c, Transport transport) {
        if (c.state == Connection.State.HEAD) {
            Failure failure = head(c, transport);
            if (failure != null || c.state != Connection.State.BODY) {
                return failure;
            }
        }
        return body(c, transport);
    }

    private @Nullable Failure head(Connection c, Transport transport) {
        int room = Math.min(c.inLength == 0 ? FIRST_READ : Connection.HEAD_BYTES, Connection.HEAD_BYTES - c.inLength);
        long got = transport.receive(c, c.in.address() + c.inLength, room);
        if (got <= 0) {
            return got == -Errno.EAGAIN ? null : closed(c, got);
        }
        c.inLength += (int) got;
        int length = c.head.parse(c.in, c.inLength);
        if (length == ResponseHead.INCOMPLETE) {
            return c.inLength < Connection.HEAD_BYTES
                    ? null
                    : because(Failure.PROTOCOL, "response head longer than %d bytes".formatted(Connection.HEAD_BYTES));
        }
        if (length == ResponseHead.MALFORMED) {
            return because(Failure.PROTOCOL, "not an HTTP/1.1 response");
        }
        Failure failure = judge(c);
        if (failure != null) {
            return failure;
        }
        c.state = Connection.State.BODY;
        return deliver(c, c.in, length, c.inLength - length);
    }

    private @Nullable Failure judge(Connection c) {
        ResponseHead head = c.head;
        if (head.status != c.expectedStatus) {
            return because(Failure.WRONG_STATUS, "status %d (expected: %d)".formatted(head.status, c.expectedStatus));
        }
        if (head.chunked) {
            return because(Failure.PROTOCOL, "a chunked body (expected: Content-Length)");
        }
        CorpusFile file = c.expectedFile();
        long expected = c.last - c.first + 1;
        if (head.contentLength != expected) {
            return because(
                    Failure.WRONG_LENGTH, "Content-Length: %d (expected: %d)".formatted(head.contentLength, expected));
        }
        if (!c.wholeFile
                && (head.rangeFirst != c.first || head.rangeLast != c.last || head.rangeComplete != file.size())) {
            return because(
                    Failure.WRONG_LENGTH,
                    "Content-Range: bytes %d-%d/%d (expected: bytes %d-%d/%d)"
                            .formatted(
                                    head.rangeFirst, head.rangeLast, head.rangeComplete, c.first, c.last, file.size()));
        }
        c.bodyLeft = expected;
        return null;
    }

    private @Nullable Failure body(Connection c, Transport transport) {
        while (c.state == Connection.State.BODY) {
            long asked = c.compare ? Math.min(c.bodyLeft, SCRATCH_BYTES) : c.bodyLeft;
            long got = c.compare
                    ? transport.receive(c, scratch.address(), asked)
                    : transport.discard(c, scratch.address(), SCRATCH_BYTES, asked);
            if (got <= 0) {
                return got == -Errno.EAGAIN ? null : closed(c, got);
            }
            Failure failure = deliver(c, scratch, 0, got);
            if (failure != null) {
                return failure;
            }
            if (c.state == Connection.State.BODY && transport.drained(got, asked)) {
                return null;
            }
        }
        return null;
    }

    /** Takes note of body bytes; makes the connection idle when they were the last. */
    private @Nullable Failure deliver(Connection c, MemorySegment from, int start, long count) {
        if (count > c.bodyLeft) {
            return because(
                    Failure.WRONG_LENGTH, "%d bytes more than Content-Length says".formatted(count - c.bodyLeft));
        }
        if (c.compare && count > 0) {
            CorpusFile file = c.expectedFile();
            long offset = c.first + c.bodyBytes;
            int right = file.matching(from, start, (int) count, offset);
            if (right < count) {
                return because(
                        Failure.WRONG_BODY,
                        "%s, byte %d: 0x%02x (expected: 0x%02x)"
                                .formatted(
                                        file.name(),
                                        offset + right,
                                        from.get(java.lang.foreign.ValueLayout.JAVA_BYTE, start + right),
                                        file.at(offset + right)));
            }
        }
        c.bodyBytes += count;
        c.bodyLeft -= count;
        if (c.bodyLeft == 0) {
            c.state = Connection.State.IDLE;
            if (c.compare) {
                recorder.checked();
            }
        }
        return null;
    }

    private Failure closed(Connection c, long result) {
        String how = result == 0 ? "connection closed" : Errno.text((int) -result);
        return because(
                Failure.CLOSED,
                c.state == Connection.State.HEAD
                        ? how + " before the response's head was whole"
                        : how + " after %d body bytes, %d still due".formatted(c.bodyBytes, c.bodyLeft));
    }

    private Failure because(Failure failure, String why) {
        message = why;
        return failure;
    }
}
