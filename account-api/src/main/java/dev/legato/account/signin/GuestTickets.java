package dev.legato.account.signin;

import dev.legato.account.person.Account;
import dev.legato.account.person.AccountStore;
import dev.legato.account.signin.OneTimeTokens.Grant;
import dev.legato.account.signin.OneTimeTokens.Purpose;
import dev.legato.runtime.http.Reply;
import dev.legato.runtime.http.Request;
import dev.legato.runtime.problem.Problem;
import java.net.URI;
import java.time.Duration;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;

/**
 * Tickets by which the sign-up page knows which guest a browser's player is, so that the guest becomes the account and keeps
 * what it has heard. The player asks for one with the guest's access token; it lies in a cookie for an hour and is good once.
 *
 * <p>Somebody else's ticket would make the new account of somebody else's guest, whose sessions are then those of the account.
 * Therefore all of the guest's sessions and tokens end with the sign-up. Use it on virtual threads.
 */
public final class GuestTickets {
    private static final Duration LIFE = Duration.ofHours(1);
    private static final Pattern FORM = Pattern.compile("[A-Za-z0-9_-]{43}");

    private final OneTimeTokens tokens;
    private final AccountStore accounts;
    private final Endings endings;
    private final String name;
    private final String attributes;

    public GuestTickets(OneTimeTokens tokens, AccountStore accounts, Endings endings, URI issuer) {
        this.tokens = tokens;
        this.accounts = accounts;
        this.endings = endings;
        boolean secure = "https".equals(issuer.getScheme());
        this.name = secure ? "__Host-legato-guest" : "legato-guest";
        this.attributes = "; Path=/; HttpOnly; SameSite=Lax; Max-Age=" + LIFE.toSeconds() + (secure ? "; Secure" : "");
    }

    /** Gives the calling guest's browser a ticket; one that it has had is worth nothing any more. */
    public Reply give(Request request) {
        if (!request.caller().guest()) {
            throw Problem.forbidden("This is for guests; you have an account.");
        }
        String guest = request.caller().account();
        tokens.endAll(guest, Set.of(Purpose.GUEST)).await();
        String ticket = tokens.create(Purpose.GUEST, guest, "", LIFE).await();
        return Reply.noContent()
                .header("Set-Cookie", name + "=" + ticket + attributes)
                .header("Cache-Control", "no-store");
    }

    /** The guest whose ticket a browser brings. */
    Optional<String> of(Request request) {
        return ticket(request)
                .flatMap(ticket -> tokens.peek(Purpose.GUEST, ticket).await())
                .map(Grant::account)
                .flatMap(id -> accounts.find(id).await())
                .filter(Account::guest)
                .map(Account::id);
    }

    /** Uses the browser's ticket up, and ends all that the guest was signed in with. */
    void use(Request request) {
        ticket(request)
                .flatMap(ticket -> tokens.take(Purpose.GUEST, ticket).await())
                .map(Grant::account)
                .ifPresent(guest -> endings.endAll(guest, "").await());
    }

    private Optional<String> ticket(Request request) {
        return request.cookie(name).filter(value -> FORM.matcher(value).matches());
    }
}
