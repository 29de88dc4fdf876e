package dev.legato.account.sso;

import dev.legato.account.person.Role;
import java.util.HashSet;
import java.util.Set;

/**
 * The roles of an account after a provider has said which it should have. A role given here stays whatever the provider says; one
 * given by the provider goes with its word.
 *
 * @param roles all that the account has then
 * @param lent those it has by this provider's word alone
 */
record RoleChange(Set<Role> roles, Set<Role> lent) {
    RoleChange {
        roles = Set.copyOf(roles);
        lent = Set.copyOf(lent);
    }

    /**
     * @param now what the account has
     * @param lentBefore what of it this provider gave
     * @param said what the provider says that it should have
     */
    static RoleChange of(Set<Role> now, Set<Role> lentBefore, Set<Role> said) {
        Set<Role> own = new HashSet<>(now);
        own.removeAll(lentBefore);
        Set<Role> lent = new HashSet<>(said);
        lent.removeAll(own);
        own.addAll(lent);
        return new RoleChange(own, lent);
    }
}
