package dev.legato.account.oauth.grant;

import com.nimbusds.oauth2.sdk.AuthorizationRequest;
import com.nimbusds.oauth2.sdk.ErrorObject;
import com.nimbusds.oauth2.sdk.GrantType;
import com.nimbusds.oauth2.sdk.OAuth2Error;
import com.nimbusds.oauth2.sdk.ParseException;
import com.nimbusds.oauth2.sdk.ResponseMode;
import com.nimbusds.oauth2.sdk.ResponseType;
import com.nimbusds.oauth2.sdk.id.State;
import com.nimbusds.oauth2.sdk.pkce.CodeChallenge;
import com.nimbusds.oauth2.sdk.pkce.CodeChallengeMethod;
import com.nimbusds.openid.connect.sdk.Prompt;
import dev.legato.account.oauth.client.OAuthClient;
import dev.legato.account.oauth.client.RedirectUris;
import dev.legato.account.oauth.message.Messages;
import dev.legato.account.oauth.message.OAuthException;
import java.net.URI;
import java.net.URISyntaxException;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * An authorization request that may be put to a listener.
 *
 * @param scopes what the client asks for and was registered for
 * @param maxAge how long ago the listener may have signed in
 * @param idTokenHint an ID token of the listener that the client expects, as it was sent
 * @param keyThumbprint of the key that the code is bound to, RFC 9449 §10
 */
