package dev.legato.account;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.legato.contracts.Scopes;
import dev.legato.testing.Answer;
import io.vertx.core.json.JsonObject;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Base64;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The token endpoint and the metadata, as OAuth 2.0 clients use them. */
final class OAuthIT {
    private static final String SECRET = URLEncoder.encode(AccountsUnderTest.SECRET, StandardCharsets.UTF_8);

    @TempDir
    static Path folder;

    private static AccountsUnderTest accounts;

    @BeforeAll
    static void start() throws Exception {
        String hash = AccountsUnderTest.sha256(AccountsUnderTest.SECRET);
        accounts = new AccountsUnderTest(
                folder,
                Map.of(
                        "tokens.issuer",
                        "https://legato.example.org",
                        "account.clients",
                        "importer:%1$s:catalogue-write+streaming,reader:%1$s:user-read-private".formatted(hash)));
    }

    @AfterAll
    static void stop() throws Exception {
        accounts.close();
    }

    @Test
    void token_clientCredentialsByBasic_givesTheScopesAskedFor() {
        Answer answer = accounts.form(
                "grant_type=client_credentials&scope=catalogue-write", "Authorization", basic("importer:" + SECRET));

        assertEquals(200, answer.status(), answer.response().body());
        assertEquals("no-store", answer.header("Cache-Control"));
        assertEquals("Bearer", answer.text("token_type"));
        assertEquals(600, answer.json().getInteger("expires_in"));
        assertEquals("catalogue-write", answer.text("scope"));
        assertFalse(answer.json().containsKey("refresh_token"));
        JsonObject claims = AccountApiIT.claims(answer.text("access_token"));
        assertEquals("importer", claims.getString("sub"));
    }

    @Test
    void token_clientCredentialsByForm_givesAllItsScopes() {
        Answer answer = accounts.form("grant_type=client_credentials&client_id=importer&client_secret=" + SECRET);
        assertEquals(200, answer.status());
        assertEquals("catalogue-write streaming", answer.text("scope"));
    }

    @ParameterizedTest
    @CsvSource({
        "grant_type=client_credentials&client_id=importer&client_secret=wrong, 401, invalid_client",
        "grant_type=client_credentials&client_id=nobody&client_secret=wrong, 401, invalid_client",
        "grant_type=client_credentials, 401, invalid_client",
        "grant_type=password&username=a, 400, unsupported_grant_type",
        "scope=streaming, 400, invalid_request",
        "grant_type=refresh_token, 400, invalid_request",
        "grant_type=refresh_token&refresh_token=unknown, 400, invalid_grant",
        "grant_type=refresh_token&grant_type=refresh_token, 400, invalid_request",
    })
    void token_badRequest_isRefusedAsTheRfcSays(String form, int status, String error) {
        Answer answer = accounts.form(form);
        assertEquals(status, answer.status());
        assertEquals(error, answer.text("error"));
        assertEquals(status == 401, answer.header("WWW-Authenticate").startsWith("Basic"));
    }

    @Test
    void token_brokenEncoding_is400() {
        assertEquals(400, accounts.form("grant_type=%zz").status());
    }

    @ParameterizedTest
    @ValueSource(ints = {4_097, 9_000, 200_000})
    void token_longField_isInvalidRequestNamingIt(int length) {
        Answer answer = accounts.form("grant_type=refresh_token&refresh_token=" + "a".repeat(length));
        assertEquals(400, answer.status());
        assertEquals("invalid_request", answer.text("error"));
        assertTrue(
                answer.text("error_description").startsWith("refresh_token: "),
                answer.response().body());
    }

