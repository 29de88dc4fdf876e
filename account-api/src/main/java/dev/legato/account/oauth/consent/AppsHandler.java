package dev.legato.account.oauth.consent;

import dev.legato.account.oauth.client.Clients;
import dev.legato.account.oauth.client.OAuthClient;
import dev.legato.account.oauth.grant.ConsentStore;
import dev.legato.account.page.Csrf;
import dev.legato.account.session.ConnectedClients;
import dev.legato.account.session.ConnectedClients.Connected;
import dev.legato.account.session.SessionStore;
import dev.legato.account.signin.SignedIn;
import dev.legato.runtime.http.Form;
import dev.legato.runtime.http.Reply;
import dev.legato.runtime.http.Request;
import java.net.URI;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** The page of connected apps, on which listeners see whom they have let in and send them away. */
public final class AppsHandler {
    private final Clients clients;
    private final ConsentStore consents;
    private final ConnectedClients connected;
    private final SessionStore sessions;
    private final OAuthPages pages;

    /**
     * An app as the page shows it.
     *
     * @param scopes a sentence each
     * @param usedAt when it last asked for consent or used it
     */
    public record App(String id, String name, List<String> scopes, LocalDate usedAt) {}

    /** @param connected clients that were let in without a remembered consent, as by a device's code */
    public AppsHandler(
            Clients clients,
            ConsentStore consents,
            ConnectedClients connected,
            SessionStore sessions,
            OAuthPages pages) {
        this.clients = clients;
        this.consents = consents;
        this.connected = connected;
        this.sessions = sessions;
        this.pages = pages;
    }

    public Reply list(Request request) {
        Optional<SignedIn> person = pages.person(request);
        if (person.isEmpty()) {
            return OAuthPages.redirect(URI.create("/account/signin"));
        }
        List<App> apps = letIn(person.get().account().id()).stream()
                .map(app -> new App(
                        app.client(),
                        clients.name(app.client()),
                        OAuthPages.sentences(request, app.scopes()),
                        LocalDate.ofInstant(app.usedAt(), ZoneOffset.UTC)))
                .toList();
        return pages.show(request, "apps", Map.of("apps", apps));
    }

    /** Whom an account has let in by consent or by a session, the last used first; this system's own clients are left out. */
    private List<Connected> letIn(String account) {
        Map<String, Connected> apps = new HashMap<>();
        consents.list(account)
                .await()
                .forEach(consent -> apps.put(
                        consent.client(), new Connected(consent.client(), consent.scopes(), consent.usedAt())));
        connected.list(account).await().stream()
                .filter(app -> clients.find(app.client())
                        .filter(OAuthClient::firstParty)
                        .isEmpty())
                .forEach(app -> apps.merge(app.client(), app, AppsHandler::together));
        return apps.values().stream()
                .sorted(Comparator.comparing(Connected::usedAt).reversed().thenComparing(Connected::client))
                .toList();
    }

    private static Connected together(Connected one, Connected other) {
        Set<String> scopes = new HashSet<>(one.scopes());
        scopes.addAll(other.scopes());
        return new Connected(
                one.client(), scopes, one.usedAt().isAfter(other.usedAt()) ? one.usedAt() : other.usedAt());
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
