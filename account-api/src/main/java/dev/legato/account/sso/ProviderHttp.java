package dev.legato.account.sso;

import com.nimbusds.oauth2.sdk.ParseException;
import com.nimbusds.oauth2.sdk.http.HTTPRequest;
import com.nimbusds.oauth2.sdk.http.HTTPResponse;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpClientAgent;
import io.vertx.core.http.HttpClientOptions;
import io.vertx.core.http.HttpClientResponse;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.PoolOptions;
import io.vertx.core.http.RequestOptions;
import io.vertx.core.net.PemTrustOptions;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Optional;
import java.util.concurrent.TimeUnit;

/** Asks providers: few connections, short waits, answers of at most {@value #MAX_BODY} bytes, no redirects. */
final class ProviderHttp {
    private static final int MAX_BODY = 512 << 10;
    private static final int CONNECT_MS = 2_000;
    private static final int ANSWER_MS = 4_000;
    private static final int WHOLE_SECONDS = 5;
    private static final int MAX_CONNECTIONS = 8;
    private static final int MAX_WAITING = 64;

    private final HttpClientAgent client;

    ProviderHttp(Vertx vertx, Optional<Path> ca) {
        HttpClientOptions options = new HttpClientOptions().setConnectTimeout(CONNECT_MS);
        ca.ifPresent(file -> options.setTrustOptions(new PemTrustOptions().addCertPath(file.toString())));
        this.client = vertx.httpClientBuilder()
                .with(options)
                .with(new PoolOptions().setHttp1MaxSize(MAX_CONNECTIONS).setMaxWaitQueueSize(MAX_WAITING))
                .build();
    }

    /** Sends a request; fails if there is no whole answer in time. */
    Future<HTTPResponse> send(HTTPRequest request) {
        return client.request(new RequestOptions()
                        .setMethod(HttpMethod.valueOf(request.getMethod().name()))
                        .setAbsoluteURI(request.getURI().toString())
                        .setConnectTimeout(CONNECT_MS)
                        .setTimeout(ANSWER_MS))
                .compose(sent -> {
                    request.getHeaderMap().forEach(sent::putHeader);
                    String body = request.getBody();
                    return body == null ? sent.send() : sent.send(body);
                })
                .compose(answer -> body(answer).map(body -> response(answer, body)))
                .timeout(WHOLE_SECONDS, TimeUnit.SECONDS);
    }

    Future<Void> close() {
        return client.close();
    }

    private static Future<Buffer> body(HttpClientResponse answer) {
        Promise<Buffer> whole = Promise.promise();
        Buffer read = Buffer.buffer();
        answer.exceptionHandler(whole::tryFail)
                .endHandler(_ -> whole.tryComplete(read))
                .handler(chunk -> {
                    if (read.length() + chunk.length() <= MAX_BODY) {
                        var _ = read.appendBuffer(chunk);
                    } else {
                        whole.tryFail(new IOException("more than %d bytes".formatted(MAX_BODY)));
                        var _ = answer.request().reset();
                    }
                });
        return whole.future();
    }

    private static HTTPResponse response(HttpClientResponse answer, Buffer body) {
        HTTPResponse response = new HTTPResponse(answer.statusCode());
        String type = answer.getHeader("Content-Type");
        if (type != null) {
            try {
                response.setContentType(type);
            } catch (ParseException _) {
                // Whoever reads the body says that it has no type.
            }
        }
        response.setBody(body.toString());
        return response;
    }
}
