package dev.legato.edge.origin;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class S3PathTest {
    @ParameterizedTest
    @CsvSource({
        "/a/b.flac, /a/b.flac",
        "/%61%2f%7e, /a/~",
        "/a%20b+c, /a%20b%2Bc",
        "/ä, /%C3%A4",
        "/%c3%a4, /%C3%A4",
        "/a?b=c, /a",
        "/..a/b.., /..a/b..",
        "/.../b, /.../b"
    })
    void ofObject_isSpeltTheOneWay(String target, String expected) {
        assertEquals(expected, S3Path.ofObject(target));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"", "a", "/", "//", "/a/", "//a", "/a//b", "/.", "/..", "/a/..", "/a/%2e/b", "/%", "/%4", "/%4x"
            })
    void ofObject_thatIsNone_isNull(String target) {
        assertNull(S3Path.ofObject(target));
    }

    @Test
    void canonical_brokenEncoding_isRefused() {
        assertThrows(IllegalArgumentException.class, () -> {
            var _ = S3Path.canonical("/%+1");
        });
    }
}
