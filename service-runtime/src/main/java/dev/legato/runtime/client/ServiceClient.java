package dev.legato.runtime.client;

import dev.legato.runtime.json.Json;
import dev.legato.runtime.tls.ClientTls;
import java.io.Closeable;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.ConnectException;
import java.net.URI;
import java.net.http.HttpConnectTimeoutException;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublisher;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Calls one service's API in JSON. Blocks, and may be used by many threads, but not by an event loop.
 *
 * <p>A call is tried again, ever later, where that cannot do harm: after 429, 502, 503, 504 or no answer if its method is
 * idempotent (RFC 9110 §9.2.2), and otherwise if no connection came about or the service itself said when to try again
 * ({@code Retry-After}). When all tries of a call have failed, further calls are tried once, until one is answered: so a
 * run of many calls ends while the service is down.
 *
 * <p>Any other answer that is no success is a {@link ServiceProblemException}, and no answer at all an
 * {@link IOException} that says so.
 */
public final class ServiceClient implements Closeable {
    private static final Duration ANSWER = Duration.ofSeconds(20);
    private static final int MAX_ANSWER_BYTES = 1 << 20;
    private static final Set<Integer> TRY_AGAIN = Set.of(429, 502, 503, 504);
    private static final Set<String> IDEMPOTENT = Set.of("GET", "HEAD", "PUT", "DELETE", "OPTIONS");

    private final String service;
    private final URI base;
    private final Supplier<String> accessToken;
    private final RetryPolicy retries;
    private final Exchanges exchanges;
    /** Never counted down: waiting for it is a pause that an interrupt ends. */
    private final CountDownLatch never = new CountDownLatch(1);

    private volatile boolean unreachable;

    /** A try that failed, and whether another may follow. */
    private record Failure(IOException reason, boolean repeatable, Optional<Duration> retryAfter) {}

    /**
     * A client of one service.
     *
     * @param service as messages name it, such as {@code the catalogue}
     * @param base such as {@code http://127.0.0.1:8102}
     * @param accessToken asked before each try, such as a {@link ClientCredentials}
     */
    public ServiceClient(String service, URI base, Supplier<String> accessToken, RetryPolicy retries) {
        this(service, base, accessToken, retries, ClientTls.DEFAULT);
    }

    /** The same with what it trusts and shows where the service is at {@code https}. */
    public ServiceClient(String service, URI base, Supplier<String> accessToken, RetryPolicy retries, ClientTls tls) {
        this.service = service;
        this.base = base;
        this.accessToken = accessToken;
        this.retries = retries;
        this.exchanges = new Exchanges(ANSWER, MAX_ANSWER_BYTES, tls);
    }

    public <T> T get(String path, Class<T> type) throws IOException, InterruptedException {
        return Json.read(call("GET", path, null), type);
    }

    public <T> T post(String path, Object body, Class<T> type) throws IOException, InterruptedException {
        return Json.read(call("POST", path, body), type);
    }

    public void put(String path, Object body) throws IOException, InterruptedException {
        var _ = call("PUT", path, body);
    }

    public void delete(String path) throws IOException, InterruptedException {
        var _ = call("DELETE", path, null);
    }

    /** Ends what is under way. */
    @Override
    public void close() {
        exchanges.close();
    }

    /** The body of a success. */
    private byte[] call(String method, String path, @Nullable Object body) throws IOException, InterruptedException {
        BodyPublisher content = body == null ? BodyPublishers.noBody() : BodyPublishers.ofByteArray(Json.write(body));
        int last = unreachable ? 0 : retries.retries();
        for (int attempt = 0; ; attempt++) {
            Failure failure;
            try {
                HttpResponse<byte[]> answer =
                        exchanges.send(request(path).method(method, content).build());
                int status = answer.statusCode();
                if (status / 100 == 2) {
                    unreachable = false;
                    return answer.body();
                }
                ServiceProblemException problem = ServiceProblemException.of(service, status, answer.body());
                if (!TRY_AGAIN.contains(status)) {
                    unreachable = false;
                    throw problem;
                }
                Optional<Duration> retryAfter = retryAfter(answer);
                failure = new Failure(problem, isIdempotent(method) || retryAfter.isPresent(), retryAfter);
            } catch (ServiceProblemException e) {
                throw e;
            } catch (UncheckedIOException e) {
                failure = new Failure(new IOException(e.getMessage(), e), true, Optional.empty());
            } catch (IOException e) {
                failure = new Failure(
                        new IOException("%s at %s does not answer (%s)".formatted(service, base, e), e),
                        isIdempotent(method) || isUnconnected(e),
                        Optional.empty());
            }
            if (!failure.repeatable()) {
                throw failure.reason();
            }
            if (attempt == last) {
                unreachable = true;
                throw failure.reason();
            }
            pause(retries.pause(attempt + 1, failure.retryAfter()));
        }
    }

    private HttpRequest.Builder request(String path) {
        return HttpRequest.newBuilder(base.resolve(path))
                .header("Authorization", "Bearer " + accessToken.get())
                .header("Content-Type", "application/json");
    }

    private void pause(Duration pause) throws InterruptedException {
        var _ = never.await(pause.toMillis(), TimeUnit.MILLISECONDS);
    }

    private static boolean isIdempotent(String method) {
        return IDEMPOTENT.contains(method);
    }

    /** Whether the service cannot have seen anything of a request. */
    private static boolean isUnconnected(IOException failure) {
        return failure instanceof ConnectException || failure instanceof HttpConnectTimeoutException;
    }

    /** Only the form in seconds, which is the one our services send. */
    private static Optional<Duration> retryAfter(HttpResponse<?> answer) {
        return answer.headers()
                .firstValue("Retry-After")
                .filter(text -> text.matches("\\d{1,6}"))
                .map(text -> Duration.ofSeconds(Long.parseLong(text)));
    }
}
