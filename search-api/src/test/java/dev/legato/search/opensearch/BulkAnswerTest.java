package dev.legato.search.opensearch;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import com.fasterxml.jackson.databind.JsonNode;
import dev.legato.runtime.json.Json;
import dev.legato.runtime.problem.ProblemException;
import io.vertx.core.buffer.Buffer;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class BulkAnswerTest {
    private static final Buffer SENT = Buffer.buffer("""
            {"index":{"_id":"1"}}
            {"id":"1"}
            {"delete":{"_id":"2"}}
            {"index":{"_id":"3"}}
            {"id":"3"}
            """);

    @ParameterizedTest
    @ValueSource(ints = {429, 502, 503, 504})
    void refused_ofSomeThatCameTooFast_isThese(int status) throws IOException {
        assertEquals("{\"delete\":{\"_id\":\"2\"}}\n", refused(200, status, 201));
        assertEquals("""
                {"index":{"_id":"1"}}
                {"id":"1"}
                {"index":{"_id":"3"}}
                {"id":"3"}
                """, refused(status, 200, status));
    }

    @Test
    void refused_ofChangesThatALaterWriterMade_isNone() throws IOException {
        assertEquals("", refused(200, 409, 409));
    }

    @ParameterizedTest
    @ValueSource(ints = {400, 404})
    void refused_ofWhatTheIndexCannotTake_saysThatItIsOfNoUse(int status) {
        assertThrows(OpenSearchException.class, () -> refused(200, 200, status));
    }

    @ParameterizedTest
    @ValueSource(ints = {401, 403, 500})
    void refused_forAnotherReason_saysThatItMayPass(int status) {
        assertThrows(ProblemException.class, () -> refused(status, 200, 200));
    }

    private static String refused(int first, int second, int third) throws IOException {
        String answer = "{\"errors\":true,\"items\":[{\"index\":%s},{\"delete\":%s},{\"index\":%s}]}"
                .formatted(item(first), item(second), item(third));
        return BulkAnswer.refused(SENT, Json.read(answer.getBytes(StandardCharsets.UTF_8), JsonNode.class))
                .toString();
    }

    private static String item(int status) {
        return status / 100 == 2
                ? "{\"status\":%d}".formatted(status)
                : "{\"status\":%d,\"error\":{\"type\":\"some\",\"reason\":\"any\"}}".formatted(status);
    }
}
