package dev.legato.gateway;

import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpClientResponse;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.HttpServerResponse;
import io.vertx.core.http.HttpVersion;

/**
 * Sends a service's answer to the client. Up to {@value #MAX_HELD_BYTES} bytes that the client has not read yet are held in
 * memory, within its network's share, so that the service's connection is free again at once. Beyond that the service
 * waits for the client, on a bounded number of connections, and a client beyond that number is disconnected.
 */
final class AnswerPump {
    private static final int MAX_HELD_BYTES = 512 << 10;

    private final HttpClientResponse answer;
    private final HttpServerResponse response;
    private final ReceivedRequest request;
    private final UpstreamProxy upstream;
    private int held;
    private boolean waiting;
    private boolean over;

    AnswerPump(HttpClientResponse answer, ReceivedRequest request, UpstreamProxy upstream) {
        this.answer = answer;
        this.request = request;
        this.response = request.context().response();
        this.upstream = upstream;
    }

    /** @param cut ends the exchange if the answer cannot be sent to its end */
    void start(Runnable cut) {
        answer.headers().names().forEach(response.headers()::remove); // where both say something, the service's goes
        response.setStatusCode(answer.statusCode());
        HopByHop.copy(answer.headers(), response.headers());
        var _ = request.context().addEndHandler(_ -> {
            over = true;
            resume();
        });
        boolean bodiless = request.context().request().method().equals(HttpMethod.HEAD)
                || answer.statusCode() == 204
                || answer.statusCode() == 304;
        boolean lengthKnown = answer.headers().contains(HttpHeaders.CONTENT_LENGTH);
        answer.exceptionHandler(_ -> cut.run());
        if (bodiless) {
            answer.endHandler(_ -> end());
        } else if (!lengthKnown && request.context().request().version() == HttpVersion.HTTP_1_0) {
            // Such a client knows no chunks, and the end of the connection would be its only sign of the end.
            var _ = answer.body().onSuccess(response::end).onFailure(_ -> cut.run());
        } else {
            response.setChunked(!lengthKnown);
            answer.handler(chunk -> send(chunk, cut)).endHandler(_ -> end());
        }
    }

    private void send(Buffer chunk, Runnable cut) {
        if (over) {
            return; // what had been read already when the exchange was cut
        }
        int length = chunk.length();
        boolean inMemory = held + length <= MAX_HELD_BYTES && upstream.memory().tryAcquire(request.network(), length);
        held += inMemory ? length : 0;
        var _ = response.write(chunk).onComplete(_ -> {
            if (inMemory) {
                held -= length;
                upstream.memory().release(request.network(), length);
            }
        });
        if (inMemory || waiting || !response.writeQueueFull()) {
            return;
        }
        if (upstream.stalled().tryAcquire(request.network(), 1)) {
            waiting = true;
            answer.pause();
            response.drainHandler(_ -> resume());
        } else {
            over = true;
            cut.run();
        }
    }

    private void resume() {
        if (waiting) {
            waiting = false;
            upstream.stalled().release(request.network(), 1);
            answer.resume();
        }
    }

    private void end() {
        if (!response.ended() && !response.closed()) {
            var _ = response.end();
        }
    }
}
