package dev.legato.account;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.legato.account.avatar.Pictures;
import dev.legato.testing.Answer;
import io.vertx.core.json.JsonObject;
import java.awt.image.BufferedImage;
import java.io.ByteArrayInputStream;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Path;
import java.util.Map;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A person's picture: uploaded, shown, exported, removed. */
final class AvatarIT {
    private static final String PASSWORD = "correct horse battery";
    private static final int MAX_BYTES = 1 << 20;

    @TempDir
    static Path folder;

    private static AccountsUnderTest accounts;
    private static HttpClient client;

    @BeforeAll
    static void start() throws Exception {
        accounts = new AccountsUnderTest(folder, Map.of());
        client = HttpClient.newHttpClient();
    }

    @AfterAll
    static void stop() throws Exception {
        client.close();
        accounts.close();
    }

    @Test
    void picture_uploaded_isASquareUnderItsHash() throws Exception {
        String[] clara = listener("clara@example.org");
        String path = put(clara, Pictures.png(400, 300)).getString("avatar");
        assertEquals(path, accounts.get("/v1/me", clara).text("avatar"));
        HttpResponse<byte[]> picture = get(path);
        assertEquals(200, picture.statusCode());
        assertEquals("image/jpeg", header(picture, "content-type"));
        assertEquals("private, max-age=31536000, immutable", header(picture, "cache-control"));
        assertEquals("nosniff", header(picture, "x-content-type-options"));
        BufferedImage image = ImageIO.read(new ByteArrayInputStream(picture.body()));
        assertEquals(256, image.getWidth());
        assertEquals(256, image.getHeight());
        assertEquals(304, get(path, "If-None-Match", header(picture, "etag")).statusCode());
        assertEquals(404, get("/v1/avatars/00000000000000000000000000000000").statusCode());
        assertEquals(404, get("/v1/avatars/..").statusCode());
        assertTrue(signedIn("clara@example.org").get("/account").body().contains("src=\"" + path + "\""));
    }

    @Test
    void picture_another_hasAnotherAddressAndTheOldIsGone() throws Exception {
        String[] robert = listener("robert@example.org");
        String first = put(robert, Pictures.png(300, 300)).getString("avatar");
        String second = put(robert, Pictures.jpeg(300, 200)).getString("avatar");
        assertFalse(first.equals(second), first);
        assertEquals(404, get(first).statusCode());
        assertEquals(204, accounts.delete("/v1/me/avatar", robert).status());
        assertEquals(404, get(second).statusCode());
        assertNull(accounts.get("/v1/me", robert).text("avatar"));
        assertEquals(204, accounts.delete("/v1/me/avatar", robert).status(), "there is none to remove");
    }

    @Test
    void picture_tooLongOrNone_isRefusedAndSaysWhy() throws Exception {
        String[] fanny = listener("fanny@example.org");
        assertEquals(413, send(fanny, new byte[MAX_BYTES + 1]).statusCode());
        HttpResponse<byte[]> refused = send(fanny, "<svg onload=alert(1)>".getBytes(UTF_8));
        assertEquals(400, refused.statusCode());
        assertTrue(new String(refused.body(), UTF_8).contains("expected: PNG, JPEG or WebP"));
        HttpResponse<byte[]> bomb = send(fanny, Pictures.bomb(60_000));
        assertEquals(400, bomb.statusCode());
        assertTrue(new String(bomb.body(), UTF_8).contains("60000 × 60000 pixels"));
    }

    @Test
    void picture_ofAGuest_isForbidden() throws Exception {
        String[] guest = AccountsUnderTest.bearer(accounts.post("/v1/sessions/guest", null));
        assertEquals(403, send(guest, Pictures.png(64, 64)).statusCode());
    }

    private static String[] listener(String email) {
        accounts.signUp(email);
        return AccountsUnderTest.bearer(accounts.logIn(email, PASSWORD));
    }

    private static Browser signedIn(String email) {
        Browser browser = new Browser(accounts);
        browser.get("/account/signin");
        Answer answer = browser.submit("/account/signin", Map.of("email", email, "password", PASSWORD));
        assertEquals(303, answer.status());
        return browser;
    }

    private static JsonObject put(String[] caller, byte[] picture) throws Exception {
        HttpResponse<byte[]> answer = send(caller, picture);
        String body = new String(answer.body(), UTF_8);
        assertEquals(200, answer.statusCode(), body);
        return new JsonObject(body);
    }

    private static HttpResponse<byte[]> send(String[] caller, byte[] picture) throws Exception {
        return accounts.upload("/v1/me/avatar", picture, caller);
    }

    private static HttpResponse<byte[]> get(String path, String... headers) throws Exception {
        HttpRequest.Builder request = request(path);
        return client.send(
                (headers.length == 0 ? request : request.headers(headers)).build(), BodyHandlers.ofByteArray());
    }

    private static HttpRequest.Builder request(String path) {
        return HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + accounts.port() + path));
    }

    private static String header(HttpResponse<?> answer, String name) {
        return answer.headers().firstValue(name).orElse("");
    }
}
