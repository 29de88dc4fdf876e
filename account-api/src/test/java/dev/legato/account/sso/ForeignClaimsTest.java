package dev.legato.account.sso;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class ForeignClaimsTest {
    private static final String ISSUER = "https://house.example";

    @ParameterizedTest
    @CsvSource(nullValues = "-", textBlock = """
            # email_verified as, trusted, taken
            true,                false,   true
            'true',              false,   true
            false,               false,   false
            false,               true,    false
            -,                   false,   false
            -,                   true,    true
            1,                   false,   false
            """)
    void email_isTaken_onlyIfTheProviderVouchesForIt(String verified, boolean trusted, boolean taken) {
        Map<String, Object> claims = new HashMap<>(Map.of("sub", "dora", "email", "Dora@House.example"));
        if (verified != null) {
            claims.put("email_verified", verified);
        }
        ForeignIdentity who = new ForeignClaims(claims).identity(ISSUER, "groups", trusted);
        assertEquals(
                taken ? Optional.of("dora@house.example") : Optional.empty(),
                who.email().map(Object::toString));
    }

    @Test
    void claims_ofOtherForms_sayNothing() {
        ForeignIdentity who = new ForeignClaims(Map.of(
                        "sub",
                        "dora",
                        "name",
                        7,
                        "email",
                        List.of("dora@house.example"),
                        "email_verified",
                        true,
                        "sid",
                        Map.of(),
                        "auth_time",
                        "now",
                        "groups",
                        Map.of("admins", true)))
                .identity(ISSUER, "groups", false);
        assertEquals(
                new ForeignIdentity(ISSUER, "dora", Optional.empty(), Optional.empty(), "", Set.of(), Optional.empty()),
                who);
    }

    @Test
    void groups_areFoundAtANameOrAPath() {
        Map<String, Object> claims = Map.of(
                "sub",
                "dora",
                "auth_time",
                1_000,
                "realm_access",
                Map.of("roles", List.of("admins", 3, "house")),
                "https://house.example/groups",
                "staff");
        assertEquals(
                Set.of("admins", "house"),
                new ForeignClaims(claims)
                        .identity(ISSUER, "realm_access.roles", false)
                        .groups());
        assertEquals(
                Set.of("staff"),
                new ForeignClaims(claims)
                        .identity(ISSUER, "https://house.example/groups", false)
                        .groups());
        assertEquals(
                Set.of(),
                new ForeignClaims(claims).identity(ISSUER, "sub.roles", false).groups());
        assertEquals(
                Optional.of(Instant.ofEpochSecond(1_000)),
                new ForeignClaims(claims).identity(ISSUER, "groups", false).authenticatedAt());
    }
}
