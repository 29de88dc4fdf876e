package dev.legato.contracts;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;

import java.nio.charset.StandardCharsets;
import java.util.HexFormat;
import org.junit.jupiter.api.Test;

class Sha256Test {
    /** FIPS 180-4, example of one block. */
    private static final String ABC = "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad";

    @Test
    void hex_knownText_isThePublishedDigest() {
        byte[] text = "abc".getBytes(StandardCharsets.UTF_8);
        assertEquals(ABC, Sha256.hex(text));
        assertArrayEquals(HexFormat.of().parseHex(ABC), Sha256.of(text));
    }

    @Test
    void digest_dataInPieces_isTheDigestOfTheWhole() {
        var digest = Sha256.digest();
        digest.update("a".getBytes(StandardCharsets.UTF_8));
        assertArrayEquals(HexFormat.of().parseHex(ABC), digest.digest("bc".getBytes(StandardCharsets.UTF_8)));
    }
}
