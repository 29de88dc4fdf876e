package dev.legato.account.signin;

import dev.legato.account.person.Account;
import java.time.Instant;
import java.util.Optional;
import java.util.Set;

/**
 * A person who is signed in to the pages.
 *
 * @param id of the browser session, which it can be named by; not a secret
 * @param authenticatedAt when the person last proved who it is in this browser
 * @param methods how, as RFC 8176 names them: {@code pwd}, {@code otp}, {@code hwk}, {@code mfa}
 * @param ssoSession the sign-in at another provider that it came of; empty if the person signed in here
 */
public record SignedIn(
        String id, Account account, Instant authenticatedAt, Set<String> methods, Optional<String> ssoSession) {
    public SignedIn {
        methods = Set.copyOf(methods);
    }
}
