package dev.legato.edge.file;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.legato.contracts.ObjectKeys;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.CharRange;
import net.jqwik.api.constraints.Chars;
import net.jqwik.api.constraints.StringLength;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ObjectKeyTest {
    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "a.flac                 | a.flac",
                "a/b/c.m4a              | a/b/c.m4a",
                "%61.flac               | a.flac",
                "a%20b+c                | a b+c",
                "Bj%C3%B6rk/%E2%99%AA   | Björk/♪",
                "%F0%9F%8E%B5           | 🎵",
                "a%252e%252e            | a%2e%2e",
                "a..b/c...              | a..b/c...",
                "~t/a                   | ~t/a",
                "''                     | NOT_SERVED",
                "a/                     | NOT_SERVED",
                "a//b                   | NOT_SERVED",
                "/a                     | NOT_SERVED",
                ".a/                    | NOT_SERVED",
                ".a                     | dotted .a",
                "a/.git/config          | dotted a/.git/config",
                "%2Ea                   | dotted .a",
                "...                    | dotted ...",
                "...And%20X/01.flac     | dotted ...And X/01.flac",
                "..                     | malformed",
                "a/../b                 | malformed",
                "a/./b                  | malformed",
                "%2e%2e/a               | malformed",
                ".%2E/a                 | malformed",
                "a/%2e                  | malformed",
                "a%2Fb                  | malformed",
                "..%2Fa                 | malformed",
                "a%5Cb                  | malformed",
                "..\\a                  | malformed",
                "a%00                   | malformed",
                "a%0Ab                  | malformed",
                "a%7F                   | malformed",
                "a%                     | malformed",
                "a%4                    | malformed",
                "a%4g                   | malformed",
                "a%-1                   | malformed",
                "%C0%AE%C0%AE/a         | malformed",
                "%C0%AF                 | malformed",
                "%E0%80%AF              | malformed",
                "%F0%80%80%AF           | malformed",
                "%ED%A0%80              | malformed",
                "%FF                    | malformed",
                "%F5%80%80%80           | malformed",
                "%C3                    | malformed",
                "ö                      | malformed",
                "%u002e                 | malformed",
            })
    void parse_path_isReadOneWay(String path, String expected) {
        assertEquals(expected, text(path));
    }

    @Property
    void parse_encodedName_isThatName(@ForAll @StringLength(min = 1, max = 50) String name) {
        String utf8 = new String(name.getBytes(StandardCharsets.UTF_8), StandardCharsets.UTF_8); // no lone surrogates
        String path = URLEncoder.encode(utf8, StandardCharsets.UTF_8).replace("+", "%20");
        if (ObjectKey.parse(path) instanceof ObjectKey.Named(ObjectKey key)) {
            assertEquals(utf8, key.value());
        }
    }

    /** Legato's own keys are read without decoding; the decoding says the same of them. */
    @Property
    void parse_keyOfLegatosOwn_isThatKeyEncodedOrNot(
            @ForAll @StringLength(min = 1, max = 8) @Chars({'a', 'Z', '5', '.', '_', '-', '/'}) String text) {
        if (ObjectKeys.isKey(text)) {
            ObjectKey.Parsed named = new ObjectKey.Named(new ObjectKey(text));
            assertEquals(named, ObjectKey.parse(text));
            assertEquals(named, ObjectKey.parse("%%%02X".formatted((int) text.charAt(0)) + text.substring(1)));
            assertTrue(DotFiles.NONE.permit(text));
        }
    }

    @Property
    void parse_anyText_neverLeavesTheRoot(
            @ForAll @StringLength(max = 40) @CharRange(from = '%', to = '9') String text) {
        assertStaysInside(text);
    }

    @Property
    void parse_anyCharacters_neverLeavesTheRoot(@ForAll String text) {
        assertStaysInside(text);
    }

    private static void assertStaysInside(String text) {
        ObjectKey key =
                switch (ObjectKey.parse(text)) {
                    case ObjectKey.Named(ObjectKey plain) -> plain;
                    case ObjectKey.Dotted(ObjectKey dotted) -> dotted;
                    default -> null;
                };
        if (key != null) {
            Path root = Path.of("/root/of/all");
            Path path = root.resolve(key.value());
            assertEquals(path, path.normalize());
            assertEquals(true, path.startsWith(root) && !path.equals(root));
            assertFalse(key.value().startsWith("/"));
        }
    }

    private static String text(String path) {
        return switch (ObjectKey.parse(path)) {
            case ObjectKey.Named(ObjectKey key) -> key.value();
            case ObjectKey.Dotted(ObjectKey key) -> "dotted " + key.value();
            case ObjectKey.Malformed _ -> "malformed";
            case ObjectKey.NotServed _ -> "NOT_SERVED";
        };
    }
}
