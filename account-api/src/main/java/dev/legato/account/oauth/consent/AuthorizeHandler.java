package dev.legato.account.oauth.consent;

import com.nimbusds.oauth2.sdk.AuthorizationCode;
import com.nimbusds.oauth2.sdk.AuthorizationErrorResponse;
import com.nimbusds.oauth2.sdk.AuthorizationSuccessResponse;
import com.nimbusds.oauth2.sdk.ErrorObject;
import com.nimbusds.oauth2.sdk.OAuth2Error;
import com.nimbusds.oauth2.sdk.ResponseMode;
import com.nimbusds.oauth2.sdk.id.Issuer;
import com.nimbusds.oauth2.sdk.id.State;
import com.nimbusds.oauth2.sdk.util.URLUtils;
import dev.legato.account.oauth.client.Clients;
import dev.legato.account.oauth.client.OAuthClient;
import dev.legato.account.oauth.endpoint.IdTokens;
import dev.legato.account.oauth.endpoint.IdTokens.Hint;
import dev.legato.account.oauth.grant.Approval;
import dev.legato.account.oauth.grant.CheckedRequest;
import dev.legato.account.oauth.grant.CheckedRequest.RedirectedError;
import dev.legato.account.oauth.grant.CodeStore;
import dev.legato.account.oauth.grant.ConsentStore;
import dev.legato.account.oauth.grant.RequestStore;
import dev.legato.account.oauth.grant.RequestStore.Stored;
import dev.legato.account.oauth.message.FormParameters;
import dev.legato.account.oauth.message.OAuthException;
import dev.legato.account.page.Csrf;
import dev.legato.account.session.Grant;
import dev.legato.account.signin.SignedIn;
import dev.legato.runtime.http.Form;
import dev.legato.runtime.http.Reply;
import dev.legato.runtime.http.Request;
import java.net.URI;
import java.time.Clock;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Answers the authorization endpoint, RFC 6749 §3.1, and the consent page. A request that cannot be answered at once is kept,
 * and its handle goes along to the pages instead of its parameters.
 */
public final class AuthorizeHandler {
    private static final Set<String> FIELDS = Set.of(Csrf.FIELD, "client_id", "request_uri", "decision");

    private final String issuer;
    private final Clients clients;
    private final CheckedRequest.Rules rules;
    private final RequestStore requests;
    private final CodeStore codes;
    private final ConsentStore consents;
    private final IdTokens idTokens;
    private final OAuthPages pages;
    private final Clock clock;

    /** A request as it is now, kept or not yet. */
    private record Current(
            CheckedRequest request, Map<String, List<String>> parameters, Optional<String> handle, Instant begun) {}

    public AuthorizeHandler(
            String issuer,
            Clients clients,
            CheckedRequest.Rules rules,
            RequestStore requests,
            CodeStore codes,
            ConsentStore consents,
            IdTokens idTokens,
            OAuthPages pages,
            Clock clock) {
        this.issuer = issuer;
        this.clients = clients;
        this.rules = rules;
        this.requests = requests;
        this.codes = codes;
        this.consents = consents;
        this.idTokens = idTokens;
        this.pages = pages;
        this.clock = clock;
    }

    /** Answers a request: by a code or error at the client, or by a page. */
    public Reply authorize(Request request) {
        return guarded(request, () -> next(request, current(request, OAuthPages.query(request))));
    }

    /** Answers a request that was posted (OpenID Connect Core §3.1.2.1): another site's form comes without our cookie. */
    public Reply post(Request request) {
        return guarded(request, () -> {
            Current current = current(request, FormParameters.of(request).raw());
            return OAuthPages.redirect(URI.create(address(held(current))));
        });
    }

    /** Takes the answer of the consent page. */
    public Reply consent(Request request) {
        Form form = request.form().only(FIELDS);
        if (!pages.isOurs(request, form)) {
            return pages.expired(request);
        }
        return guarded(request, () -> decided(request, form));
    }

    private Reply decided(Request request, Form form) {
        Current current = kept(request, form.text("client_id"), form.text("request_uri"));
        CheckedRequest asked = current.request();
        Optional<SignedIn> person = pages.person(request);
        return switch (decision(current, person, Set.of())) {
            case Decision.SignIn _ -> signIn(current);
            case Decision.Fail fail ->
                answered(current, () -> refused(asked.redirectUri(), asked.state(), fail.error()));
            case Decision.Ask ask -> decided(current, form, ask.person(), ask.scopes());
            case Decision.Issue issue -> decided(current, form, issue.person(), issue.scopes());
        };
    }

    private Reply decided(Current current, Form form, SignedIn person, Set<String> scopes) {
        CheckedRequest asked = current.request();
        return answered(current, () -> {
            if (!form.text("decision").equals("allow")) {
                return refused(asked.redirectUri(), asked.state(), OAuth2Error.ACCESS_DENIED);
            }
            return issued(asked, person, scopes);
        });
    }

