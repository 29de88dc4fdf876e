package dev.legato.account.sso;

import dev.legato.account.page.Listed;
import dev.legato.account.page.Pages;
import dev.legato.account.signin.Doorkeeper;
import dev.legato.account.signin.SignedIn;
import dev.legato.account.sso.SsoStore.Linked;
import dev.legato.runtime.http.Form;
import dev.legato.runtime.http.Reply;
import dev.legato.runtime.http.Request;
import java.net.URI;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;

/** The page on which a person sees, adds and removes the providers that its account is linked with. */
final class LinkedPage {
    private static final URI PAGE = URI.create("/account/sso");
    private static final DateTimeFormatter TIME =
            DateTimeFormatter.ofPattern("uuuu-MM-dd HH:mm 'UTC'", Locale.ROOT).withZone(ZoneOffset.UTC);

    private final Pages pages;
    private final Doorkeeper door;
    private final SsoProviders providers;
    private final SsoStore store;

    LinkedPage(Pages pages, Doorkeeper door, SsoProviders providers, SsoStore store) {
        this.pages = pages;
        this.door = door;
        this.providers = providers;
        this.store = store;
    }

    /** Shows them. */
    Reply show(Request request) {
        return door.show(request, person -> show(request, person, ""));
    }

    /** Removes one, unless its owner would have no way in any more. */
    Reply unlink(Request request) {
        return door.postFresh(
                request,
                Set.of("id"),
                person -> show(request, person, "error.expired"),
                (person, form) -> unlink(request, person, form));
    }

    private Reply unlink(Request request, SignedIn person, Form form) {
        return store.unlink(person.account().id(), form.text("id")).await()
                ? Pages.guarded(Reply.redirect(PAGE))
                : show(request, person, "sso.last").status(409);
    }

    private Reply show(Request request, SignedIn person, String error) {
        List<Listed> linked = store.list(person.account().id()).await().stream()
                .map(this::listed)
                .toList();
        return pages.show(
                request, "sso", Map.of("linked", linked, "offered", providers.offered(request), "error", error));
    }

    private Listed listed(Linked linked) {
        return new Listed(linked.id(), providers.name(linked.issuer()), TIME.format(linked.lastUsedAt()));
    }
}
