package dev.legato.bench.generator.http;

import dev.legato.bench.generator.measurement.Failure;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.json.DecodeException;
import io.vertx.core.json.JsonObject;

/**
 * A whole answer with the right status.
 *
 * @param nanos from when its request was handed to the client
 */
record Answer(Buffer body, long nanos) {
    /** Reads the body. */
    JsonObject json() {
        try {
            return body.toJsonObject();
        } catch (DecodeException e) {
            throw new CallException(Failure.PROTOCOL, "the gateway's answer is no JSON: " + e.getMessage());
        }
    }
}
