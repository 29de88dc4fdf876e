package dev.legato.edge.lane;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.code_intelligence.jazzer.junit.FuzzTest;
import dev.legato.edge.guard.HostField;
import dev.legato.edge.http.RequestFields;
import io.netty.buffer.Unpooled;
import io.netty.channel.embedded.EmbeddedChannel;
import io.netty.handler.codec.http.HttpRequest;
import io.netty.handler.codec.http.HttpRequestDecoder;
import io.netty.handler.codec.http.LastHttpContent;
import java.util.Arrays;
import java.util.List;

/** What the fast lane takes for a request, Netty's decoder takes for the same request, and ends it at the same byte. */
class CanonicalGetFuzzTest {
    private final CanonicalGet get = new CanonicalGet();

    @FuzzTest(maxDuration = "60s")
    void read_anyBytes_agreesWithTheDecoder(byte[] data) {
        if (get.read(Unpooled.wrappedBuffer(data)) != CanonicalGet.Reading.CANONICAL) {
            return;
        }
        EmbeddedChannel decoder = new EmbeddedChannel(new HttpRequestDecoder());
        assertTrue(decoder.writeInbound(Unpooled.copiedBuffer(Arrays.copyOf(data, get.length()))));
        HttpRequest request = decoder.readInbound();
        assertTrue(request.decoderResult().isSuccess(), () -> "refused: " + request.decoderResult());
        assertEquals("GET", request.method().name());
        assertEquals(get.target(), request.uri());
        assertEquals(1, request.headers().getAll("host").size());
        assertTrue(HostField.isValid(request.headers().get("host")));
        for (RequestFields.Name name : RequestFields.Name.values()) {
            List<String> lines = request.headers().getAll(name.wireName());
            assertTrue(lines.size() <= 1);
            assertEquals(lines.isEmpty() ? null : lines.getFirst(), get.get(name));
        }
        assertSame(LastHttpContent.EMPTY_LAST_CONTENT, decoder.readInbound());
        assertTrue(decoder.inboundMessages().isEmpty());
        var _ = decoder.finish();
    }
}
