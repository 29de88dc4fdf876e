package dev.legato.account.signin;

import dev.legato.account.person.AccountStore;
import dev.legato.account.person.AuditLog;
import io.vertx.core.Future;

/** Takes an account of an unconfirmed address from whoever made it, for the owner of the address. */
public final class TakeOver {
    private final Administration administration;
    private final AccountStore accounts;
    private final Endings endings;
    private final AuditLog audit;

    TakeOver(Administration administration, AccountStore accounts, Endings endings, AuditLog audit) {
        this.administration = administration;
        this.accounts = accounts;
        this.endings = endings;
        this.audit = audit;
    }

    /** Removes all that a stranger could get in with beside a password: second factors, passkeys, links, and their roles. */
    Future<Void> removeWaysIn(String account, String actor) {
        return administration.removeFactors(actor, account).compose(_ -> administration.removeLinks(account));
    }

    /**
     * Removes the password as well, ends all sessions and notes that the address is confirmed.
     *
     * @param actor who says whose the address is, for the audit trail
     * @return false if the address was confirmed meanwhile: the account is as it was, without its second factors and links
     */
    public Future<Boolean> perform(String account, String actor) {
        return removeWaysIn(account, actor)
                .compose(_ -> accounts.giveToOwner(account))
                .compose(given -> given
                        ? endings.endAll(account, "")
                                .compose(_ -> audit.add(actor, account, "sso-took-over"))
                                .map(true)
                        : Future.succeededFuture(false));
    }
}
