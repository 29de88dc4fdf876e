package dev.legato.account.oauth;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonProperty;
import dev.legato.account.device.SessionStanding;
import dev.legato.account.session.RefreshToken;
import dev.legato.account.session.SessionStore;
import dev.legato.account.session.SessionStore.Session;
import dev.legato.account.token.AccessTokens;
import dev.legato.account.token.TokenClaims;
import dev.legato.contracts.Scopes;
import dev.legato.runtime.http.Reply;
import dev.legato.runtime.http.Request;
import dev.legato.runtime.problem.ProblemException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/** Answers the OAuth 2.0 endpoints: tokens (RFC 6749), metadata (RFC 8414). */
public final class OAuthHandler {
    private static final String FORM = "application/x-www-form-urlencoded";
    private static final Duration METADATA_CACHED = Duration.ofHours(1);

    private final Map<String, OAuthClient> clients = new LinkedHashMap<>();
    private final SessionStore sessions;
    private final SessionStanding standings;
    private final AccessTokens accessTokens;
    private final URI issuer;

    /** A token response, RFC 6749 §5.1. */
    @JsonInclude(JsonInclude.Include.NON_NULL)
    record TokenReply(
            @JsonProperty("access_token") String accessToken,
            @JsonProperty("token_type") String tokenType,
            @JsonProperty("expires_in") long expiresIn,
            @JsonProperty("refresh_token") @Nullable String refreshToken,
            @JsonProperty("scope") String scope) {}

    /** An error response, RFC 6749 §5.2. */
    record ErrorReply(
            @JsonProperty("error") String error,
            @JsonProperty("error_description") @Nullable String description) {}

    /** @param issuer the public URL of the gateway */
    public OAuthHandler(
            List<OAuthClient> clients,
            SessionStore sessions,
            SessionStanding standings,
            AccessTokens accessTokens,
            URI issuer) {
        clients.forEach(client -> this.clients.put(client.id(), client));
        this.sessions = sessions;
        this.standings = standings;
        this.accessTokens = accessTokens;
        this.issuer = issuer;
    }

    public Reply token(Request request) {
        try {
            return Reply.ok(grant(parse(request))).header("Cache-Control", "no-store");
        } catch (OAuthError e) {
            Reply reply = new Reply(e.status(), Map.of(), new ErrorReply(e.code(), e.getMessage()))
                    .header("Cache-Control", "no-store");
            return e.status() == 401 ? reply.header("WWW-Authenticate", "Basic realm=\"legato\"") : reply;
        }
    }

    public Reply metadata(Request request) {
        Map<String, Object> metadata = new LinkedHashMap<>();
        metadata.put("issuer", issuer);
        metadata.put("token_endpoint", issuer.resolve("/oauth2/token"));
        metadata.put("jwks_uri", issuer.resolve("/oauth2/jwks.json"));
        metadata.put("scopes_supported", Scopes.SENTENCES.keySet());
        metadata.put("response_types_supported", List.of());
        metadata.put("grant_types_supported", List.of("client_credentials", "refresh_token"));
        metadata.put(
                "token_endpoint_auth_methods_supported", List.of("client_secret_basic", "client_secret_post", "none"));
        return Reply.ok(metadata).publicFor(METADATA_CACHED);
    }

    private static TokenRequest parse(Request request) {
        String type = request.header("Content-Type").orElse("").split(";", 2)[0];
        if (!type.strip().toLowerCase(Locale.ROOT).equals(FORM)) {
            throw OAuthError.invalidRequest("Content-Type: '%s' (expected: %s)".formatted(type, FORM));
        }
        try {
            return TokenRequest.parse(
                    request.bodyBytes().toString(StandardCharsets.UTF_8), request.header("Authorization"));
        } catch (ProblemException e) {
            throw OAuthError.invalidRequest(e.problem().detail());
        }
    }

    private TokenReply grant(TokenRequest request) {
        return switch (request.required("grant_type")) {
            case "client_credentials" ->
                toClient(authenticated(request), request.parameters().get("scope"));
            case "refresh_token" -> refreshed(request);
            default -> throw new OAuthError("unsupported_grant_type", "expected: client_credentials or refresh_token");
        };
    }

    private TokenReply toClient(OAuthClient client, @Nullable String wanted) {
        Set<String> scopes = new TreeSet<>(wanted == null ? client.scopes() : Arrays.asList(wanted.split(" ")));
        if (!client.scopes().containsAll(scopes)) {
            throw new OAuthError(
                    "invalid_scope", "expected: among " + String.join(" ", new TreeSet<>(client.scopes())));
        }
        return new TokenReply(
                accessTokens.sign(TokenClaims.ofClient(client.id(), scopes)),
                "Bearer",
                accessTokens.life().toSeconds(),
                null,
                String.join(" ", scopes));
    }

    private TokenReply refreshed(TokenRequest request) {
        try {
            Session session = sessions.refresh(RefreshToken.parse(request.required("refresh_token")))
                    .await()
                    .orElseThrow(() -> new IllegalArgumentException("unknown"));
            return new TokenReply(
                    accessTokens.sign(TokenClaims.ofSession(session.account(), session.id())
                            .standingFor(standings.of(session.account().id(), session.id()))),
                    "Bearer",
                    accessTokens.life().toSeconds(),
                    session.refreshToken().value(),
                    String.join(" ", session.account().scopes()));
        } catch (IllegalArgumentException _) {
            throw new OAuthError("invalid_grant", "The refresh token is unknown, expired or used.");
        }
    }

    private OAuthClient authenticated(TokenRequest request) {
        return request.client()
                .flatMap(given ->
                        Optional.ofNullable(clients.get(given.id())).filter(client -> client.accepts(given.secret())))
                .orElseThrow(OAuthError::invalidClient);
    }
}
