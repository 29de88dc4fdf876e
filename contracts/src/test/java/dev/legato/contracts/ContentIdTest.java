package dev.legato.contracts;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.HexFormat;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.Size;
import org.junit.jupiter.api.Test;

class ContentIdTest {
    @Test
    void of_knownDigest_readsBitsFromTheTop() {
        byte[] digest = HexFormat.of().parseHex("0044000000000000000000000000000000ff");
        assertEquals("0120000000000000000000000", ContentId.of(digest).substring(0, 25));
    }

    @Property
    void of_anyDigest_isValid(@ForAll @Size(32) byte[] digest) {
        assertTrue(ContentId.isValid(ContentId.of(digest)));
    }

    @Test
    void isValid_ambiguousLetter_isFalse() {
        assertFalse(ContentId.isValid("il000000000000000000000000"));
    }

    @Test
    void trackId_pathEscape_isRefused() {
        assertThrows(IllegalArgumentException.class, () -> new TrackId("../../../../../etc/passwd0"));
    }
}
