package dev.legato.account.privacy;

import dev.legato.account.page.Csrf;
import dev.legato.account.page.Pages;
import dev.legato.account.person.Account;
import dev.legato.account.person.AccountStore;
import dev.legato.account.signin.BrowserSessions;
import dev.legato.account.signin.Doorkeeper;
import dev.legato.account.signin.PasswordSignIn;
import dev.legato.account.signin.SignedIn;
import dev.legato.runtime.http.Form;
import dev.legato.runtime.http.Reply;
import dev.legato.runtime.http.Request;
import dev.legato.runtime.problem.Problem;
import dev.legato.runtime.problem.ProblemException;
import java.net.URI;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;

/** The page on which people export their data, delete their account and take the deletion back. */
final class DataPages {
    private static final Set<String> FIELDS = Set.of(Csrf.FIELD, "action", "password");
    private static final URI PAGE = URI.create("/account/data");
    private static final URI SIGN_IN = URI.create("/account/signin");
    private static final DateTimeFormatter TIME =
            DateTimeFormatter.ofPattern("uuuu-MM-dd HH:mm 'UTC'", Locale.ROOT).withZone(ZoneOffset.UTC);

    private final Browser browser;
    private final AccountStore accounts;
    private final PrivacyHandler privacy;
    private final PasswordSignIn passwords;
    private final DeletionStore deletions;
    private final ExportStore exports;
    private final Duration grace;

    /** What pages are made with. */
    record Browser(Pages pages, Csrf csrf, BrowserSessions sessions, Doorkeeper door) {}

    /** @param grace of a deletion */
    DataPages(
            Browser browser,
            AccountStore accounts,
            PrivacyHandler privacy,
            PasswordSignIn passwords,
            DeletionStore deletions,
            ExportStore exports,
            Duration grace) {
        this.browser = browser;
        this.accounts = accounts;
        this.privacy = privacy;
        this.passwords = passwords;
        this.deletions = deletions;
        this.exports = exports;
        this.grace = grace;
    }

    /** Shows how the last export and a deletion stand. */
    Reply show(Request request) {
        return signedIn(request, person -> page(request, person.account(), ""));
    }

    /** Begins an export or a deletion, or takes a deletion back. */
    Reply change(Request request) {
        Form form = request.form().only(FIELDS);
        return signedIn(request, person -> {
            Account account = person.account();
            if (!browser.csrf().isOurs(request, form)) {
                return page(request, account, "error.expired").status(403);
            }
            return switch (form.text("action")) {
                case "export" -> {
                    var _ = privacy.beginExport(account);
                    yield again();
                }
                case "delete" -> delete(request, person, form.text("password"));
                case "keep" -> {
                    var _ = deletions.takeBack(account.id()).await();
                    yield again();
                }
                default -> page(request, account, "error.form").status(400);
            };
        });
    }

    /** Sends the export that is ready. */
    Reply fetch(Request request) {
        return signedIn(
                request,
                person -> privacy.file(exports.find(person.account().id())
                        .await()
                        .filter(Export::isReady)
                        .orElseThrow(
                                () -> Problem.notFound("You have no export that is ready; it may have expired."))));
    }

    private Reply delete(Request request, SignedIn person, String password) {
        Account account = person.account();
        if (!accounts.hasPassword(account.id()).await()) {
            // Who signs in elsewhere proves there who it is.
            return browser.door().isFresh(person) ? delete(request, account) : signInFirst();
        }
        try {
            if (!passwords.isOwn(request, account, password)) {
                return page(request, account, "error.credentials").status(401);
            }
        } catch (ProblemException e) {
            if (e.problem().status() != 429) {
                throw e;
            }
            return page(request, account, "error.tooMany").status(429);
        }
        return delete(request, account);
    }

    private Reply delete(Request request, Account account) {
        var _ = privacy.beginDeletion(account);
        return browser.pages().show(request, "message", Map.of("key", "data.deleting"));
    }

    private Reply signedIn(Request request, Function<SignedIn, Reply> answer) {
        return browser.sessions().find(request).map(answer).orElseGet(DataPages::signInFirst);
    }

    private static Reply signInFirst() {
        return Pages.guarded(Reply.redirect(SIGN_IN));
    }

    private static Reply again() {
        return Pages.guarded(Reply.redirect(PAGE));
    }

    private Reply page(Request request, Account account, String error) {
        Optional<Export> export = exports.find(account.id()).await();
        Map<String, Object> model = new HashMap<>();
        model.put("error", error);
        model.put("answered", export.map(found -> found.answered().size()).orElse(0));
        model.put("expected", export.map(found -> found.expected().size()).orElse(0));
        model.put(
                "ready",
                export.filter(Export::isReady)
                        .map(found -> time(found.expiresAt()))
                        .orElse(""));
        model.put(
                "due",
                deletions
                        .find(account.id())
                        .await()
                        .map(found -> time(found.dueAt()))
                        .orElse(""));
        model.put("days", grace.toDays());
        model.put("password", accounts.hasPassword(account.id()).await());
        return browser.pages().show(request, "data", model);
    }

    private static String time(Instant at) {
        return TIME.format(at);
    }
}
