package dev.legato.account.oauth.endpoint;

import com.nimbusds.jose.util.JSONObjectUtils;
import com.nimbusds.oauth2.sdk.ErrorObject;
import com.nimbusds.oauth2.sdk.GrantType;
import com.nimbusds.oauth2.sdk.ParseException;
import com.nimbusds.oauth2.sdk.ResponseType;
import com.nimbusds.oauth2.sdk.Scope;
import com.nimbusds.oauth2.sdk.auth.ClientAuthenticationMethod;
import com.nimbusds.oauth2.sdk.client.RegistrationError;
import com.nimbusds.openid.connect.sdk.rp.OIDCClientMetadata;
import dev.legato.account.oauth.client.ClientStore;
import dev.legato.account.oauth.client.OAuthClient;
import dev.legato.account.oauth.grant.SecretToken;
import dev.legato.account.oauth.message.Messages;
import dev.legato.account.oauth.message.OAuthException;
import dev.legato.contracts.ContentId;
import dev.legato.contracts.Sha256;
import dev.legato.runtime.http.Reply;
import dev.legato.runtime.http.Request;
import dev.legato.runtime.problem.Problem;
import dev.legato.runtime.problem.ProblemException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.text.Normalizer;
import java.util.HashSet;
import java.util.HexFormat;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.random.RandomGenerator;
import net.minidev.json.JSONObject;
import org.jspecify.annotations.Nullable;

/**
 * Registers clients that ask for it themselves, RFC 7591, where the operator allows it. What a client becomes is chosen from
 * its metadata member by member: nothing it sends makes it first-party or gives it scopes beyond those of listeners.
 */
public final class RegistrationHandler {
    private static final Set<GrantType> GRANTS =
            Set.of(GrantType.AUTHORIZATION_CODE, GrantType.REFRESH_TOKEN, GrantType.DEVICE_CODE);
    private static final String OUR_NAME = "legato";
    private static final int MAX_NAME_CHARACTERS = 80;
    private static final int MAX_URIS = 10;
    private static final int MAX_URI_CHARACTERS = 512;

    private final ClientStore store;
    private final Set<String> scopes;
    private final boolean open;
    private final RandomGenerator random;

    /**
     * Registration.
     *
     * @param scopes what such clients may ask for
     * @param open whether the operator allows it
     */
    RegistrationHandler(ClientStore store, Set<String> scopes, boolean open, RandomGenerator random) {
        this.store = store;
        this.scopes = Set.copyOf(scopes);
        this.open = open;
        this.random = random;
    }

    public Reply register(Request request) {
        if (!open) {
            throw Problem.notFound("Clients are registered by the operator here.");
        }
        return Messages.reply(() -> {
            OIDCClientMetadata metadata = metadata(request);
            Optional<SecretToken> secret = method(metadata).equals(ClientAuthenticationMethod.NONE)
                    ? Optional.empty()
                    : Optional.of(SecretToken.create(random));
            OAuthClient client = client(metadata, secret);
            if (!store.register(client).await()) {
                throw Problem.unavailable("Too many clients have registered; ask the operator.");
            }
            return Reply.created(URI.create("/oauth2/register"), answer(client, metadata, secret));
        });
    }

    private static OIDCClientMetadata metadata(Request request) {
        try {
            Map<String, Object> json = JSONObjectUtils.parse(request.bodyBytes().toString(StandardCharsets.UTF_8));
            OIDCClientMetadata metadata = OIDCClientMetadata.parse(new JSONObject(json));
            metadata.applyDefaults();
            return metadata;
        } catch (ParseException e) {
            throw invalid(Optional.ofNullable(e.getErrorObject())
                    .map(ErrorObject::getDescription)
                    .orElse("malformed metadata"));
        } catch (java.text.ParseException | ProblemException | IllegalArgumentException _) {
            throw invalid("expected: a JSON object");
        }
    }

    private OAuthClient client(OIDCClientMetadata metadata, Optional<SecretToken> secret) {
        Set<GrantType> grants = metadata.getGrantTypes();
        if (!GRANTS.containsAll(grants)) {
            throw invalid("grant_types: expected: authorization_code, refresh_token or device_code");
        }
        if (!Set.of(ResponseType.CODE).containsAll(metadata.getResponseTypes())) {
            throw invalid("response_types: expected: code");
        }
        Set<URI> redirects = uris("redirect_uris", metadata.getRedirectionURIs());
        if (grants.contains(GrantType.AUTHORIZATION_CODE) && redirects.isEmpty()) {
            throw OAuthException.of(RegistrationError.INVALID_REDIRECT_URI, "redirect_uris is missing");
        }
        Set<String> asked = metadata.getScope() == null
                ? scopes
                : new HashSet<>(metadata.getScope().toStringList());
        if (!scopes.containsAll(asked)) {
            throw invalid("scope: expected: among those of scopes_supported that listeners can allow");
        }
        return new OAuthClient(
                ContentId.random(random),
                name(metadata),
                secret.map(token ->
                        HexFormat.of().formatHex(Sha256.of(token.value().getBytes(StandardCharsets.UTF_8)))),
                redirects,
                uris("post_logout_redirect_uris", metadata.getPostLogoutRedirectionURIs()),
                asked,
                grants,
                false);
    }

