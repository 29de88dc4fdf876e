package dev.legato.edge.address;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import dev.legato.edge.file.DotFiles;
import java.time.Instant;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class KeyFormTest {
    private static Addresses addresses(KeyForm form) {
        return new Addresses("/audio/", true, new LinkVerifier(Map.of(), () -> Instant.EPOCH), DotFiles.MUSIC, form);
    }

    @ParameterizedTest
    @CsvSource({
        "/audio/a/b.m4a?x=1, NAME, a/b.m4a",
        "/audio/a/b.m4a?x=1, PATH, a/b.m4a",
        "/audio/a/b.m4a?x=1, TARGET, a/b.m4a?x=1",
        "/audio/a/b.m4a?, TARGET, a/b.m4a?",
        "/audio/%41%2e%6d, PATH, A.m",
        "/audio/%c3%a4%20b, NAME, ä b",
        "/audio/%c3%a4%20b, PATH, %C3%A4%20b",
        "/artwork/1.jpg?w=2, TARGET, artwork/1.jpg?w=2"
    })
    void key_isOfTheForm(String target, KeyForm form, String key) {
        assertEquals(key, ((Addresses.Granted) addresses(form).read(target)).key());
        assertEquals(key, addresses(form).keyOf(target));
    }

    @Test
    void keyOf_cutsATokenThatItDoesNotVerify() {
        String signed = "/audio/~k1.1798761600.alice.MDAwMGFiLw.3q2-7w/0000ab/a.m4a";
        assertEquals("0000ab/a.m4a", addresses(KeyForm.PATH).keyOf(signed));
        assertEquals("0000ab/", addresses(KeyForm.PATH).keyPrefixOf(signed.replace("a.m4a", "")));
    }

    @Test
    void keyOf_ofATargetElsewhere_isRefused() {
        assertThrows(
                IllegalArgumentException.class, () -> addresses(KeyForm.PATH).keyOf("/video/a"));
        assertThrows(
                IllegalArgumentException.class, () -> addresses(KeyForm.PATH).keyPrefixOf("/"));
        assertThrows(
                IllegalArgumentException.class, () -> addresses(KeyForm.PATH).keyOf("/audio/../a"));
    }
}
