package dev.legato.account.sso;

import dev.legato.account.person.EmailAddress;
import dev.legato.account.sso.SsoException.Reason;
import java.util.Optional;

/** What becomes of a person that another provider vouches for. */
sealed interface Admittance {
    /** It is signed in to an account, which its identity there belongs to from now on. */
    record SignIn(String account) implements Admittance {}

    /**
     * It gets the account of its address, which whoever made it never showed to be theirs: what they could sign in with goes
     * first.
     */
    record TakeOver(String account) implements Admittance {}

    /** It gets an account of this address. */
    record Create(EmailAddress email) implements Admittance {}

    /** It is told why not. */
    record Refuse(Reason reason) implements Admittance {}

    /**
     * An account of the person's address.
     *
     * @param verified whether its owner has shown to read the address's mail
     * @param secured whether it has a second factor, which a sign-in elsewhere would pass by
     * @param trusted whether somebody here gave it a role
     */
    record Local(String id, boolean verified, boolean secured, boolean trusted) {
        private Admittance admittance() {
            if (verified) {
                return secured ? new Refuse(Reason.LINK_FIRST) : new SignIn(id);
            }
            return trusted ? new Refuse(Reason.LINK_FIRST) : new TakeOver(id);
        }
    }

    /**
     * Decides. Only an address that both sides have verified links an account by itself: otherwise whoever signed up with
     * somebody else's address, at either side, would share the account. One that is unverified here loses to one verified
     * there, as it does to a reset by mail: otherwise a stranger could keep its owner out. Only an account that was given a role
     * here does not, since the role shows that its owner is known.
     *
     * @param linked the account that the identity belongs to
     * @param owner the account whose owner, signed in here, asks for the link
     * @param local the account of the identity's verified address
     */
    static Admittance decide(
            ForeignIdentity who,
            Admission rules,
            Optional<String> linked,
            Optional<String> owner,
            Optional<Local> local) {
        if (!rules.emailDomains().isEmpty() && who.email().filter(rules::admits).isEmpty()) {
            return new Refuse(who.email().isEmpty() ? Reason.UNVERIFIED : Reason.DOMAIN);
        }
        if (owner.isPresent()) {
            return linked.isEmpty() || linked.equals(owner)
                    ? new SignIn(owner.get())
                    : new Refuse(Reason.LINKED_ELSEWHERE);
        }
        if (linked.isPresent()) {
            return new SignIn(linked.get());
        }
        if (who.email().isEmpty()) {
            return new Refuse(Reason.UNVERIFIED);
        }
        if (local.isPresent()) {
            return local.get().admittance();
        }
        return rules.createAccounts() ? new Create(who.email().get()) : new Refuse(Reason.UNKNOWN);
    }
}
