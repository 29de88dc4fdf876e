package dev.legato.account.sso;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.legato.account.person.EmailAddress;
import dev.legato.account.person.Role;
import dev.legato.account.sso.Admittance.Local;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Whom another provider's word lets in. */
final class AdmittanceTest {
    /** {@code local} is an account of the address: verified, or secured by a second factor as well; unverified, or squatted, with a factor, or given a role. */
    @ParameterizedTest
    @CsvSource(nullValues = "-", textBlock = """
            # email,           domain,        create, linked, owner, local,      becomes
            dora@house.example, -,            false,  a1,     -,     -,          SIGN_IN a1
            -,                  -,            false,  a1,     -,     -,          SIGN_IN a1
            dora@house.example, -,            false,  a1,     -,     verified,   SIGN_IN a1
            dora@house.example, -,            false,  -,      -,     verified,   SIGN_IN local
            dora@house.example, -,            true,   -,      -,     unverified, TAKE_OVER local
            dora@house.example, -,            true,   -,      -,     squatted,   TAKE_OVER local
            dora@house.example, -,            true,   -,      -,     curator,    LINK_FIRST
            -,                  -,            true,   -,      -,     unverified, UNVERIFIED
            dora@house.example, -,            true,   -,      -,     secured,    LINK_FIRST
            -,                  -,            true,   -,      -,     -,          UNVERIFIED
            dora@house.example, -,            false,  -,      -,     -,          UNKNOWN
            dora@house.example, -,            true,   -,      -,     -,          CREATE
            dora@house.example, house.example, true,  -,      -,     -,          CREATE
            dora@house.example, other.example, true,  -,      -,     -,          DOMAIN
            dora@house.example, other.example, true,  a1,     -,     -,          DOMAIN
            -,                  house.example, true,  a1,     -,     -,          UNVERIFIED
            -,                  -,            false,  -,      a2,    -,          SIGN_IN a2
            dora@house.example, -,            false,  -,      a2,    unverified, SIGN_IN a2
            -,                  -,            false,  a2,     a2,    -,          SIGN_IN a2
            -,                  -,            false,  a1,     a2,    -,          LINKED_ELSEWHERE
            """)
    void decide_ofWhatIsKnown_isAsTheRulesSay(
            String email, String domain, boolean create, String linked, String owner, String local, String becomes) {
        ForeignIdentity who = new ForeignIdentity(
                "https://house.example",
                "dora",
                Optional.empty(),
                Optional.ofNullable(email).map(EmailAddress::parse),
                "Dora",
                Set.of(),
                Optional.empty());
        Admission rules = new Admission(create, domain == null ? Set.of() : Set.of(domain), Map.of());
        Optional<Local> known = Optional.ofNullable(local)
                .map(kind -> new Local(
                        "local",
                        Set.of("verified", "secured").contains(kind),
                        Set.of("secured", "squatted").contains(kind),
                        kind.equals("curator")));
        Admittance decided =
                Admittance.decide(who, rules, Optional.ofNullable(linked), Optional.ofNullable(owner), known);
        String said =
                switch (decided) {
                    case Admittance.SignIn signIn -> "SIGN_IN " + signIn.account();
                    case Admittance.TakeOver unconfirmed -> "TAKE_OVER " + unconfirmed.account();
                    case Admittance.Create _ -> "CREATE";
                    case Admittance.Refuse refuse -> refuse.reason().name();
                };
        assertEquals(becomes, said);
    }

    /** Roles by their first letters. */
    @ParameterizedTest
    @CsvSource(textBlock = """
            # now,  lent, said, roles, lent then
            L,      '',   '',   L,     ''
            L,      '',   A,    LA,    A
            LA,     A,    A,    LA,    A
            LA,     A,    '',   L,     ''
            LA,     '',   '',   LA,    ''
            LA,     '',   A,    LA,    ''
            LCA,    A,    '',   LC,    ''
            LA,     A,    C,    LC,    C
            L,      A,    '',   L,     ''
            """)
    void roles_givenHere_stay_andThoseLentGo(String now, String lent, String said, String roles, String lentThen) {
        RoleChange change = RoleChange.of(roles(now), roles(lent), roles(said));
        assertEquals(new RoleChange(roles(roles), roles(lentThen)), change);
    }

    private static Set<Role> roles(String letters) {
        return letters.chars()
                .mapToObj(letter -> switch (letter) {
                    case 'L' -> Role.LISTENER;
                    case 'C' -> Role.CURATOR;
                    default -> Role.ADMIN;
                })
                .collect(Collectors.toSet());
    }
}
