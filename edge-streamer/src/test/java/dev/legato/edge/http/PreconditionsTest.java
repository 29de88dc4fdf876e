package dev.legato.edge.http;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;

import java.time.Instant;
import java.util.EnumMap;
import java.util.Map;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class PreconditionsTest {
    private static final long MODIFIED = Instant.parse("1994-11-06T08:49:37Z").getEpochSecond();
    private static final long NOW = Instant.parse("2026-11-22T00:00:00Z").getEpochSecond();
    private static final String SAME = "Sun, 06 Nov 1994 08:49:37 GMT";
    private static final Validators VALIDATORS = new Validators(EntityTag.strong("a"), MODIFIED);

    @ParameterizedTest
    @CsvSource(
            quoteCharacter = '\'',
            value = {
                "'*', PROCEED",
                "'\"a\"', PROCEED",
                "'\"b\", \"a\"', PROCEED",
                "'\"b\",,\"a\" ,', PROCEED",
                "'\"b\"', FAILED",
                "'W/\"a\"', FAILED",
                "'', FAILED",
                "'a', FAILED",
                "'\"a', FAILED",
                "'\"a\" \"b\"', FAILED",
                "'\"b,\"', FAILED",
            })
    void evaluate_ifMatch_comparesStrongly(String value, Preconditions.Outcome expected) {
        assertEquals(expected, evaluate(Map.of(RequestFields.Name.IF_MATCH, value)));
    }

    @ParameterizedTest
    @CsvSource(
            quoteCharacter = '\'',
            value = {
                "'*', NOT_MODIFIED",
                "' * ', NOT_MODIFIED",
                "'\"a\"', NOT_MODIFIED",
                "'W/\"a\"', NOT_MODIFIED",
                "'\"b\", W/\"a\"', NOT_MODIFIED",
                "'\"b\"', PROCEED",
                "'w/\"a\"', PROCEED",
                "'a', PROCEED",
                "'*, \"b\"', PROCEED",
            })
    void evaluate_ifNoneMatch_comparesWeakly(String value, Preconditions.Outcome expected) {
        assertEquals(expected, evaluate(Map.of(RequestFields.Name.IF_NONE_MATCH, value)));
    }

    @Test
    void evaluate_bothTagFields_ifMatchComesFirst() {
        assertEquals(
                Preconditions.Outcome.FAILED,
                evaluate(Map.of(RequestFields.Name.IF_MATCH, "\"b\"", RequestFields.Name.IF_NONE_MATCH, "\"a\"")));
    }

    @Test
    void evaluate_tagAndDate_dateIsIgnored() {
        assertEquals(
                Preconditions.Outcome.PROCEED,
                evaluate(
                        Map.of(RequestFields.Name.IF_NONE_MATCH, "\"b\"", RequestFields.Name.IF_MODIFIED_SINCE, SAME)));
        assertEquals(
                Preconditions.Outcome.PROCEED,
                evaluate(Map.of(
                        RequestFields.Name.IF_MATCH,
                        "\"a\"",
                        RequestFields.Name.IF_UNMODIFIED_SINCE,
                        "Sun, 06 Nov 1994 08:49:36 GMT")));
    }

    @Test
    void permitRange_dateJustModified_isWeakAndDoesNot() {
        RequestFields fields = fields(Map.of(RequestFields.Name.IF_RANGE, SAME));
        assertEquals(false, Preconditions.permitRange(fields, VALIDATORS, MODIFIED));
        assertEquals(true, Preconditions.permitRange(fields, VALIDATORS, NOW));
    }

    @ParameterizedTest
    @CsvSource(
            quoteCharacter = '\'',
            value = {
                "'\"a\"', true",
                "'W/\"a\"', false",
                "'\"b\"', false",
                "'*', false",
                "'\"a\", \"b\"', false",
                "'Sun, 06 Nov 1994 08:49:38 GMT', false",
                "'Sun Nov  6 08:49:37 1994', true",
            })
    void permitRange_comparesStrongly(String value, boolean expected) {
        assertEquals(
                expected,
                Preconditions.permitRange(fields(Map.of(RequestFields.Name.IF_RANGE, value)), VALIDATORS, NOW));
    }

    @Property
    void evaluate_anyText_neverThrows(@ForAll String text, @ForAll RequestFields.Name name) {
        assertNotNull(evaluate(Map.of(name, text)));
        Preconditions.permitRange(fields(Map.of(name, text)), VALIDATORS, NOW);
    }

    @Property
    void evaluate_itsOwnTagAmongOthers_matches(@ForAll("tags") java.util.List<String> tags) {
        String list = String.join(", ", tags) + (tags.isEmpty() ? "" : ", ") + "\"a\"";
        assertEquals(Preconditions.Outcome.PROCEED, evaluate(Map.of(RequestFields.Name.IF_MATCH, list)));
        assertEquals(Preconditions.Outcome.NOT_MODIFIED, evaluate(Map.of(RequestFields.Name.IF_NONE_MATCH, list)));
    }

    @net.jqwik.api.Provide
    net.jqwik.api.Arbitrary<java.util.List<String>> tags() {
        return net.jqwik.api.Arbitraries.strings()
                .withCharRange('#', '~')
                .withChars(',', ' ')
                .ofMaxLength(8)
                .map(text -> '"' + text.replace(" ", "") + '"')
                .list()
                .ofMaxSize(5);
    }

    private static Preconditions.Outcome evaluate(Map<RequestFields.Name, String> values) {
        return Preconditions.evaluate(fields(values), VALIDATORS, NOW);
    }

    private static RequestFields fields(Map<RequestFields.Name, String> values) {
        Map<RequestFields.Name, String> copy = new EnumMap<>(RequestFields.Name.class);
        copy.putAll(values);
        return copy::get;
    }
}
