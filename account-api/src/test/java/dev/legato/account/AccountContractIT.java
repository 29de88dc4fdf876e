package dev.legato.account;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.legato.testing.ContractFuzz;
import io.vertx.core.json.JsonObject;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Every operation, asked with values that strangers send. */
final class AccountContractIT {
    @TempDir
    private Path folder;

    @Test
    void operations_ofNastyValues_answerProblems() throws Exception {
        try (AccountsUnderTest accounts = new AccountsUnderTest(folder, Map.of())) {
            accounts.signUp("clara@example.org");
            accounts.makeAdmin("clara@example.org");
            String token = accounts.logIn("clara@example.org", "correct horse battery")
                    .json()
                    .getString("accessToken");
            List<String> faults = new ContractFuzz(accounts.port(), _ -> "Bearer " + token)
                    .body(
                            "signUp",
                            new JsonObject()
                                    .put("email", "robert@example.org")
                                    .put("password", "correct horse battery")
                                    .put("name", "Robert"))
                    .faults();
            assertEquals("", String.join("\n", faults));
        }
    }
}
