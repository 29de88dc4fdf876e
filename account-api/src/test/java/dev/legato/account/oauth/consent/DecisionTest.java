package dev.legato.account.oauth.consent;

import static org.junit.jupiter.api.Assertions.assertEquals;

import com.nimbusds.oauth2.sdk.GrantType;
import dev.legato.account.oauth.client.OAuthClient;
import dev.legato.account.oauth.grant.CheckedRequest;
import dev.legato.account.person.Account;
import dev.legato.account.person.EmailAddress;
import dev.legato.account.signin.SignedIn;
import dev.legato.contracts.Scopes;
import java.net.URI;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class DecisionTest {
    private static final Instant BEGUN = Instant.parse("2026-11-30T12:00:00Z");
    private static final URI CALLBACK = URI.create("https://player.example/callback");
    private static final Account CLARA = new Account("clara", EmailAddress.parse("clara@example.org"), "Clara");

    /** {@code signedIn} is seconds before the request; negative for after it, empty for nobody. */
    @ParameterizedTest
    @CsvSource(
            nullValues = "-",
            value = {
                "-, -, -, false, '', SignIn",
                "-, none, -, false, '', Fail login_required",
                "60, -, -, false, '', Ask",
                "60, -, -, false, streaming, Issue",
                "60, -, -, false, streaming email, Issue",
                "60, -, -, false, email, Ask",
                "60, -, -, true, '', Issue",
                "60, none, -, false, '', Fail consent_required",
                "60, none, -, false, streaming, Issue",
                "60, consent, -, false, streaming, Ask",
                "60, consent, -, true, '', Ask",
                "60, login, -, true, '', SignIn",
                "-5, login, -, true, '', Issue",
                "60, select_account, -, true, '', SignIn",
                "60, -, 59, true, '', SignIn",
                "60, -, 61, true, '', Issue",
                "60, none, 59, true, '', Fail login_required",
                "-5, -, 0, true, '', Issue",
                "5, -, 0, true, '', SignIn",
            })
    void decide_request_needsWhatTheStandardSays(
            Integer signedIn, String prompt, String maxAge, boolean firstParty, String consented, String expected) {
        Optional<SignedIn> person = Optional.ofNullable(signedIn).map(DecisionTest::clara);
        Set<String> before = consented.isEmpty() ? Set.of() : Set.of(consented.split(" "));
        Decision decision =
                Decision.decide(request(prompt, maxAge, firstParty), BEGUN, person, Optional.empty(), before, BEGUN);
        assertEquals(expected, said(decision));
    }

    @ParameterizedTest
    @CsvSource({
        "https://player.example/callback, streaming, false, Issue",
        "https://player.example/callback, unknown, false, Ask",
        "https://player.example/callback, unknown, true, Issue",
        "http://127.0.0.1:49152/callback, streaming, false, Ask",
        "http://[::1]/callback, streaming, false, Ask",
        "com.example.player:/callback, streaming, false, Ask",
        "com.example.player:/callback, streaming, true, Issue",
    })
    void decide_consentOfBefore_countsForSomethingAtAWebPageAlone(
            String redirect, String scope, boolean firstParty, String expected) {
        CheckedRequest request = request(URI.create(redirect), Map.of("scope", List.of(scope)), firstParty);
        Decision decision =
                Decision.decide(request, BEGUN, Optional.of(clara(60)), Optional.empty(), Set.of("streaming"), BEGUN);
        assertEquals(expected, said(decision));
    }

    @ParameterizedTest
    @CsvSource(
            nullValues = "-",
            value = {
                "60, -, clara, Issue",
                "60, none, clara, Issue",
                "60, -, robert, SignIn",
                "60, none, robert, Fail login_required",
                "-5, -, robert, Fail login_required",
            })
    void decide_hintOfAnotherThanIsSignedIn_givesNoCode(int signedIn, String prompt, String hinted, String expected) {
        Decision decision = Decision.decide(
                request(prompt, null, true), BEGUN, Optional.of(clara(signedIn)), Optional.of(hinted), Set.of(), BEGUN);
        assertEquals(expected, said(decision));
    }

    private static String said(Decision decision) {
        return decision.getClass().getSimpleName()
                + (decision instanceof Decision.Fail(var error) ? " " + error.getCode() : "");
    }

    private static SignedIn clara(int seconds) {
        return new SignedIn("b", CLARA, BEGUN.minus(Duration.ofSeconds(seconds)), Set.of("pwd"), Optional.empty());
    }

    private static CheckedRequest request(String prompt, String maxAge, boolean firstParty) {
        Map<String, List<String>> more = new HashMap<>();
        if (prompt != null) {
            more.put("prompt", List.of(prompt));
        }
        if (maxAge != null) {
            more.put("max_age", List.of(maxAge));
        }
        return request(CALLBACK, more, firstParty);
    }

    private static CheckedRequest request(URI redirect, Map<String, List<String>> more, boolean firstParty) {
        Map<String, List<String>> parameters = new HashMap<>(Map.of(
                "client_id", List.of("player"),
                "redirect_uri", List.of(redirect.toString()),
                "response_type", List.of("code"),
                "scope", List.of("streaming"),
                "code_challenge", List.of("E9Melhoa2OwvFrEMTJguCHaoeK1t8URWbuGJSstw-cM"),
                "code_challenge_method", List.of("S256")));
        parameters.putAll(more);
        OAuthClient client = new OAuthClient(
                "player",
                "Player",
                Optional.empty(),
                Set.of(redirect),
                Set.of(),
                Scopes.LISTENER,
                Set.of(GrantType.AUTHORIZATION_CODE),
                firstParty);
        return CheckedRequest.of(
                client, parameters, new CheckedRequest.Rules(Scopes.SENTENCES.keySet(), Set.of("legato")));
    }
}
