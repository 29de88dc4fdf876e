package dev.legato.runtime.http;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import dev.legato.runtime.problem.Problem;
import dev.legato.runtime.problem.ProblemException;
import java.io.IOException;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class QueryTest {
    private static final List<Parameter> DECLARED = List.of(
            parameter("{name: limit, in: query, schema: {type: integer, minimum: 1, maximum: 50}}"),
            parameter("{name: sort, in: query, schema: {type: string, enum: [newest, alphabetical]}}"),
            parameter("{name: q, in: query, required: true, description: what was typed,"
                    + " schema: {type: string, minLength: 1, maxLength: 5}}"),
            parameter("{name: id, in: query, schema: {type: string, pattern: '^[a-z]+$'}}"));

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '"', textBlock = """
            q=a&genre=rock        | genre | genre: unknown parameter (expected: limit, sort, q, id)
            q=a&LIMIT=1           | LIMIT | LIMIT: unknown parameter (expected: limit, sort, q, id)
            q=a&limit=1&limit=2   | limit | limit: given 2 times (expected: once)
            q=a&limit=0           | limit | limit: '0' (expected: a whole number, 1 to 50)
            q=a&limit=51          | limit | limit: '51' (expected: a whole number, 1 to 50)
            q=a&limit=1.0         | limit | limit: '1.0' (expected: a whole number, 1 to 50)
            q=a&limit=%2B1        | limit | limit: '+1' (expected: a whole number, 1 to 50)
            q=a&limit=            | limit | limit: '' (expected: a whole number, 1 to 50)
            q=a&limit=99999999999999999999 | limit | limit: '99999999999999999999' (expected: a whole number, 1 to 50)
            q=a&sort=random       | sort  | sort: 'random' (expected: one of newest, alphabetical)
            q=a&id=A              | id    | id: 'A' (expected: a text that matches ^[a-z]+$)
            limit=1               | q     | q: missing (expected: what was typed)
            q                     | q     | q: 0 characters (expected: 1 to 5)
            q=aaaaaa              | q     | q: 6 characters (expected: 1 to 5)
            q=%00                 | q     | q: '%00' has U+0000 (expected: none)
            q=%zz                 | q     | q: '%zz' has a percent sign without two hexadecimal digits (expected: %25 for itself)
            q=%2                  | q     | q: '%2' has a percent sign without two hexadecimal digits (expected: %25 for itself)
            q=%ff                 | q     | q: '%ff' has bytes that are not UTF-8 (expected: percent-encoded UTF-8)
            q=%ed%a0%80           | q     | q: '%ed%a0%80' has bytes that are not UTF-8 (expected: percent-encoded UTF-8)
            """)
    void parse_notOfTheContract_namesTheParameter(String raw, String field, String detail) {
        Problem problem = assertThrows(ProblemException.class, () -> Query.parse(raw, DECLARED, false))
                .problem();
        assertEquals(400, problem.status());
        assertEquals(field, problem.field());
        assertEquals(detail, problem.detail());
    }

    @Test
    void parse_good_isDecoded() {
        assertEquals(
                Map.of("q", "ü b&c", "limit", "50"),
                Query.parse("q=%C3%BC+b%26c&limit=50&", DECLARED, false).values());
    }

    @Test
    void parse_ofAstralCharacters_countsEachOnce() {
        assertEquals(
                "🎹🎹🎹🎹🎹",
                Query.parse("q=" + "%F0%9F%8E%B9".repeat(5), DECLARED, false)
                        .values()
                        .get("q"));
    }

    @Test
    void parse_unknownToOAuth_isPassedOver() {
        assertEquals(
                Map.of("q", "a"),
                Query.parse("q=a&resource=x&resource=y", DECLARED, true).values());
    }

    private static Parameter parameter(String yaml) {
        try {
            return Parameter.of(YAMLMapper.builder().build().readTree(yaml));
        } catch (IOException e) {
            throw new IllegalArgumentException(yaml, e);
        }
    }
}
