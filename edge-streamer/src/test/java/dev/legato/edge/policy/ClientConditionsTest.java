package dev.legato.edge.policy;

import static dev.legato.edge.policy.Messages.NOW;
import static dev.legato.edge.policy.Messages.exchange;
import static dev.legato.edge.policy.Messages.get;
import static dev.legato.edge.policy.Messages.stored;
import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.legato.edge.http.Preconditions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ClientConditionsTest {
    @ParameterizedTest
    @CsvSource(
            quoteCharacter = '\'',
            value = {
                "'ETag: \"a\"', 'If-None-Match: \"a\"', NOT_MODIFIED",
                "'ETag: \"aü\"', 'If-None-Match: \"aü\"', NOT_MODIFIED",
                "'ETag: W/\"a\"', 'If-None-Match: W/\"a\"', NOT_MODIFIED",
                "'ETag: \"a\"', 'If-None-Match: \"a\", \"b\", \"c\"', NOT_MODIFIED",
                "'ETag: \"a\"', 'If-None-Match: \"b\", \"a\", \"c\"', NOT_MODIFIED",
                "'ETag: \"a\"', 'If-None-Match: \"b\", \"c\", \"a\"', NOT_MODIFIED",
                "'ETag: \"a\"', 'If-None-Match: a', PROCEED",
                "'ETag: a', 'If-None-Match: \"a\"', PROCEED",
                "'ETag: w/\"a\"', 'If-None-Match: w/\"a\"', PROCEED",
                "'ETag: \"a\" | Last-Modified: @-50', 'If-None-Match: \"a\" | If-Modified-Since: @-100', NOT_MODIFIED",
                "'ETag: \"a\" | Last-Modified: @-50', 'If-None-Match: \"b\" | If-Modified-Since: @0', PROCEED",
                "'Last-Modified: @-50', 'If-Modified-Since: @-50', NOT_MODIFIED",
                "'Last-Modified: @-50', 'If-Modified-Since: @-20', NOT_MODIFIED",
                "'Last-Modified: @-50', 'If-Modified-Since: Sunday, 29-Nov-26 11:59:10 GMT', NOT_MODIFIED",
                "'Last-Modified: @-50', 'If-Modified-Since: @-51', PROCEED",
                "'Date: @-30', 'If-Modified-Since: @-30', NOT_MODIFIED",
                "'Date: @-30', 'If-Modified-Since: @-31', PROCEED",
                "'Date: @-30', 'If-Unmodified-Since: @-31', PROCEED",
                "'ETag: \"a\"', 'If-None-Match: \"b\" | If-Modified-Since: @0', PROCEED",
                "'ETag: \"a\"', 'If-Match: \"b\"', FAILED",
                "'ETag: \"a\"', 'X: y', PROCEED",
            })
    void evaluate_freshResponse(String response, String request, Preconditions.Outcome expected) {
        StoredHead head = stored("Cache-Control: max-age=60 | " + response);
        assertEquals(expected, ClientConditions.evaluate(get(request), head, NOW));
    }

    @Test
    void evaluate_storedError_hasNoConditions() {
        StoredHead missing = stored(exchange(get(""), 404, "Cache-Control: max-age=60 | ETag: \"a\""));
        assertEquals(
                Preconditions.Outcome.PROCEED, ClientConditions.evaluate(get("If-None-Match: \"a\""), missing, NOW));
    }
}
