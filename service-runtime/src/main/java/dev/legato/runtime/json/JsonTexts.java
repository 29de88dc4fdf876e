package dev.legato.runtime.json;

import com.fasterxml.jackson.databind.JsonNode;
import dev.legato.contracts.Excerpt;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;

/**
 * What any text of a stranger's JSON must be like: Unicode that every store takes and gives back as it was. So neither
 * U+0000, which PostgreSQL refuses, nor half of a surrogate pair, which UTF-8 cannot say and which would come back as a
 * question mark.
 */
final class JsonTexts {
    private JsonTexts() {}

    /** Decodes UTF-8, the one encoding of RFC 8259 §8.1. */
    static String decode(byte[] json) throws InvalidJsonException {
        try {
            return StandardCharsets.UTF_8
                    .newDecoder()
                    .decode(ByteBuffer.wrap(json))
                    .toString();
        } catch (CharacterCodingException _) {
            throw new InvalidJsonException("body", "not UTF-8 (expected: JSON in UTF-8)");
        }
    }

    /** Refuses the first text that is not such, a member's name included. */
    static void check(String path, JsonNode node) throws InvalidJsonException {
        if (node.isTextual()) {
            check(path, node.textValue());
        } else if (node.isArray()) {
            for (int i = 0; i < node.size(); i++) {
                check("%s[%d]".formatted(path, i), node.get(i));
            }
        } else {
            for (var member : node.properties()) {
                check(path, member.getKey());
                check(path.isEmpty() ? member.getKey() : path + '.' + member.getKey(), member.getValue());
            }
        }
    }

    private static void check(String path, String text) throws InvalidJsonException {
        if (text.codePoints().anyMatch(c -> c == 0 || Character.getType(c) == Character.SURROGATE)) {
            throw new InvalidJsonException(
                    path.isEmpty() ? "body" : path,
                    "%s (expected: no U+0000 and no unpaired surrogate)".formatted(Excerpt.of(text)));
        }
    }
}
