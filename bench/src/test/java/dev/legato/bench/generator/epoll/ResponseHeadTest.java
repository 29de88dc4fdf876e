package dev.legato.bench.generator.epoll;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.lang.foreign.MemorySegment;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;

class ResponseHeadTest {
    private final ResponseHead head = new ResponseHead();

    @Test
    void parse_readsLengthAndRangeWhateverTheCase() {
        String text =
                "HTTP/1.1 206 Partial Content\r\ncontent-LENGTH: 100\r\nContent-range:  bytes 5-104/9437184\r\n\r\n";
        assertEquals(text.length(), parse(text + "body"));
        assertEquals(206, head.status);
        assertEquals(100, head.contentLength);
        assertEquals(5, head.rangeFirst);
        assertEquals(104, head.rangeLast);
        assertEquals(9_437_184, head.rangeComplete);
    }

    @Test
    void parse_waitsForTheBlankLine() {
        assertEquals(ResponseHead.INCOMPLETE, parse("HTTP/1.1 200 OK\r\nContent-Length: 3\r\n"));
    }

    @Test
    void parse_refusesWhatIsNoResponse() {
        assertEquals(ResponseHead.MALFORMED, parse("SSH-2.0-OpenSSH_9.2\r\n\r\n"));
        assertEquals(ResponseHead.MALFORMED, parse("HTTP/1.1 2x6 Partial\r\n\r\n"));
    }

    @Test
    void parse_leavesAnUnsatisfiedRangeUnset() {
        assertTrue(parse("HTTP/1.1 416 Range Not Satisfiable\r\nContent-Range: bytes */5\r\n\r\n") > 0);
        assertEquals(-1, head.rangeFirst);
    }

    @Test
    void parse_seesChunksAndClose() {
        assertTrue(parse("HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\nConnection: close\r\n\r\n") > 0);
        assertTrue(head.chunked);
        assertTrue(head.close);
    }

    private int parse(String text) {
        byte[] bytes = text.getBytes(StandardCharsets.US_ASCII);
        return head.parse(MemorySegment.ofArray(bytes), bytes.length);
    }
}
