package dev.legato.account.signin;

import dev.legato.account.person.Account;
import dev.legato.account.person.AccountStore;
import dev.legato.account.person.AccountStore.Credentials;
import dev.legato.account.person.EmailAddress;
import dev.legato.account.person.Password;
import dev.legato.account.person.PasswordHasher;
import dev.legato.account.signin.LoginGate.Attempt;
import dev.legato.runtime.http.Request;
import java.util.Optional;

/**
 * Checks an e-mail address and a password. It does the same work whether the address is known or not. Use it on virtual
 * threads.
 */
public final class PasswordSignIn {
    private final AccountStore accounts;
    private final PasswordHasher hasher;
    private final LoginGate gate;
    private final LoginOrigins origins;

    public PasswordSignIn(AccountStore accounts, PasswordHasher hasher, LoginGate gate, LoginOrigins origins) {
        this.accounts = accounts;
        this.hasher = hasher;
        this.gate = gate;
        this.origins = origins;
    }

    /**
     * Checks them, after a wait where many attempts have failed.
     *
     * @return the account, or empty if either is wrong
     */
    Optional<Account> check(Request request, EmailAddress email, Password password) {
        Optional<Credentials> credentials = accounts.credentials(email).await();
        Account account = credentials.map(Credentials::account).orElse(null);
        Attempt attempt = gate.logIn(email, origins.of(request, email, account));
        boolean failed = false;
        try {
            boolean right = hasher.matches(
                            password,
                            credentials.map(Credentials::passwordHash).orElse(null),
                            origins.network(request).orElse(""))
                    .await();
            if (!right || account == null) {
                failed = true;
                return Optional.empty();
            }
            origins.remember(account, request);
            return Optional.of(account);
        } finally {
            if (!failed) {
                gate.takeBack(attempt);
            }
        }
    }
}
