package dev.legato.account.sso;

import dev.legato.account.person.EmailAddress;
import dev.legato.account.person.Role;
import dev.legato.runtime.settings.Settings;
import dev.legato.runtime.settings.SettingsException;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * Whom a provider's word lets in, and as what.
 *
 * @param createAccounts {@code createAccounts}, whether who has no account gets one
 * @param emailDomains {@code emailDomains}, of which an address must be; empty for any
 * @param roles {@code roles}, by the group that has them
 */
record Admission(boolean createAccounts, Set<String> emailDomains, Map<String, Role> roles) {
    Admission {
        emailDomains = Set.copyOf(emailDomains);
        roles = Map.copyOf(roles);
    }

    /** @param section such as {@code account.sso.house} */
    static Admission from(Settings settings, String section) {
        Map<String, Role> roles = new HashMap<>();
        settings.mapping(section + ".roles").forEach((group, role) -> {
            try {
                roles.put(group, Role.parse(role));
            } catch (IllegalArgumentException _) {
                throw new SettingsException(
                        "%s.roles.%s: '%s' (expected: listener, curator or admin)".formatted(section, group, role));
            }
        });
        return new Admission(
                settings.flag(section + ".createAccounts", false),
                settings.list(section + ".emailDomains", List.of()).stream()
                        .map(domain -> domain.toLowerCase(Locale.ROOT))
                        .collect(Collectors.toSet()),
                roles);
    }

    /** The roles of who is in these groups, beside that of every listener. */
    Set<Role> rolesOf(Collection<String> groups) {
        return groups.stream()
                .map(roles::get)
                .filter(role -> role != null && role != Role.LISTENER)
                .collect(Collectors.toUnmodifiableSet());
    }

    /** Whether an address is of a domain that is let in. */
    boolean admits(EmailAddress email) {
        return emailDomains.isEmpty()
                || emailDomains.contains(email.value().substring(email.value().lastIndexOf('@') + 1));
    }
}
