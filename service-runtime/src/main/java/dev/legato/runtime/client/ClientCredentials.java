package dev.legato.runtime.client;

import com.fasterxml.jackson.annotation.JsonIgnoreProperties;
import com.fasterxml.jackson.annotation.JsonProperty;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.legato.runtime.tls.ClientTls;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Base64;
import java.util.function.Supplier;

/**
 * A program's access token, by the client credentials grant (RFC 6749 §4.4) of account-api; kept until half a minute before
 * it expires. Asking throws {@link UncheckedIOException} if no token can be fetched.
 */
public final class ClientCredentials implements Supplier<String> {
    private static final Duration LIMIT = Duration.ofSeconds(10);
    private static final Duration MARGIN = Duration.ofSeconds(30);
    private static final int MAX_ANSWER_BYTES = 16 << 10;
    private static final ObjectMapper JSON = new ObjectMapper();

    private final URI endpoint;
    private final String authorization;
    private final String scope;
    private final Clock clock;
    private final ClientTls tls;
    private String token = "";
    private Instant renewal = Instant.MIN;

    @JsonIgnoreProperties(ignoreUnknown = true)
    private record Answer(
            @JsonProperty("access_token") String accessToken,
            @JsonProperty("expires_in") long expiresIn) {}

    /**
     * Tokens of one client.
     *
     * @param account account-api's base, such as {@code http://127.0.0.1:8101}
     * @param scope what the token shall allow
     */
    public ClientCredentials(URI account, String client, String secret, String scope, Clock clock) {
        this(account, client, secret, scope, clock, ClientTls.DEFAULT);
    }

    /** The same with what it trusts and shows where account-api is at {@code https}. */
    public ClientCredentials(URI account, String client, String secret, String scope, Clock clock, ClientTls tls) {
        this.tls = tls;
        this.endpoint = account.resolve("/oauth2/token");
        this.authorization = "Basic "
                + Base64.getEncoder()
                        .encodeToString((encoded(client) + ":" + encoded(secret)).getBytes(StandardCharsets.UTF_8));
        this.scope = scope;
        this.clock = clock;
    }

    @Override
    public synchronized String get() {
        if (clock.instant().isAfter(renewal)) {
            try {
                renew();
            } catch (IOException e) {
                throw new UncheckedIOException("no access token from %s: %s".formatted(endpoint, e.getMessage()), e);
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                throw new UncheckedIOException(new IOException("interrupted while asking for an access token", e));
            }
        }
        return token;
    }

    private void renew() throws IOException, InterruptedException {
        HttpRequest request = HttpRequest.newBuilder(endpoint)
                .header("Authorization", authorization)
                .header("Content-Type", "application/x-www-form-urlencoded")
                .POST(HttpRequest.BodyPublishers.ofString("grant_type=client_credentials&scope=" + encoded(scope)))
                .build();
        try (Exchanges exchanges = new Exchanges(LIMIT, MAX_ANSWER_BYTES, tls)) {
            HttpResponse<byte[]> response = exchanges.send(request);
            if (response.statusCode() != 200) {
                throw new IOException("it answered %d".formatted(response.statusCode()));
            }
            Answer answer = JSON.readValue(response.body(), Answer.class);
            token = answer.accessToken();
            renewal = clock.instant().plusSeconds(answer.expiresIn()).minus(MARGIN);
        }
    }

    /** RFC 6749 §2.3.1: both halves of the Basic credentials are form-encoded first. */
    private static String encoded(String text) {
        return URLEncoder.encode(text, StandardCharsets.UTF_8);
    }
}
