package dev.legato.search.opensearch;

import com.fasterxml.jackson.databind.JsonNode;
import dev.legato.runtime.problem.Problem;
import io.vertx.core.buffer.Buffer;
import java.util.Iterator;
import java.util.List;

/** What OpenSearch did with each change of a bulk request. It may refuse some while the request as a whole succeeds. */
final class BulkAnswer {
    private static final String DELETE = "delete";

    private BulkAnswer() {}

    /**
     * The changes that OpenSearch was too busy for, to be sent again; empty if there is none. A conflict means that a later
     * writer was there, which is well.
     *
     * @param sent the request's body
     * @param answer the answer's body
     * @throws OpenSearchException if the index cannot take a change
     * @throws dev.legato.runtime.problem.ProblemException 503 if it was refused for another reason, which may pass
     */
    static Buffer refused(Buffer sent, JsonNode answer) throws OpenSearchException {
        Buffer refused = Buffer.buffer();
        if (!answer.path("errors").asBoolean()) {
            return refused;
        }
        Iterator<String> lines = List.of(sent.toString().split("\n")).iterator();
        for (JsonNode item : answer.path("items")) {
            String change = item.has(DELETE) ? lines.next() : lines.next() + '\n' + lines.next();
            JsonNode result = item.elements().next();
            int status = result.path("status").asInt();
            if (OpenSearchClient.BUSY.contains(status)) {
                var _ = refused.appendString(change).appendString("\n");
            } else if (result.has("error") && status != OpenSearchException.CONFLICT) {
                throw failure(status, result.path("error"));
            }
        }
        return refused;
    }

    private static OpenSearchException failure(int status, JsonNode error) throws OpenSearchException {
        OpenSearchException failure = new OpenSearchException(
                status, error.path("type").asText(""), error.path("reason").asText(""));
        if (!failure.isOfTheIndex()) {
            throw Problem.unavailable("The search index does not take changes now: status %d.".formatted(status));
        }
        return failure;
    }
}
