package dev.legato.account.oauth.consent;

import dev.legato.account.page.Csrf;
import dev.legato.account.page.Pages;
import dev.legato.account.signin.BrowserSessions;
import dev.legato.account.signin.SignedIn;
import dev.legato.contracts.Scopes;
import dev.legato.runtime.http.Form;
import dev.legato.runtime.http.Reply;
import dev.legato.runtime.http.Request;
import java.net.URI;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** What the pages of this package have in common. */
public final class OAuthPages {
    private final Pages pages;
    private final Csrf csrf;
    private final BrowserSessions browsers;

    public OAuthPages(Pages pages, Csrf csrf, BrowserSessions browsers) {
        this.pages = pages;
        this.csrf = csrf;
        this.browsers = browsers;
    }

    Reply show(Request request, String template, Map<String, ?> model) {
        return pages.show(request, template, model);
    }

    /**
     * Tells the listener that something cannot go on.
     *
     * @param key of the text
     * @param detail for who builds the client, such as {@code invalid_request}
     */
    Reply error(Request request, int status, String key, String detail) {
        return show(request, "oauth-error", Map.of("error", key, "detail", detail))
                .status(status);
    }

    /** Tells that a form is not one of ours or too old. */
    Reply expired(Request request) {
        return error(request, 403, "error.expired", "");
    }

    Optional<SignedIn> person(Request request) {
        return browsers.find(request);
    }

    /** Ends the browser's session. */
    Reply signedOut(Request request, Reply reply) {
        return browsers.close(request, reply);
    }

    boolean isOurs(Request request, Form form) {
        return csrf.isOurs(request, form);
    }

    /** Sends the browser to sign in and then back. */
    static Reply signIn(String target, Optional<String> loginHint) {
        return redirect(URI.create("/account/signin?continue=" + encoded(target)
                + loginHint.map(hint -> "&login_hint=" + encoded(hint)).orElse("")));
    }

    /** The query as it came; the SDK reads it. */
    static String query(Request request) {
        String target = request.target();
        int question = target.indexOf('?');
        return question < 0 ? "" : target.substring(question + 1);
    }

    static Reply redirect(URI target) {
        return Pages.guarded(Reply.redirect(target));
    }

    static String encoded(String text) {
        return URLEncoder.encode(text, StandardCharsets.UTF_8).replace("+", "%20");
    }

    /** A sentence per scope in the browser's language, in the order of the one list. */
    static List<String> sentences(Request request, Collection<String> scopes) {
        return Scopes.SENTENCES.keySet().stream()
                .filter(scopes::contains)
                .map(scope -> Pages.texts(request).of("scope." + scope))
                .toList();
    }
}
