package dev.legato.account.signin;

import dev.legato.account.page.Pages;
import dev.legato.account.person.Account;
import dev.legato.account.person.AccountStore;
import dev.legato.account.person.CommonPasswords;
import dev.legato.account.person.EmailAddress;
import dev.legato.account.person.Password;
import dev.legato.account.person.PasswordHasher;
import dev.legato.account.signin.LoginGate.Attempt;
import dev.legato.account.signin.OneTimeTokens.Grant;
import dev.legato.account.signin.OneTimeTokens.Purpose;
import dev.legato.account.signin.SignUpSettings.Mode;
import dev.legato.runtime.http.Request;
import dev.legato.runtime.problem.Problem;
import java.util.Optional;

/**
 * Makes accounts. Where addresses have to be confirmed, the answer and the work are the same for an address that is taken:
 * its owner gets a letter that says so. Use it on virtual threads.
 */
public final class SignUps {
    private final AccountStore accounts;
    private final PasswordHasher hasher;
    private final CommonPasswords common;
    private final LoginGate gate;
    private final LoginOrigins origins;
    private final OneTimeTokens tokens;
    private final Letters letters;
    private final SignUpSettings settings;

    /** How a sign-up ended. */
    enum Outcome {
        /** There is a new account, good at once. */
        MADE,
        /** The address has an account. */
        TAKEN,
        /** A letter is on its way, whether or not the address has an account. */
        MAILED
    }

    public SignUps(
            AccountStore accounts,
            PasswordHasher hasher,
            CommonPasswords common,
            LoginGate gate,
            LoginOrigins origins,
            OneTimeTokens tokens,
            Letters letters,
            SignUpSettings settings) {
        this.accounts = accounts;
        this.hasher = hasher;
        this.common = common;
        this.gate = gate;
        this.origins = origins;
        this.tokens = tokens;
        this.letters = letters;
        this.settings = settings;
    }

    SignUpSettings settings() {
        return settings;
    }

    /**
     * Makes an account.
     *
     * @param invitation the token of an invitation, or the empty text
     * @throws IllegalArgumentException if the password is easily guessed
     */
    Outcome make(Request request, Account account, EmailAddress email, Password password, String invitation) {
        common.check(password, email.value(), account.name());
        requireAdmission(email, invitation);
        Optional<String> network = origins.network(request);
        Attempt attempt = gate.signUp(network);
        boolean made = false;
        try {
            // Hashed before the address is looked up, so that a taken address cannot be told by the time of the answer.
            String hash = hasher.hash(password, network.orElse("")).await();
            made = accounts.add(account, hash).await();
        } finally {
            if (made && !settings.verify()) {
                gate.takeBack(attempt);
            }
        }
        if (settings.mode() == Mode.INVITED) {
            var _ = tokens.take(Purpose.INVITATION, invitation).await();
        }
        if (settings.verify()) {
            letters.askVerification(email, made, Pages.texts(request)).await();
            return Outcome.MAILED;
        }
        if (made) {
            origins.remember(account, request);
        }
        return made ? Outcome.MADE : Outcome.TAKEN;
    }

    private void requireAdmission(EmailAddress email, String invitation) {
        switch (settings.mode()) {
            case OPEN -> {}
            case CLOSED -> throw Problem.forbidden("Nobody can sign up here.");
            case INVITED -> {
                Optional<Grant> grant =
                        tokens.peek(Purpose.INVITATION, invitation).await();
                if (grant.filter(found -> found.data().isEmpty() || found.data().equals(Stamp.resource(email)))
                        .isEmpty()) {
                    throw Problem.forbidden("Signing up here takes an invitation.");
                }
            }
        }
    }
}
