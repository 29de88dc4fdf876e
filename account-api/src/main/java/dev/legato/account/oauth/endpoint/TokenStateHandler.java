package dev.legato.account.oauth.endpoint;

import com.nimbusds.jwt.JWTClaimsSet;
import com.nimbusds.jwt.SignedJWT;
import com.nimbusds.oauth2.sdk.OAuth2Error;
import com.nimbusds.oauth2.sdk.Scope;
import com.nimbusds.oauth2.sdk.TokenIntrospectionSuccessResponse;
import com.nimbusds.oauth2.sdk.http.HTTPRequest;
import com.nimbusds.oauth2.sdk.id.ClientID;
import com.nimbusds.oauth2.sdk.id.Issuer;
import com.nimbusds.oauth2.sdk.id.JWTID;
import com.nimbusds.oauth2.sdk.id.Subject;
import com.nimbusds.oauth2.sdk.token.AccessTokenType;
import dev.legato.account.oauth.client.Clients;
import dev.legato.account.oauth.client.OAuthClient;
import dev.legato.account.oauth.message.FormParameters;
import dev.legato.account.oauth.message.Messages;
import dev.legato.account.oauth.message.OAuthException;
import dev.legato.account.session.Grant;
import dev.legato.account.session.RefreshToken;
import dev.legato.account.session.SessionStore;
import dev.legato.account.session.SessionStore.Holder;
import dev.legato.account.token.Revocations;
import dev.legato.contracts.Revocation.Kind;
import dev.legato.runtime.auth.TokenVerifier;
import dev.legato.runtime.http.Reply;
import dev.legato.runtime.http.Request;
import dev.legato.runtime.problem.ProblemException;
import java.net.URI;
import java.text.ParseException;
import java.util.Date;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Answers what becomes of tokens that are out: revocation (RFC 7009) and introspection (RFC 7662). */
public final class TokenStateHandler {
    private final Endpoints endpoints;
    private final Clients clients;
    private final SessionStore sessions;
    private final Revocations revocations;
    private final TokenVerifier verifier;

    TokenStateHandler(
            Endpoints endpoints,
            Clients clients,
            SessionStore sessions,
            Revocations revocations,
            TokenVerifier verifier) {
        this.endpoints = endpoints;
        this.clients = clients;
        this.sessions = sessions;
        this.revocations = revocations;
        this.verifier = verifier;
    }

    /** Ends the session of a refresh or access token of the client's own; an unknown token is as good as revoked. */
    public Reply revoke(Request request) {
        return Messages.reply(() -> {
            Presented presented = presented(request, endpoints.revocation());
            holder(presented.token())
                    .filter(holder -> holder.grant()
                            .filter(grant ->
                                    grant.client().equals(presented.client().id()))
                            .isPresent())
                    .ifPresentOrElse(holder -> sessions.end(holder.id()).await(), () -> claims(presented.token())
                            .filter(claims -> presented.client().id().equals(text(claims, "client_id")))
                            .ifPresent(this::revoke));
            return new Reply(200, Map.of(), null);
        });
    }

    /** A client's own token has no session: it is revoked itself. */
    private void revoke(JWTClaimsSet claims) {
        String session = text(claims, "sid");
        if (session == null) {
            revocations.revoke(Kind.TOKEN, claims.getJWTID()).await();
        } else {
            sessions.end(session).await();
        }
    }

    /** Says whether a token is good, to clients that prove who they are; of others' tokens, to those of this system alone. */
    public Reply introspect(Request request) {
        return Messages.answer(() -> {
            Presented presented = presented(request, endpoints.introspection());
            if (!presented.client().confidential()) {
                throw OAuthException.of(
                        OAuth2Error.INVALID_CLIENT, "Only clients with a secret may ask (RFC 7662 §2.1).");
            }
            return holder(presented.token())
                    .filter(Holder::current)
                    .filter(holder -> maySee(presented.client(), holder.grant().map(Grant::client)))
                    .map(TokenStateHandler::refreshTokenState)
                    .or(() -> claims(presented.token())
                            .filter(claims ->
                                    maySee(presented.client(), Optional.ofNullable(text(claims, "client_id"))))
                            .filter(this::isOpen)
                            .map(TokenStateHandler::accessTokenState))
                    .orElseGet(() -> new TokenIntrospectionSuccessResponse.Builder(false).build())
                    .toJSONObject();
        });
    }

    private static boolean maySee(OAuthClient client, Optional<String> owner) {
        return client.firstParty() || owner.filter(client.id()::equals).isPresent();
    }

    private record Presented(OAuthClient client, String token) {}

    private Presented presented(Request request, URI endpoint) {
        FormParameters form = FormParameters.of(request);
        HTTPRequest http = Messages.http(request, form, endpoint);
        return new Presented(clients.authenticate(http, form), form.required("token"));
    }

    private Optional<Holder> holder(String token) {
        try {
            return sessions.holder(RefreshToken.parse(token)).await();
        } catch (IllegalArgumentException _) {
            return Optional.empty();
        }
    }

    /** The claims of an access token that any service would take. */
    private Optional<JWTClaimsSet> claims(String token) {
        try {
            var _ = verifier.inspect(token).await();
            return Optional.of(SignedJWT.parse(token).getJWTClaimsSet());
        } catch (ProblemException e) {
            if (e.problem().status() == 401) {
                return Optional.empty();
            }
            throw e;
        } catch (ParseException _) {
            return Optional.empty();
        }
    }

    private boolean isOpen(JWTClaimsSet claims) {
        String session = text(claims, "sid");
        return session == null || sessions.isOpen(session).await();
    }

    private static TokenIntrospectionSuccessResponse refreshTokenState(Holder holder) {
        TokenIntrospectionSuccessResponse.Builder state = new TokenIntrospectionSuccessResponse.Builder(true)
                .subject(new Subject(holder.account()))
                .expirationTime(Date.from(holder.expiresAt()));
        holder.grant().ifPresent(grant -> describe(state, grant));
        return state.build();
    }

    private static void describe(TokenIntrospectionSuccessResponse.Builder state, Grant grant) {
        var _ = state.clientID(new ClientID(grant.client())).scope(Scope.parse(grant.scopes()));
    }

    private static TokenIntrospectionSuccessResponse accessTokenState(JWTClaimsSet claims) {
        boolean bound = claims.getClaim("cnf") != null;
        TokenIntrospectionSuccessResponse.Builder state = new TokenIntrospectionSuccessResponse.Builder(true)
                .tokenType(bound ? AccessTokenType.DPOP : AccessTokenType.BEARER)
                .subject(new Subject(claims.getSubject()))
                .issuer(new Issuer(claims.getIssuer()))
                .expirationTime(claims.getExpirationTime())
                .issueTime(claims.getIssueTime())
                .jwtID(new JWTID(claims.getJWTID()))
                .scope(Scope.parse(text(claims, "scope")));
        Optional.ofNullable(text(claims, "client_id")).ifPresent(client -> state.clientID(new ClientID(client)));
        if (bound) {
            state.parameter("cnf", claims.getClaim("cnf"));
        }
        return state.build();
    }

    private static @Nullable String text(JWTClaimsSet claims, String name) {
        return claims.getClaim(name) instanceof String text ? text : null;
    }
}
