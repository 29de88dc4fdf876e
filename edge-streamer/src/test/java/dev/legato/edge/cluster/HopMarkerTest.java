package dev.legato.edge.cluster;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;

import dev.legato.edge.cluster.HopMarker.Kind;
import java.time.Instant;
import java.time.InstantSource;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class HopMarkerTest {
    private static final long NOW = 1_764_457_200;
    private final HopMarker marker = at(NOW, "the secret of all edges");
    private final String genuine = marker.sign(Kind.FETCH, "GET", "/a.flac");

    private static HopMarker at(long seconds, String secret) {
        return new HopMarker(secret, InstantSource.fixed(Instant.ofEpochSecond(seconds)));
    }

    @Test
    void verify_genuine_saysWhatIsAskedFor() {
        assertEquals(Kind.FETCH, marker.verify(genuine, "GET", "/a.flac"));
        assertEquals(Kind.PURGES, marker.verify(marker.sign(Kind.PURGES, "GET", "/"), "GET", "/"));
    }

    @Test
    void verify_otherRequestSecretOrKind_isNull() {
        assertNull(marker.verify(genuine, "HEAD", "/a.flac"));
        assertNull(marker.verify(genuine, "GET", "/b.flac"));
        assertNull(marker.verify(genuine.replace("fetch", "purges"), "GET", "/a.flac"));
        assertNull(at(NOW, "a stranger's secret!").verify(genuine, "GET", "/a.flac"));
    }

    @ParameterizedTest
    @ValueSource(longs = {-61, 61, 86_400})
    void verify_clockDiffersTooMuch_isNull(long seconds) {
        assertNull(at(NOW + seconds, "the secret of all edges").verify(genuine, "GET", "/a.flac"));
    }

    @ParameterizedTest
    @ValueSource(longs = {-60, 60})
    void verify_clockDiffersALittle_isAccepted(long seconds) {
        assertEquals(Kind.FETCH, at(NOW + seconds, "the secret of all edges").verify(genuine, "GET", "/a.flac"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "fetch", "fetch 1 x", "fetch 99999999999999 x", "wait", "fetch  1 2"})
    void verify_malformed_isNull(String value) {
        assertNull(marker.verify(value, "GET", "/a.flac"));
    }
}
