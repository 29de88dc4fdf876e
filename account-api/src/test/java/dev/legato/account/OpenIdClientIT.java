package dev.legato.account;

import static dev.legato.testing.Eventually.eventually;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.legato.testing.NpmPackage;
import java.io.IOException;
import java.net.ServerSocket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The protocol as npm's openid-client speaks it, which configures itself by discovery and checks what it is answered. */
final class OpenIdClientIT {
    private static final String EMAIL = "clara@example.org";
    private static final String PASSWORD = "correct horse battery";
    private static final int MAX_MINUTES = 2;

    private static final List<NpmPackage> PACKAGES = List.of(
            new NpmPackage(
                    "openid-client",
                    "6.9.0",
                    "2IvamJR8PAnWHngaCsGGA8TYfcLI2egvuqa9cOQYHIISwIUhxJwwwcCnkgVX95fzZ6J0TAna0aVGUMOxnPeRqg=="),
            new NpmPackage(
                    "oauth4webapi",
                    "3.8.8",
                    "8N28E+a/oxfXWBgOMt+ZP/JUf/XR+IFbvkAEPP3gznXOMv9BpAAwiIj0TFNz3tGTPc0ZQ8zmWBNgN1nAys0gng=="),
            new NpmPackage(
                    "jose",
                    "6.2.18",
                    "doV4thUwgkrycJH4yLeqwTGIIZphHl+pk7CPReuMIhYhncmgzdko85MaCG4YQFTxqMFr1/oEH32tZuKKovcDEg=="));

    @TempDir
    private static Path folder;

    private static String issuer;
    private static AccountsUnderTest accounts;

    @BeforeAll
    static void start() throws Exception {
        Path modules = Files.createDirectories(folder.resolve("node_modules"));
        for (NpmPackage npm : PACKAGES) {
            var _ = Files.createSymbolicLink(
                    modules.resolve(npm.name()), npm.unpacked("package.json").getParent());
        }
        for (String script : List.of("browser.mjs", "openid.mjs")) {
            var _ = Files.copy(Path.of("src/test/js", script), folder.resolve(script));
        }
        String port = freePort();
        issuer = "http://127.0.0.1:" + port;
        accounts = new AccountsUnderTest(
                folder, Map.of("account.port", port, "tokens.issuer", issuer, "account.clientRegistration", "true"));
        assertEquals(201, accounts.signUp(EMAIL).status());
    }

    @AfterAll
    static void stop() throws Exception {
        for (NpmPackage npm : PACKAGES) {
            Files.delete(folder.resolve("node_modules").resolve(npm.name())); // the link alone
        }
        accounts.close();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "discovery",
                "code",
                "consentRemembered",
                "replayedCode",
                "wrongVerifier",
                "injectedCode",
                "mixUp",
                "badRequests",
                "foreignRedirect",
                "confidential",
                "pushed",
                "device",
                "dpop",
                "dpopPushed",
                "hint",
                "longRequest",
                "signInAgain",
                "denied",
                "forgedConsent",
                "massAssignment",
                "logout",
                "apps",
                "postedRequest",
                "passedOver",
                "secretPosted",
                "crossOrigin",
                "polling",
                "refresh",
                "deviceGuesses"
            })
    void openIdClient_scenario_isAsTheStandardsDemand(String scenario) throws Exception {
        play(scenario, issuer, _ -> {});
    }

    @Test
    void openIdClient_whereNoncesAreAskedFor_provesWithThem() throws Exception {
        String port = freePort();
        String asking = "http://127.0.0.1:" + port;
        try (AccountsUnderTest _ = signedUp(Map.of(
                "account.port",
                port,
                "tokens.issuer",
                asking,
                "account.clientRegistration",
                "true",
                "tokens.dpopNonceKey",
                "A".repeat(43) + "="))) {
            play("dpop", asking, _ -> {});
            play("dpopPushed", asking, _ -> {});
            play("nonceNeeded", asking, _ -> {});
        }
    }

    @Test
    void openIdClient_keysRotatedBetweenTwoSignIns_verifiesOldAndNew() throws Exception {
        String port = freePort();
        String rotating = "http://127.0.0.1:" + port;
        try (AccountsUnderTest own =
                signedUp(Map.of("account.port", port, "tokens.issuer", rotating, "account.keyRotation", "1m"))) {
            play("keysRotated", rotating, node -> {
                assertEquals("rotate", node.inputReader().readLine());
                own.clock.advance(Duration.ofSeconds(31));
                eventually(() -> keys(own) == 2);
                own.clock.advance(Duration.ofSeconds(31));
                node.outputWriter().close();
            });
        }
    }

    private static AccountsUnderTest signedUp(Map<String, String> settings) throws Exception {
        AccountsUnderTest own = new AccountsUnderTest(folder, settings);
        assertEquals(201, own.signUp(EMAIL).status());
        return own;
    }

    private static int keys(AccountsUnderTest accounts) {
        return accounts.get("/oauth2/jwks.json").json().getJsonArray("keys").size();
    }

    /** What is done at this end while a scenario is played. */
    private interface Meanwhile {
        void happens(Process node) throws Exception;
    }

    private static void play(String scenario, String issuer, Meanwhile meanwhile) throws Exception {
        Path errors = folder.resolve(scenario + ".txt");
        Process node = new ProcessBuilder(
                        "node", "--preserve-symlinks", "openid.mjs", scenario, issuer, EMAIL, PASSWORD)
                .directory(folder.toFile())
                .redirectError(errors.toFile())
                .start();
        try {
            meanwhile.happens(node);
            assertTrue(node.waitFor(MAX_MINUTES, TimeUnit.MINUTES), scenario + " does not end");
            assertEquals(0, node.exitValue(), () -> text(errors));
        } finally {
            node.destroyForcibly();
        }
    }

    private static String text(Path file) {
        try {
            return Files.readString(file, StandardCharsets.UTF_8);
        } catch (IOException e) {
            return e.toString();
        }
    }

    private static String freePort() throws IOException {
        try (ServerSocket socket = new ServerSocket(0)) {
            return Integer.toString(socket.getLocalPort());
        }
    }
}
