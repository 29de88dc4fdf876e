package dev.legato.account.oauth;

import io.netty.handler.codec.http.QueryStringDecoder;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * A request to the token endpoint: its form's parameters, each once (RFC 6749 §3.2), and the client's id and secret
 * from HTTP Basic or the form (§2.3.1).
 */
record TokenRequest(Map<String, String> parameters, Optional<ClientSecret> client) {
    private static final int MAX_PARAMETERS = 32;
    private static final int MAX_CHARACTERS = 1_024;
    private static final String BASIC = "Basic ";

    /** Who a client says it is. */
    record ClientSecret(String id, String secret) {
        /** Never the secret. */
        @Override
        public String toString() {
            return id;
        }
    }

    TokenRequest {
        parameters = Map.copyOf(parameters);
    }

    /** @throws OAuthError if the body is no such form */
    static TokenRequest parse(String form, Optional<String> authorization) {
        Map<String, String> parameters = parameters(form);
        Optional<ClientSecret> basic = authorization.map(TokenRequest::basic);
        Optional<ClientSecret> posted = Optional.ofNullable(parameters.get("client_secret"))
                .map(secret -> new ClientSecret(parameters.getOrDefault("client_id", ""), secret));
        if (basic.isPresent() && posted.isPresent()) {
            throw OAuthError.invalidRequest("two ways of client authentication (expected: one)");
        }
        return new TokenRequest(parameters, basic.or(() -> posted));
    }

    String required(String name) {
        String value = parameters.get(name);
        if (value == null || value.isEmpty()) {
            throw OAuthError.invalidRequest(name + " is missing");
        }
        return value;
    }

    private static Map<String, String> parameters(String form) {
        Map<String, String> once = new HashMap<>();
        try {
            // One more than allowed is read, so that one too many is seen.
            Map<String, List<String>> all =
                    new QueryStringDecoder(form, StandardCharsets.UTF_8, false, MAX_PARAMETERS + 1).parameters();
            all.forEach((name, values) -> {
                if (name.length() > MAX_CHARACTERS) {
                    throw OAuthError.invalidRequest("a parameter's name of %d characters (expected: <= %d)"
                            .formatted(name.length(), MAX_CHARACTERS));
                }
                if (values.getFirst().length() > MAX_CHARACTERS) {
                    throw OAuthError.invalidRequest("%s: %d characters (expected: <= %d)"
                            .formatted(name, values.getFirst().length(), MAX_CHARACTERS));
                }
                if (values.size() > 1) {
                    throw OAuthError.invalidRequest("%s given %d times".formatted(name, values.size()));
                }
                once.put(name, values.getFirst());
            });
            if (all.size() > MAX_PARAMETERS) {
                throw OAuthError.invalidRequest("too many parameters (expected: <= %d)".formatted(MAX_PARAMETERS));
            }
        } catch (IllegalArgumentException _) {
            throw OAuthError.invalidRequest("the body is not form-encoded");
        }
        return once;
    }

    private static ClientSecret basic(String authorization) {
        if (!authorization.regionMatches(true, 0, BASIC, 0, BASIC.length())) {
            throw OAuthError.invalidClient();
        }
        try {
            byte[] decoded = Base64.getDecoder()
                    .decode(authorization.substring(BASIC.length()).strip());
            String[] pair = new String(decoded, StandardCharsets.UTF_8).split(":", 2);
            if (pair.length == 2) {
                return new ClientSecret(
                        URLDecoder.decode(pair[0], StandardCharsets.UTF_8),
                        URLDecoder.decode(pair[1], StandardCharsets.UTF_8));
            }
        } catch (IllegalArgumentException _) {
            // the same answer as for a wrong secret
        }
        throw OAuthError.invalidClient();
    }
}
