package dev.legato.account.oauth.client;

import com.nimbusds.oauth2.sdk.GrantType;
import com.nimbusds.oauth2.sdk.OAuth2Error;
import com.nimbusds.oauth2.sdk.ParseException;
import com.nimbusds.oauth2.sdk.auth.ClientAuthentication;
import com.nimbusds.oauth2.sdk.auth.PlainClientSecret;
import com.nimbusds.oauth2.sdk.http.HTTPRequest;
import dev.legato.account.oauth.message.FormParameters;
import dev.legato.account.oauth.message.OAuthException;
import dev.legato.runtime.http.Request;
import dev.legato.runtime.links.EdgeOrigins;
import java.net.URI;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Finds clients, those of the settings and those built in before those of the table, and authenticates them. */
public final class Clients {
    private static final int MAX_ID_CHARACTERS = 128;

    private final Map<String, OAuthClient> fixed = new LinkedHashMap<>();
    private final URI issuer;
    private final EdgeOrigins hosts;
    private final ClientStore store;

    /**
     * All clients.
     *
     * @param configured those of the settings
     * @param issuer where the web player stands
     * @param hosts the other names under which it may stand, with the issuer's scheme
     */
    public Clients(List<OAuthClient> configured, URI issuer, EdgeOrigins hosts, ClientStore store) {
        BuiltInClients.of(issuer).forEach(client -> fixed.put(client.id(), client));
        configured.forEach(client -> fixed.put(client.id(), client));
        this.issuer = issuer;
        this.hosts = hosts;
        this.store = store;
    }

    public Optional<OAuthClient> find(String id) {
        if (id.isEmpty() || id.length() > MAX_ID_CHARACTERS || id.indexOf('\0') >= 0) {
            return Optional.empty();
        }
        OAuthClient known = fixed.get(id);
        return known != null ? Optional.of(known) : store.find(id).await();
    }

    /**
     * Finds a client for a request. A house opens the web player by the machine's address as well as by the issuer's name; its
     * answers then go back to the very origin that was asked, if that is one of ours.
     */
    public Optional<OAuthClient> find(String id, Request request) {
        return find(id).map(client -> client.id().equals(BuiltInClients.WEB)
                ? hosts.known(request.host())
                        .flatMap(_ -> request.authority())
                        .map(this::webPlayerAt)
                        .orElse(client)
                : client);
    }

    private OAuthClient webPlayerAt(String authority) {
        URI origin = URI.create("%s://%s/".formatted(issuer.getScheme(), authority));
        return BuiltInClients.webPlayer(Set.of(issuer, origin));
    }

    /** The name listeners know a client by; its id if it is gone. */
    public String name(String id) {
        return find(id).map(OAuthClient::name).orElse(id);
    }

    /** Whether a client has pages of this web origin. */
    public boolean hasOrigin(String origin) {
        return fixed.values().stream().anyMatch(client -> client.origins().contains(origin))
                || store.hasOrigin(origin).await();
    }

    /**
     * Finds who sends a request: by HTTP Basic or {@code client_secret} (RFC 6749 §2.3.1), or by {@code client_id} alone
     * if the client has no secret.
     *
     * @throws OAuthException {@code invalid_client}, the same for an unknown client as for a wrong secret
     */
    public OAuthClient authenticate(HTTPRequest http, FormParameters form) {
        OAuthClient client = authenticated(authentication(http, form), form);
        store.touch(client.id()).await();
        return client;
    }

    private OAuthClient authenticated(@Nullable ClientAuthentication given, FormParameters form) {
        if (given instanceof PlainClientSecret secret) {
            if (form.value("client_id").isPresent()
                    && !form.required("client_id").equals(secret.getClientID().getValue())) {
                throw OAuthException.invalidRequest("client_id: another client's than the credentials");
            }
            return find(secret.getClientID().getValue())
                    .filter(client -> client.accepts(secret.getClientSecret().getValue()))
                    .orElseThrow(OAuthException::invalidClient);
        }
        return form.value("client_id")
                .flatMap(this::find)
                .filter(client -> !client.confidential())
                .orElseThrow(OAuthException::invalidClient);
    }

    private static @Nullable ClientAuthentication authentication(HTTPRequest http, FormParameters form) {
        boolean posted = form.value("client_secret").isPresent();
        if (http.getAuthorization() != null && posted) {
            throw OAuthException.invalidRequest("two ways of client authentication (expected: one)");
        }
        if (posted && form.value("client_id").isEmpty()) {
            throw OAuthException.invalidClient();
        }
        try {
            ClientAuthentication given = ClientAuthentication.parse(http);
            if (given == null && http.getAuthorization() != null) {
                throw OAuthException.invalidClient();
            }
            return given;
        } catch (ParseException | IllegalArgumentException _) {
            throw OAuthException.invalidClient();
        }
    }

    /**
     * Ends a request unless the client was registered for this grant. Only a client with a secret acts for itself (RFC 6749
     * §4.4).
     */
    public static void require(OAuthClient client, GrantType grant) {
        boolean provesItself = client.confidential() || !grant.equals(GrantType.CLIENT_CREDENTIALS);
        if (!client.grants().contains(grant) || !provesItself) {
            throw OAuthException.of(
                    OAuth2Error.UNAUTHORIZED_CLIENT, "The client may not use the grant " + grant.getValue() + ".");
        }
    }
}
