package dev.legato.gateway;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.vertx.core.MultiMap;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;

class HopByHopTest {
    @Test
    void copy_headersOfTheConnection_stayBehind() {
        MultiMap from = MultiMap.caseInsensitiveMultiMap()
                .add("Connection", "close, X-Mine")
                .add("x-mine", "1")
                .add("TE", "trailers")
                .add("Transfer-Encoding", "chunked")
                .add("Upgrade", "websocket")
                .add("Accept", "text/html")
                .add("Vary", "Origin")
                .add("Vary", "Accept");
        MultiMap to = MultiMap.caseInsensitiveMultiMap();
        HopByHop.copy(from, to);
        assertEquals(Set.of("Accept", "Vary"), to.names());
        assertEquals(2, to.getAll("Vary").size());
    }

    @Test
    void copy_cookiesOfHttp2_becomeOneField() {
        MultiMap from = MultiMap.caseInsensitiveMultiMap().add("cookie", "a=1").add("cookie", "b=2; c=3");
        MultiMap to = MultiMap.caseInsensitiveMultiMap();
        HopByHop.copy(from, to);
        assertEquals(List.of("a=1; b=2; c=3"), to.getAll("Cookie"));
    }
}