    private Reply next(Request request, Current current) {
        CheckedRequest asked = current.request();
        Optional<SignedIn> person = pages.person(request);
        Set<String> consented = person.map(known -> consents.scopes(
                                known.account().id(), asked.client().id())
                        .await())
                .orElse(Set.of());
        return switch (decision(current, person, consented)) {
            case Decision.SignIn _ -> signIn(current);
            case Decision.Fail fail ->
                answered(current, () -> refused(asked.redirectUri(), asked.state(), fail.error()));
            case Decision.Issue issue -> answered(current, () -> issued(asked, issue.person(), issue.scopes()));
            case Decision.Ask ask -> {
                Current held = held(current);
                yield pages.show(
                        request,
                        "consent",
                        Map.of(
                                "client", asked.client().name(),
                                "clientId", asked.client().id(),
                                "requestUri", held.handle().orElseThrow(),
                                "person", ask.person().account().name(),
                                "target", name(asked.redirectUri()),
                                "scopes", OAuthPages.sentences(request, ask.scopes())));
            }
        };
    }

    private Decision decision(Current current, Optional<SignedIn> person, Set<String> consented) {
        Optional<String> hinted =
                current.request().idTokenHint().flatMap(idTokens::hint).map(Hint::account);
        return Decision.decide(current.request(), current.begun(), person, hinted, consented, clock.instant());
    }

    /** What a listener reads of a redirect URI: its host, or a native app's scheme. */
    private static String name(URI uri) {
        return uri.getHost() == null ? String.valueOf(uri.getScheme()) : uri.getHost();
    }

    private Reply signIn(Current current) {
        return OAuthPages.signIn(address(held(current)), current.request().loginHint());
    }

    /** Answers a request once: a page that was left open, or a handle that got out, is worth nothing afterwards. */
    private Reply answered(Current current, Supplier<Reply> answer) {
        if (current.handle().isPresent()
                && !requests.remove(current.handle().get()).await()) {
            throw expired();
        }
        return answer.get();
    }

    private Reply issued(CheckedRequest asked, SignedIn person, Set<String> scopes) {
        String account = person.account().id();
        if (!asked.client().firstParty()) {
            consents.allow(account, asked.client().id(), scopes).await();
        }
        Grant grant = new Grant(
                asked.client().id(),
                scopes,
                person.authenticatedAt(),
                person.methods(),
                asked.keyThumbprint(),
                person.ssoSession());
        String code = codes.create(new Approval(account, grant, asked.redirectUri(), asked.challenge(), asked.nonce()))
                .await()
                .value();
        return OAuthPages.redirect(new AuthorizationSuccessResponse(
                        asked.redirectUri(),
                        new AuthorizationCode(code),
                        null,
                        asked.state(),
                        new Issuer(issuer),
                        ResponseMode.QUERY)
                .toURI());
    }

    private Reply refused(URI redirectUri, @Nullable State state, ErrorObject error) {
        return OAuthPages.redirect(
                new AuthorizationErrorResponse(redirectUri, error, state, new Issuer(issuer), ResponseMode.QUERY)
                        .toURI());
    }

    private Current current(Request asking, String query) {
        Map<String, List<String>> parameters = URLUtils.parseParameters(query);
        String client = first(parameters, "client_id");
        if (parameters.containsKey("request_uri")) {
            return kept(asking, client, first(parameters, "request_uri"));
        }
        CheckedRequest request = CheckedRequest.of(client(asking, client), parameters, rules);
        return new Current(request, parameters, Optional.empty(), clock.instant());
    }

    private Current kept(Request asking, String clientId, String handle) {
        OAuthClient client = client(asking, clientId);
        Stored stored = requests.open(client.id(), handle).await().orElseThrow(AuthorizeHandler::expired);
        Map<String, List<String>> parameters = URLUtils.parseParameters(stored.parameters());
        CheckedRequest request = CheckedRequest.of(client, parameters, rules);
        return new Current(request, parameters, Optional.of(stored.uri()), stored.createdAt());
    }

    private Current held(Current current) {
        if (current.handle().isPresent()) {
            return current;
        }
        Stored stored = requests.hold(current.request().client().id(), current.parameters())
                .await();
        return new Current(current.request(), current.parameters(), Optional.of(stored.uri()), stored.createdAt());
    }

    private OAuthClient client(Request asking, String id) {
        return clients.find(id, asking).orElseThrow(() -> OAuthException.invalidRequest("client_id: no such client"));
    }

    private static String address(Current current) {
        return "/oauth2/authorize?client_id="
                + OAuthPages.encoded(current.request().client().id()) + "&request_uri="
                + OAuthPages.encoded(current.handle().orElseThrow());
    }

    private Reply guarded(Request request, Supplier<Reply> answer) {
        try {
            return answer.get();
        } catch (RedirectedError e) {
            return e.trusted() || pages.person(request).isPresent()
                    ? refused(e.redirectUri(), e.state(), e.error())
                    : shown(request, e.error());
        } catch (OAuthException e) {
            return shown(request, e.error());
        }
    }

    /** Who cannot be trusted with an answer gets none: the listener reads it instead. */
    private Reply shown(Request request, ErrorObject error) {
        return pages.error(
                request, 400, "oauth.error.request", "%s: %s".formatted(error.getCode(), error.getDescription()));
    }

    private static OAuthException expired() {
        return OAuthException.of(OAuth2Error.INVALID_REQUEST_URI, "the request has expired or was answered");
    }

    private static String first(Map<String, List<String>> parameters, String name) {
        List<String> values = parameters.getOrDefault(name, List.of());
        return values.size() == 1 ? values.getFirst() : "";
    }
}