    @Test
    void token_longNameOrManyFields_isInvalidRequest() {
        Answer name = accounts.form("grant_type=refresh_token&" + "a".repeat(9_000) + "=1");
        assertEquals("invalid_request", name.text("error"));
        Answer many = accounts.form(
                IntStream.range(0, 300).mapToObj(i -> "f" + i + "=1").collect(Collectors.joining("&")));
        assertEquals("invalid_request", many.text("error"));
        assertEquals(
                400,
                accounts.form(IntStream.range(0, 20_000)
                                .mapToObj(i -> "f" + i + "=1")
                                .collect(Collectors.joining("&")))
                        .status());
        assertEquals(413, accounts.form("a=" + "b".repeat(300_000)).status());
    }

    @Test
    void token_scopeTheClientHasNot_isInvalidScope() {
        Answer answer = accounts.form(
                "grant_type=client_credentials&scope=playlist-read-private",
                "Authorization",
                basic("importer:" + SECRET));
        assertEquals(400, answer.status());
        assertEquals("invalid_scope", answer.text("error"));
    }

    @Test
    void token_twoAuthentications_isInvalidRequest() {
        Answer answer = accounts.form(
                "grant_type=client_credentials&client_id=importer&client_secret=" + SECRET,
                "Authorization",
                basic("importer:" + SECRET));
        assertEquals("invalid_request", answer.text("error"));
    }

    @Test
    void token_jsonBody_isInvalidRequest() {
        Answer answer = accounts.post("/oauth2/token", "{}");
        assertEquals(400, answer.status());
        assertEquals("invalid_request", answer.text("error"));
    }

    @Test
    void token_emptyBody_isInvalidRequest() {
        Answer answer = accounts.form("");
        assertEquals(400, answer.status());
        assertEquals("invalid_request", answer.text("error"));
    }

    @Test
    void token_refreshGrant_rotatesTheSession() {
        String token = accounts.post("/v1/sessions/guest", null).text("refreshToken");
        Answer answer = accounts.form("grant_type=refresh_token&refresh_token=" + token);
        assertEquals(200, answer.status());
        assertEquals(Scopes.GUEST, Set.of(answer.text("scope").split(" ")));
        assertEquals(200, accounts.refresh(answer.text("refresh_token")).status());
    }

    @Test
    void clientToken_atMe_lacksNothingButAnAccount() {
        String token = accounts.form("grant_type=client_credentials&client_id=reader&client_secret=" + SECRET)
                .text("access_token");
        String[] bearer = {"Authorization", "Bearer " + token};
        assertEquals(401, accounts.get("/v1/me", bearer).status());
        assertEquals(404, accounts.delete("/v1/sessions/current", bearer).status());
    }

    @Test
    void introspect_byAClientOfThisSystem_seesTokensOfOthers() {
        String token = accounts.post("/v1/sessions/guest", null).text("accessToken");
        Answer answer =
                accounts.submit("/oauth2/introspect", "token=" + token, "Authorization", basic("reader:" + SECRET));
        assertEquals(200, answer.status(), answer.body());
        assertTrue(answer.json().getBoolean("active"));
        assertEquals("legato", answer.text("client_id"));
    }

    @Test
    void clientToken_withoutTheScope_is403() {
        String token = accounts.form(
                        "grant_type=client_credentials&scope=catalogue-write&client_id=importer&client_secret="
                                + SECRET)
                .text("access_token");
        assertEquals(
                403, accounts.get("/v1/me", "Authorization", "Bearer " + token).status());
    }

    @Test
    void metadata_namesTheEndpointsAtTheFrontDoor() {
        Answer answer = accounts.get("/.well-known/oauth-authorization-server");
        assertEquals(200, answer.status());
        assertEquals("https://legato.example.org/oauth2/token", answer.text("token_endpoint"));
        assertEquals("https://legato.example.org/oauth2/jwks.json", answer.text("jwks_uri"));
        assertTrue(answer.json().getJsonArray("grant_types_supported").contains("client_credentials"));
    }

    private static String basic(String pair) {
        return "Basic " + Base64.getEncoder().encodeToString(pair.getBytes(StandardCharsets.UTF_8));
    }
}
