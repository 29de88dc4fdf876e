package dev.legato.account;

import static dev.legato.account.AccountsUnderTest.bearer;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.legato.testing.Answer;
import dev.legato.testing.Call;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What becomes of a listener's tokens at a client when the listener's account changes. */
final class ListenerTokensIT {
    private static final String PASSWORD = "correct horse battery";

    @TempDir
    static Path folder;

    private static AccountsUnderTest accounts;
    private static CodeFlow flow;

    @BeforeAll
    static void start() throws Exception {
        accounts = new AccountsUnderTest(folder, Map.of());
        flow = new CodeFlow(accounts);
    }

    @AfterAll
    static void stop() throws Exception {
        accounts.close();
    }

    @Test
    void refresh_afterTheRoleWasWithdrawn_lacksItsScopes() throws Exception {
        String email = "admin@example.org";
        assertEquals(201, accounts.signUp(email).status());
        accounts.setAdmin(email, true);
        Answer before = flow.exchange(flow.code(email, PASSWORD, "openid%20admin%20catalogue-write"));
        assertEquals(List.of("admin", "catalogue-write", "openid"), scopes(before));

        accounts.setAdmin(email, false);
        Answer after = accounts.form(
                "grant_type=refresh_token&client_id=legato-web&refresh_token=" + before.text("refresh_token"));
        assertEquals(200, after.status(), after.body());
        assertEquals(List.of("openid"), scopes(after));
        assertEquals("openid", AccountApiIT.claims(after.text("access_token")).getString("scope"));
    }

    @Test
    void code_ofAnAccountWhoseSessionsHaveEnded_isRefused() {
        String email = "leaving@example.org";
        assertEquals(201, accounts.signUp(email).status());
        Answer session = accounts.logIn(email, PASSWORD);
        String code = flow.code(email, PASSWORD, "streaming");
        Answer deleted = accounts.send(
                Call.delete("/v1/me").with(bearer(session)).json("{\"password\": \"%s\"}".formatted(PASSWORD)));
        assertEquals(202, deleted.status(), deleted.body());

        Answer answer = flow.exchange(code);
        assertEquals(400, answer.status(), answer.body());
        assertEquals("invalid_grant", answer.text("error"));
    }

    private static List<String> scopes(Answer answer) {
        assertTrue(answer.json().containsKey("scope"), answer.body());
        return List.of(answer.text("scope").split(" "));
    }
}
