package dev.legato.account.oauth.consent;

import dev.legato.account.oauth.client.Clients;
import dev.legato.account.oauth.grant.ConsentStore;
import dev.legato.account.page.Csrf;
import dev.legato.account.session.SessionStore;
import dev.legato.account.signin.SignedIn;
import dev.legato.runtime.http.Form;
import dev.legato.runtime.http.Reply;
import dev.legato.runtime.http.Request;
import java.net.URI;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** The page of connected apps, on which listeners see whom they have let in and send them away. */
public final class AppsHandler {
    private final Clients clients;
    private final ConsentStore consents;
    private final SessionStore sessions;
    private final OAuthPages pages;

    /**
     * An app as the page shows it.
     *
     * @param scopes a sentence each
     * @param usedAt when it last asked for consent or used it
     */
    public record App(String id, String name, List<String> scopes, LocalDate usedAt) {}

    public AppsHandler(Clients clients, ConsentStore consents, SessionStore sessions, OAuthPages pages) {
        this.clients = clients;
        this.consents = consents;
        this.sessions = sessions;
        this.pages = pages;
    }

    public Reply list(Request request) {
        Optional<SignedIn> person = pages.person(request);
        if (person.isEmpty()) {
            return OAuthPages.redirect(URI.create("/account/signin"));
        }
        List<App> apps = consents.list(person.get().account().id()).await().stream()
                .map(consent -> new App(
                        consent.client(),
                        clients.name(consent.client()),
                        OAuthPages.sentences(request, consent.scopes()),
                        LocalDate.ofInstant(consent.usedAt(), ZoneOffset.UTC)))
                .toList();
        return pages.show(request, "apps", Map.of("apps", apps));
    }

    /** Takes the consent back and ends the app's sessions. */
    public Reply revoke(Request request) {
        Form form = request.form().only(Set.of(Csrf.FIELD, "client_id"));
        if (!pages.isOurs(request, form)) {
            return pages.expired(request);
        }
        Optional<SignedIn> person = pages.person(request);
        if (person.isEmpty()) {
            return OAuthPages.redirect(URI.create("/account/signin"));
        }
        String account = person.get().account().id();
        consents.revoke(account, form.text("client_id")).await();
        sessions.endAll(account, form.text("client_id")).await();
        return OAuthPages.redirect(URI.create("/account/apps"));
    }
}
