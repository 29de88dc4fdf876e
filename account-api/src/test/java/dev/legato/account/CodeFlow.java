package dev.legato.account;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.legato.testing.Answer;
import java.net.URI;
import java.util.Arrays;
import java.util.Map;

/** The authorization code flow with PKCE, as the web player goes through it. */
final class CodeFlow {
    private static final String CLIENT = "client_id=legato-web&redirect_uri=http%3A%2F%2Flocalhost%3A8080%2Fsigned-in";

    // Those of RFC 7636, appendix B.
    private static final String CHALLENGE = "E9Melhoa2OwvFrEMTJguCHaoeK1t8URWbuGJSstw-cM";
    private static final String VERIFIER = "dBjftJeZ4CVP-mB92K27uhbUJU1p1r_wW1gFWFOEjXk";

    private final AccountsUnderTest accounts;

    CodeFlow(AccountsUnderTest accounts) {
        this.accounts = accounts;
    }

    /** Signs in anew. */
    Answer tokens(String email, String password, String scope) {
        Answer answer = exchange(code(email, password, scope));
        assertEquals(200, answer.status(), answer.body());
        return answer;
    }

    String code(String email, String password, String scope) {
        Browser browser = new Browser(accounts);
        browser.get("/account/signin");
        assertEquals(
                303,
                browser.submit("/account/signin", Map.of("email", email, "password", password))
                        .status());
        Answer answer = browser.get("/oauth2/authorize?response_type=code&code_challenge_method=S256&" + CLIENT
                + "&scope=" + scope + "&code_challenge=" + CHALLENGE);
        assertEquals(303, answer.status(), answer.body());
        String query = URI.create(answer.header("location")).getRawQuery();
        return Arrays.stream(query.split("&"))
                .filter(parameter -> parameter.startsWith("code="))
                .findFirst()
                .orElseThrow()
                .substring("code=".length());
    }

    Answer exchange(String code) {
        return accounts.form(
                "grant_type=authorization_code&" + CLIENT + "&code_verifier=" + VERIFIER + "&code=" + code);
    }
}
