package dev.legato.contracts;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class FileHashTest {
    private static final String SHA256 = "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad";
    private static final long WRITTEN = 1_798_761_612_345_678_900L;
    private static final FileHash HASH = new FileHash(3, -1, SHA256, WRITTEN);

    @Test
    void parse_whatItWrote_isTheSame() {
        assertEquals(HASH, FileHash.parse(HASH.toString()));
        assertTrue(HASH.toString().length() <= FileHash.MAX_BYTES);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "3 1 " + SHA256, // as an earlier version wrote it
                "3 1 " + SHA256 + " ",
                "-3 1 " + SHA256 + " 1",
                "3 1 x" + SHA256 + " 1",
                "3 9999999999999999999 " + SHA256 + " 1",
            })
    void parse_anythingElse_isNone(String value) {
        assertNull(FileHash.parse(value));
    }

    @Test
    void isOf_otherSizeOrTime_isFalse() {
        assertTrue(HASH.isOf(3, -1, WRITTEN + 4_000_000));
        assertTrue(HASH.isOf(3, -1, WRITTEN - 4_000_000));
        assertFalse(HASH.isOf(4, -1, WRITTEN));
        assertFalse(HASH.isOf(3, 0, WRITTEN));
        assertFalse(HASH.isOf(3, -1, WRITTEN + 11_000_000));
        assertFalse(HASH.isOf(3, -1, WRITTEN - 11_000_000));
    }
}
