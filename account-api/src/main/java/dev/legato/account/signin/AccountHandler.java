package dev.legato.account.signin;

import dev.legato.account.avatar.AvatarStore;
import dev.legato.account.person.Account;
import dev.legato.account.person.AccountStore;
import dev.legato.account.person.DisplayName;
import dev.legato.account.person.EmailAddress;
import dev.legato.account.person.Password;
import dev.legato.account.signin.SignUps.Outcome;
import dev.legato.contracts.ContentId;
import dev.legato.runtime.auth.Caller;
import dev.legato.runtime.http.Reply;
import dev.legato.runtime.http.Request;
import dev.legato.runtime.problem.Problem;
import java.net.URI;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;

/** Answers sign-up and the profile of the calling account. */
public final class AccountHandler {
    private final AccountStore accounts;
    private final AvatarStore avatars;
    private final SignUps signUps;
    private final RandomGenerator random;

    /** {@code {email, password, name, invitation}}. */
    record SignUp(
            @Nullable String email,
            @Nullable String password,
            @Nullable String name,
            @Nullable String invitation) {}

    /** {@code {detail}}. */
    record Mailed(String detail) {}

    /**
     * {@code {id, email, name, guest, avatar}}.
     *
     * @param avatar where the picture is
     */
    record AccountReply(
            String id,
            @Nullable String email,
            String name,
            boolean guest,
            @Nullable String avatar) {
        static AccountReply of(Account account, @Nullable String avatar) {
            return new AccountReply(
                    account.id(),
                    account.email() == null ? null : account.email().value(),
                    account.name(),
                    account.guest(),
                    avatar);
        }
    }

    public AccountHandler(AccountStore accounts, AvatarStore avatars, SignUps signUps, RandomGenerator random) {
        this.accounts = accounts;
        this.avatars = avatars;
        this.signUps = signUps;
        this.random = random;
    }

    /** Creates an account; a guest is turned into one and keeps its id. */
    public Reply signUp(Request request) {
        SignUp body = request.body(SignUp.class);
        EmailAddress email = Request.member("email", body.email(), EmailAddress::parse);
        Password password = Request.member("password", body.password(), Password::toSet);
        DisplayName name = Request.member("name", body.name(), DisplayName::parse);
        String id = request.callerIfAny()
                .filter(Caller::guest)
                .map(Caller::account)
                .orElseGet(() -> ContentId.random(random));
        Account account = new Account(id, email, name.value());
        Outcome outcome = Request.member(
                "password",
                body.password(),
                _ -> signUps.make(
                        request, account, email, password, body.invitation() == null ? "" : body.invitation(), ""));
        if (outcome == Outcome.TAKEN) {
            throw Problem.conflict("email", "No account can be made with this; if you have one, log in.");
        }
        if (outcome == Outcome.MAILED) {
            return Reply.accepted(new Mailed("Open the link in the letter that is on its way to you."));
        }
        return Reply.created(URI.create("/v1/me"), AccountReply.of(account, null));
    }

    public Reply me(Request request) {
        Account account = accounts.find(request.caller().account())
                .await()
                .orElseThrow(() -> Problem.unauthorized("The account this token was made for is gone."));
        return Reply.ok(AccountReply.of(
                        account, avatars.path(account.id()).await().orElse(null)))
                .privateAlwaysAsk();
    }
}
