package dev.legato.account.signin;

import dev.legato.account.page.Csrf;
import dev.legato.account.page.Pages;
import dev.legato.runtime.http.Form;
import dev.legato.runtime.http.Reply;
import dev.legato.runtime.http.Request;
import java.net.URI;
import java.time.Clock;
import java.time.Duration;
import java.util.HashSet;
import java.util.Optional;
import java.util.Set;
import java.util.function.BiFunction;
import java.util.function.Function;

/** Lets requests into the pages of an account: who is signed in, by forms of ours, lately enough for what is asked. */
public final class Doorkeeper {
    /** How long after a sign-in the person may change what protects the account. */
    public static final Duration FRESH = Duration.ofMinutes(15);

    private static final URI SIGN_IN = URI.create("/account/signin");

    private final BrowserSessions browsers;
    private final Csrf csrf;
    private final Clock clock;

    Doorkeeper(BrowserSessions browsers, Csrf csrf, Clock clock) {
        this.browsers = browsers;
        this.csrf = csrf;
        this.clock = clock;
    }

    /** Answers who is signed in; others are sent to the sign-in page. */
    public Reply show(Request request, Function<SignedIn, Reply> answer) {
        Optional<SignedIn> person = browsers.find(request);
        return person.isPresent() ? answer.apply(person.get()) : Pages.guarded(Reply.redirect(SIGN_IN));
    }

    /** The same for who has signed in within {@link #FRESH}. */
    public Reply showFresh(Request request, Function<SignedIn, Reply> answer) {
        return show(request, person -> isFresh(person) ? answer.apply(person) : Pages.guarded(Reply.redirect(SIGN_IN)));
    }

    /**
     * Answers a form.
     *
     * @param fields it may have, beside the token
     * @param again answers a form whose token is not good
     */
    public Reply post(
            Request request,
            Set<String> fields,
            Function<SignedIn, Reply> again,
            BiFunction<SignedIn, Form, Reply> answer) {
        Form form = form(request, fields);
        return show(
                request,
                person -> csrf.isOurs(request, form)
                        ? answer.apply(person, form)
                        : again.apply(person).status(403));
    }

    /** The same for who has signed in within {@link #FRESH}. */
    public Reply postFresh(
            Request request,
            Set<String> fields,
            Function<SignedIn, Reply> again,
            BiFunction<SignedIn, Form, Reply> answer) {
        return post(
                request,
                fields,
                again,
                (person, form) ->
                        isFresh(person) ? answer.apply(person, form) : Pages.guarded(Reply.redirect(SIGN_IN)));
    }

    /** A form with no fields but these and the token. */
    public static Form form(Request request, Set<String> fields) {
        Set<String> all = new HashSet<>(fields);
        all.add(Csrf.FIELD);
        return request.form().only(all);
    }

    /** Whether a person has signed in within {@link #FRESH}. */
    public boolean isFresh(SignedIn person) {
        return person.authenticatedAt().plus(FRESH).isAfter(clock.instant());
    }
}
