package dev.legato.account.signin;

import dev.legato.account.mail.Letter;
import dev.legato.account.mail.Letter.Written;
import dev.legato.account.mail.MailQueue;
import dev.legato.account.page.Texts;
import dev.legato.account.person.AccountStore;
import dev.legato.account.person.EmailAddress;
import dev.legato.account.person.Person;
import dev.legato.account.person.PersonStore;
import dev.legato.account.signin.LoginThrottle.Bucket;
import dev.legato.account.signin.LoginThrottle.Excess;
import dev.legato.account.signin.OneTimeTokens.Purpose;
import io.vertx.core.Future;
import java.net.URI;
import java.time.Duration;
import java.util.Optional;

/**
 * The letters of this package. Asking for one does the same work for every address: the address is looked up when the letter
 * is written, after the request was answered. Nobody is sent more than {@value #MAX_PER_ADDRESS} of a
 * kind in a window.
 */
public final class Letters {
    /** How long a link to a new password is good. */
    static final Duration RESET_LIFE = Duration.ofHours(1);

    /** How long a link that confirms an address is good. */
    static final Duration VERIFY_LIFE = Duration.ofHours(24);

    /** The data of links to a new password that went by mail: who has one reads the address's mail. */
    static final String BY_MAIL = "mail";

    static final int MAX_PER_ADDRESS = 5;

    private static final String RESET = "reset";
    private static final String VERIFY = "verify";
    private static final String TAKEN = "taken";

    private final MailQueue queue;
    private final PersonStore people;
    private final AccountStore accounts;
    private final OneTimeTokens tokens;
    private final FailureStore counts;
    private final URI issuer;

    public Letters(
            MailQueue queue,
            PersonStore people,
            AccountStore accounts,
            OneTimeTokens tokens,
            FailureStore counts,
            URI issuer) {
        this.queue = queue;
        this.people = people;
        this.accounts = accounts;
        this.tokens = tokens;
        this.counts = counts;
        this.issuer = issuer;
    }

    /** Asks for a link to a new password. */
    Future<Void> askReset(EmailAddress to, Texts texts) {
        return ask(RESET, to, texts);
    }

    /**
     * Asks for a letter after a sign-up.
     *
     * @param made whether there is a new account; else its owner is told that somebody tried
     */
    Future<Void> askVerification(EmailAddress to, boolean made, Texts texts) {
        return ask(made ? VERIFY : TAKEN, to, texts);
    }

    /**
     * Writes a letter; empty if there is nobody of the address, or a new password is asked for and there is none: who signs in at
     * another provider would have a way in that outlives it.
     */
    public Future<Optional<Written>> write(Letter letter) {
        return people.find(new EmailAddress(letter.to()))
                .compose(person -> person.isEmpty()
                        ? Future.succeededFuture(Optional.empty())
                        : isDue(letter, person.get().account().id())
                                .compose(due -> due
                                        ? write(letter, person.get()).map(Optional::of)
                                        : Future.succeededFuture(Optional.empty())));
    }

    private Future<Boolean> isDue(Letter letter, String account) {
        return letter.kind().equals(RESET) ? accounts.hasPassword(account) : Future.succeededFuture(true);
    }

    private Future<Void> ask(String kind, EmailAddress to, Texts texts) {
        Bucket bucket = new Bucket("mail:" + kind + ":" + to, MAX_PER_ADDRESS, Excess.REFUSE);
        return counts.count(bucket)
                .compose(count -> count.attempts() > MAX_PER_ADDRESS
                        ? Future.succeededFuture()
                        : queue.add(new Letter(kind, to.value(), texts.language())));
    }

    private Future<Written> write(Letter letter, Person person) {
        Texts texts = Texts.inLanguage(letter.language());
        Future<String> link =
                switch (letter.kind()) {
                    case RESET -> resetLink(person);
                    case VERIFY -> verifyLink(person);
                    default ->
                        Future.succeededFuture(issuer.resolve("/account/signin").toString());
                };
        return link.map(url -> new Written(
                texts.of("letter." + letter.kind() + ".subject"),
                texts.of("letter." + letter.kind() + ".text", person.account().name(), url)));
    }

    private Future<String> resetLink(Person person) {
        return tokens.create(Purpose.RESET, person.account().id(), BY_MAIL, RESET_LIFE)
                .map(token -> issuer.resolve("/account/reset?token=" + token).toString());
    }

    private Future<String> verifyLink(Person person) {
        return tokens.create(Purpose.VERIFY, person.account().id(), "", VERIFY_LIFE)
                .map(token -> issuer.resolve("/account/verify?token=" + token).toString());
    }
}