public record CheckedRequest(
        OAuthClient client,
        URI redirectUri,
        Set<String> scopes,
        @Nullable State state,
        Optional<String> nonce,
        CodeChallenge challenge,
        Set<Prompt.Type> prompt,
        Optional<Duration> maxAge,
        Optional<String> loginHint,
        Optional<String> idTokenHint,
        Optional<String> keyThumbprint) {
    /** The parameter that names the key which a code is bound to. */
    public static final String DPOP_KEY = "dpop_jkt";

    private static final int MAX_VALUE_CHARACTERS = 2_048;
    private static final Pattern CHALLENGE = Pattern.compile("[A-Za-z0-9_-]{43}");
    private static final Pattern SECONDS = Pattern.compile("\\d{1,9}");

    /** The parameters that are read. */
    static final Set<String> PARAMETERS = Set.of(
            "client_id",
            "redirect_uri",
            "response_type",
            "response_mode",
            "scope",
            "state",
            "nonce",
            "code_challenge",
            "code_challenge_method",
            "prompt",
            "max_age",
            "login_hint",
            "id_token_hint",
            DPOP_KEY,
            "resource");

    /** What requests are checked against: every scope there is, and the one resource that tokens are for. */
    public record Rules(Set<String> scopes, Set<String> resources) {}

    /**
     * A fault that the client may be told of by a redirect: where it wants its answers is known and its own. Whoever only
     * wants a link of ours to lead elsewhere sends such requests as well (RFC 9700 §4.11.2).
     */
    public static final class RedirectedError extends RuntimeException {
        private final transient boolean trusted;
        private final transient URI redirectUri;
        private final transient @Nullable State state;
        private final transient ErrorObject error;

        RedirectedError(boolean trusted, URI redirectUri, @Nullable State state, ErrorObject error) {
            super(error.getDescription(), null, false, false);
            this.trusted = trusted;
            this.redirectUri = redirectUri;
            this.state = state;
            this.error = error;
        }

        /** Whether the browser may be sent there whoever uses it: the client is part of this system, or asks silently. */
        public boolean trusted() {
            return trusted;
        }

        public URI redirectUri() {
            return redirectUri;
        }

        public @Nullable State state() {
            return state;
        }

        public ErrorObject error() {
            return error;
        }
    }

    public CheckedRequest {
        scopes = Set.copyOf(scopes);
        prompt = Set.copyOf(prompt);
    }

    /**
     * Checks a request, the redirect URI before everything else (RFC 9700 §4.11).
     *
     * @throws OAuthException if the listener must be told instead of the client
     * @throws RedirectedError if the client may be told
     */
    public static CheckedRequest of(OAuthClient client, Map<String, List<String>> parameters, Rules rules) {
        URI redirectUri = redirectUri(client, parameters);
        State state = single(parameters, "state").map(State::new).orElse(null);
        try {
            return checked(client, redirectUri, state, parameters, rules);
        } catch (OAuthException e) {
            boolean silent = single(parameters, "prompt").filter("none"::equals).isPresent();
            throw new RedirectedError(client.firstParty() || silent, redirectUri, state, e.error());
        }
    }

    private static CheckedRequest checked(
            OAuthClient client,
            URI redirectUri,
            @Nullable State state,
            Map<String, List<String>> parameters,
            Rules rules) {
        requireSingle(parameters);
        if (parameters.containsKey("request")) {
            throw new OAuthException(OAuth2Error.REQUEST_NOT_SUPPORTED);
        }
        if (!client.grants().contains(GrantType.AUTHORIZATION_CODE)) {
            throw new OAuthException(OAuth2Error.UNAUTHORIZED_CLIENT);
        }
        AuthorizationRequest request = parsed(parameters);
        if (!ResponseType.CODE.equals(request.getResponseType())) {
            throw OAuthException.of(OAuth2Error.UNSUPPORTED_RESPONSE_TYPE, "response_type: expected: code");
        }
        if (request.getResponseMode() != null && !ResponseMode.QUERY.equals(request.getResponseMode())) {
            throw OAuthException.invalidRequest("response_mode: expected: query");
        }
        if (request.getResources() != null
                && !request.getResources().stream()
                        .allMatch(uri -> rules.resources().contains(uri.toString()))) {
            throw new OAuthException(OAuth2Error.INVALID_TARGET);
        }
        return new CheckedRequest(
                client,
                redirectUri,
                ScopeRules.asked(request.getScope(), client, rules.scopes()),
                state,
                single(parameters, "nonce"),
                challenge(request),
                request.getPrompt() == null ? Set.of() : request.getPrompt(),
                single(parameters, "max_age").map(CheckedRequest::maxAge),
                single(parameters, "login_hint"),
                single(parameters, "id_token_hint"),
                Optional.ofNullable(request.getDPoPJWKThumbprintConfirmation())
                        .map(key -> key.getValue().toString()));
    }

    private static AuthorizationRequest parsed(Map<String, List<String>> parameters) {
        try {
            return AuthorizationRequest.parse(parameters);
        } catch (ParseException e) {
            throw Messages.refused(e);
        }
    }

    private static URI redirectUri(OAuthClient client, Map<String, List<String>> parameters) {
        String asked = single(parameters, "redirect_uri")
                .orElseThrow(() -> OAuthException.invalidRequest("redirect_uri is missing"));
        try {
            URI uri = new URI(asked);
            if (RedirectUris.allows(client.redirectUris(), uri)) {
                return uri;
            }
        } catch (URISyntaxException _) {
            // the same answer as for one that is not registered
        }
        throw OAuthException.invalidRequest("redirect_uri is not registered for this client");
    }

    private static CodeChallenge challenge(AuthorizationRequest request) {
        CodeChallenge challenge = request.getCodeChallenge();
        if (challenge == null) {
            throw OAuthException.invalidRequest("code_challenge is missing (expected: PKCE, RFC 7636)");
        }
        if (!CodeChallengeMethod.S256.equals(request.getCodeChallengeMethod())) {
            throw OAuthException.invalidRequest("code_challenge_method: expected: S256");
        }
        if (!CHALLENGE.matcher(challenge.getValue()).matches()) {
            throw OAuthException.invalidRequest("code_challenge: expected: 43 characters of base64url");
        }
        return challenge;
    }

    private static Duration maxAge(String text) {
        if (!SECONDS.matcher(text).matches()) {
            throw OAuthException.invalidRequest("max_age: expected: a number of seconds");
        }
        return Duration.ofSeconds(Long.parseLong(text));
    }

    /** RFC 6749 §3.1: no parameter twice; {@code resource} is the one that may be (RFC 8707 §2). */
    private static void requireSingle(Map<String, List<String>> parameters) {
        parameters.forEach((name, values) -> {
            if (values.size() > 1 && !name.equals("resource")) {
                throw OAuthException.invalidRequest("a parameter is given %d times".formatted(values.size()));
            }
            if (values.getFirst().length() > MAX_VALUE_CHARACTERS) {
                throw OAuthException.invalidRequest("a parameter's length: %d (expected: <= %d)"
                        .formatted(values.getFirst().length(), MAX_VALUE_CHARACTERS));
            }
        });
    }

    private static Optional<String> single(Map<String, List<String>> parameters, String name) {
        List<String> values = parameters.getOrDefault(name, List.of());
        return values.size() == 1 ? Optional.of(values.getFirst()).filter(value -> !value.isEmpty()) : Optional.empty();
    }
}
