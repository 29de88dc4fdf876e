package dev.legato.account.sso;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.legato.account.person.EmailAddress;
import dev.legato.account.person.Role;
import dev.legato.runtime.settings.Settings;
import dev.legato.runtime.settings.SettingsException;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class SsoSettingsTest {
    private static final Map<String, String> HOUSE = Map.of(
            "account.sso.providers", "house",
            "account.sso.house.issuer", "https://house.example",
            "account.sso.house.clientId", "legato");

    @Test
    void settings_byDefault_haveNobodySignInElsewhere() {
        SsoSettings settings = SsoSettings.from(Settings.of(Map.of()));
        assertEquals(new SsoSettings(List.of(), Duration.ofHours(12), Optional.empty(), Optional.empty()), settings);
    }

    @Test
    void provider_withTheLeast_makesNoAccountsAndLendsNoRoles() {
        Provider house = SsoSettings.from(Settings.of(HOUSE)).providers().getFirst();
        assertEquals("house", house.name());
        assertEquals(List.of("profile", "email"), house.scopes());
        assertEquals("groups", house.rolesClaim());
        assertEquals(new Admission(false, Set.of(), Map.of()), house.admission());
    }

    @Test
    void provider_withAll_isReadFromFileAndEnvironment() {
        Map<String, String> file = new HashMap<>(HOUSE);
        file.put("account.sso.house.createAccounts", "true");
        file.put("account.sso.house.emailDomains", "House.example,other.example");
        file.put("account.sso.house.roles./Legato Admins", "admin");
        Settings settings = Settings.of(file).with(Map.of("account.sso.house.clientSecret", "s3cret"));
        Provider house = SsoSettings.from(settings).providers().getFirst();
        assertEquals(Optional.of("s3cret"), house.clientSecret());
        assertEquals(Set.of(Role.ADMIN), house.admission().rolesOf(List.of("/Legato Admins", "others")));
        assertTrue(house.admission().admits(EmailAddress.parse("dora@HOUSE.example")));
        assertTrue(!house.admission().admits(EmailAddress.parse("dora@sub.house.example")));
        assertTrue(!house.toString().contains("s3cret"));
        settings.rejectUnknown();
    }

    @ParameterizedTest
    @CsvSource({
        "account.sso.house.issuer, http://house.example",
        "account.sso.house.issuer, ldap://house.example",
        "account.sso.house.clientId, ",
        "account.sso.house.roles.admins, root",
        "account.sso.providers, 'house,house'",
        "account.sso.providers, 'house,other'",
        "account.sso.providers, House",
        "account.sso.providers, proxy",
        "account.sso.sessionTtl, 1s",
        "account.sso.ca, /nowhere/ca.pem",
        "account.sso.proxy.secret, short"
    })
    void setting_thatIsWrong_isRefused(String key, String value) {
        Map<String, String> settings = new HashMap<>(HOUSE);
        if (value == null) {
            settings.remove(key);
        } else {
            settings.put(key, value);
        }
        assertThrows(SettingsException.class, () -> SsoSettings.from(Settings.of(settings)));
    }
}