    private static String name(OIDCClientMetadata metadata) {
        String name = metadata.getName();
        if (name == null
                || name.isBlank()
                || name.length() > MAX_NAME_CHARACTERS
                || name.codePoints().anyMatch(RegistrationHandler::isInvisible)) {
            throw invalid("client_name: expected: a text of 1 to %d characters".formatted(MAX_NAME_CHARACTERS));
        }
        if (Normalizer.normalize(name, Normalizer.Form.NFKC)
                .toLowerCase(Locale.ROOT)
                .contains(OUR_NAME)) {
            throw invalid("client_name: expected: not ours");
        }
        return name.strip();
    }

    /** What could make a name read otherwise than it is, such as a change of direction. */
    private static boolean isInvisible(int character) {
        return switch (Character.getType(character)) {
            case Character.CONTROL, Character.FORMAT, Character.LINE_SEPARATOR, Character.PARAGRAPH_SEPARATOR -> true;
            default -> false;
        };
    }

    /** Web pages over TLS, native apps by a scheme of their own (with a dot, RFC 8252 §7.1) or on loopback. */
    private static Set<URI> uris(String member, @Nullable Set<URI> uris) {
        if (uris == null) {
            return Set.of();
        }
        if (uris.size() > MAX_URIS || !uris.stream().allMatch(RegistrationHandler::isFit)) {
            throw OAuthException.of(
                    RegistrationError.INVALID_REDIRECT_URI,
                    "%s: expected: at most %d URIs, https://…, http://127.0.0.1/…, http://[::1]/… or a scheme with a dot, without a fragment"
                            .formatted(member, MAX_URIS));
        }
        return uris;
    }

    private static boolean isFit(URI uri) {
        String scheme = uri.getScheme();
        if (scheme == null
                || uri.getRawFragment() != null
                || uri.getRawUserInfo() != null
                || uri.toString().length() > MAX_URI_CHARACTERS) {
            return false;
        }
        return switch (scheme) {
            case "https" -> uri.getHost() != null;
            case "http" -> Set.of("127.0.0.1", "[::1]").contains(String.valueOf(uri.getHost()));
            default -> scheme.indexOf('.') > 0;
        };
    }

    private static ClientAuthenticationMethod method(OIDCClientMetadata metadata) {
        ClientAuthenticationMethod method = metadata.getTokenEndpointAuthMethod();
        if (!Set.of(
                        ClientAuthenticationMethod.NONE,
                        ClientAuthenticationMethod.CLIENT_SECRET_BASIC,
                        ClientAuthenticationMethod.CLIENT_SECRET_POST)
                .contains(method)) {
            throw invalid("token_endpoint_auth_method: expected: none, client_secret_basic or client_secret_post");
        }
        return method;
    }

    /** What was registered, and nothing else of what was sent. */
    private static JSONObject answer(OAuthClient client, OIDCClientMetadata asked, Optional<SecretToken> secret) {
        OIDCClientMetadata registered = new OIDCClientMetadata();
        registered.setName(client.name());
        registered.setGrantTypes(client.grants());
        registered.setResponseTypes(asked.getResponseTypes());
        registered.setScope(Scope.parse(client.scopes()));
        registered.setTokenEndpointAuthMethod(asked.getTokenEndpointAuthMethod());
        if (!client.redirectUris().isEmpty()) {
            registered.setRedirectionURIs(client.redirectUris());
        }
        if (!client.postLogoutUris().isEmpty()) {
            registered.setPostLogoutRedirectionURIs(client.postLogoutUris());
        }
        JSONObject answer = registered.toJSONObject();
        answer.put("client_id", client.id());
        secret.ifPresent(token -> {
            answer.put("client_secret", token.value());
            answer.put("client_secret_expires_at", 0);
        });
        return answer;
    }

    private static OAuthException invalid(String description) {
        return OAuthException.of(RegistrationError.INVALID_CLIENT_METADATA, description);
    }
}
