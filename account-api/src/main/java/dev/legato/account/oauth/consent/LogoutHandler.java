package dev.legato.account.oauth.consent;

import com.nimbusds.oauth2.sdk.util.URLUtils;
import dev.legato.account.oauth.client.Clients;
import dev.legato.account.oauth.client.OAuthClient;
import dev.legato.account.oauth.endpoint.IdTokens;
import dev.legato.account.oauth.endpoint.IdTokens.Hint;
import dev.legato.account.oauth.message.OAuthException;
import dev.legato.account.page.Csrf;
import dev.legato.account.session.SessionStore;
import dev.legato.account.signin.SignedIn;
import dev.legato.runtime.http.Form;
import dev.legato.runtime.http.Reply;
import dev.legato.runtime.http.Request;
import java.net.URI;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Collectors;

/**
 * Signs a listener out at a client's wish, OpenID Connect RP-Initiated Logout 1.0. Without an ID token of the listener who is
 * signed in here, the listener is asked first: otherwise any site could sign listeners out.
 */
public final class LogoutHandler {
    private static final List<String> WISH = List.of("id_token_hint", "client_id", "post_logout_redirect_uri", "state");
    private static final Set<String> FIELDS = Set.of(Csrf.FIELD, "client_id", "post_logout_redirect_uri", "state");

    private final Clients clients;
    private final IdTokens idTokens;
    private final SessionStore sessions;
    private final OAuthPages pages;

    /** A client's wish. */
    private record Wish(Optional<Hint> hint, Optional<String> client, Optional<String> target, Optional<String> state) {
        static Wish of(Function<String, Optional<String>> values, IdTokens idTokens) {
            Optional<Hint> hint = values.apply("id_token_hint").flatMap(idTokens::hint);
            Optional<String> named = values.apply("client_id");
            if (hint.isPresent()
                    && named.filter(id -> !id.equals(hint.get().client())).isPresent()) {
                throw OAuthException.invalidRequest("client_id: another client's than the ID token");
            }
            return new Wish(
                    hint,
                    hint.map(Hint::client).or(() -> named),
                    values.apply("post_logout_redirect_uri"),
                    values.apply("state"));
        }
    }

    public LogoutHandler(Clients clients, IdTokens idTokens, SessionStore sessions, OAuthPages pages) {
        this.clients = clients;
        this.idTokens = idTokens;
        this.sessions = sessions;
        this.pages = pages;
    }

    /** Answers the end-session endpoint asked by {@code GET}. */
    public Reply logOut(Request request) {
        Map<String, List<String>> query = URLUtils.parseParameters(OAuthPages.query(request));
        return logOut(request, name -> query.getOrDefault(name, List.of()).stream()
                .filter(value -> !value.isEmpty())
                .findFirst());
    }

    /** Answers it asked by {@code POST}: another site's form comes without our cookie, which the same by {@code GET} has. */
    public Reply postLogOut(Request request) {
        Form form = request.form();
        String query = WISH.stream()
                .flatMap(name -> form.value(name).map(value -> name + "=" + OAuthPages.encoded(value)).stream())
                .collect(Collectors.joining("&"));
        return OAuthPages.redirect(URI.create("/oauth2/logout?" + query));
    }

    /** Takes the listener's yes. */
    public Reply confirm(Request request) {
        Form form = request.form().only(FIELDS);
        if (!pages.isOurs(request, form)) {
            return pages.expired(request);
        }
        try {
            Wish wish = Wish.of(form::value, idTokens);
            return pages.signedOut(request, OAuthPages.redirect(target(request, wish)));
        } catch (OAuthException e) {
            return refused(request, e);
        }
    }

    private Reply logOut(Request request, Function<String, Optional<String>> values) {
        try {
            Wish wish = Wish.of(values, idTokens);
            URI target = target(request, wish);
            wish.hint().ifPresent(hint -> sessions.end(hint.session()).await());
            Optional<SignedIn> person = pages.person(request);
            if (person.isEmpty()) {
                return OAuthPages.redirect(target);
            }
            boolean known = wish.hint()
                    .filter(hint -> hint.account().equals(person.get().account().id()))
                    .isPresent();
            return known ? pages.signedOut(request, OAuthPages.redirect(target)) : ask(request, wish);
        } catch (OAuthException e) {
            return refused(request, e);
        }
    }

    private Reply ask(Request request, Wish wish) {
        return pages.show(
                request,
                "oauth-signout",
                Map.of(
                        "clientId", wish.client().orElse(""),
                        "target", wish.target().orElse(""),
                        "state", wish.state().orElse("")));
    }

    /** Where the browser goes afterwards: to the client only under a URI that it has registered. */
    private URI target(Request request, Wish wish) {
        if (wish.target().isEmpty()) {
            return URI.create("/account/signin");
        }
        URI target = wish.client()
                .flatMap(id -> clients.find(id, request))
                .map(OAuthClient::postLogoutUris)
                .flatMap(uris -> uris.stream()
                        .filter(uri -> uri.toString().equals(wish.target().get()))
                        .findFirst())
                .orElseThrow(() ->
                        OAuthException.invalidRequest("post_logout_redirect_uri is not registered for this client"));
        return wish.state()
                .map(state -> URI.create(
                        target + (target.getRawQuery() == null ? "?" : "&") + "state=" + OAuthPages.encoded(state)))
                .orElse(target);
    }

    private Reply refused(Request request, OAuthException e) {
        return pages.error(
                request,
                400,
                "oauth.error.request",
                "%s: %s".formatted(e.error().getCode(), e.getMessage()));
    }
}
