package dev.legato.allinone;

import static dev.legato.allinone.Api.expect;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.legato.runtime.tls.ClientTls;
import io.vertx.core.json.JsonObject;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** {@code ./legato up --tls}, to a device that trusts its authority and to one that does not. */
final class HouseTlsIT {
    @TempDir
    Path folder;

    @Test
    void up_withTlsAndAMasterKey_servesPlayerApiAndAudioToWhoeverTrustsTheAuthority() throws Exception {
        String masterKey = "B".repeat(42) + "A=";
        Path data = folder.resolve("data");
        Path music = Tones.create(folder.resolve("music"));
        try (LegatoProcess legato =
                LegatoProcess.up(data, music, Map.of("LEGATO_ACCOUNT_MASTER_KEY", masterKey), "--tls")) {
            String player = legato.awaitLine(line -> line.contains("Player")).strip();
            assertTrue(player.contains("https://localhost:"), player);
            String trusted = legato.awaitLine(line -> line.contains("trust")).strip();
            assertTrue(trusted.contains("ca.pem"), trusted);
            URI firstAdmin = URI.create(legato.awaitLine(line -> line.contains("/account/signup?first="))
                    .strip());
            assertTrue(Files.readString(data.resolve("secrets/account.yaml")).contains(masterKey));
            URI gateway = URI.create(player.replaceAll(".*(https://\\S+).*", "$1"));
            ClientTls tls = new ClientTls(Optional.of(data.resolve("tls/ca.pem")), Optional.empty());
            try (HttpClient client =
                    HttpClient.newBuilder().sslContext(tls.context()).build()) {
                Api anonymous = Api.anonymous(client, gateway);
                assertEquals(200, anonymous.get("/").statusCode());
                URI issuer = URI.create(expect(200, anonymous.get("/.well-known/openid-configuration"))
                        .getString("issuer"));
                assertEquals("https", issuer.getScheme());
                assertEquals(200, Api.anonymous(client, issuer).get("/").statusCode());
                HttpRequest signUp = HttpRequest.newBuilder(firstAdmin).build();
                assertEquals(200, client.send(signUp, BodyHandlers.discarding()).statusCode());
                Api guest = anonymous.with(expect(200, anonymous.post("/v1/sessions/guest", new JsonObject()))
                        .getString("accessToken"));
                JsonObject found = Api.eventually(
                        () -> expect(200, guest.get("/v1/search?q=Middle&types=track")),
                        answer -> !answer.getJsonObject("tracks")
                                .getJsonArray("items")
                                .isEmpty());
                String track = found.getJsonObject("tracks")
                        .getJsonArray("items")
                        .getJsonObject(0)
                        .getString("id");
                String audio = expect(200, guest.get("/v1/tracks/" + track + "/playback"))
                        .getJsonArray("files")
                        .getJsonObject(0)
                        .getString("url");
                assertTrue(audio.startsWith("https://"), audio);
                HttpRequest play = HttpRequest.newBuilder(URI.create(audio)).build();
                assertEquals(200, client.send(play, BodyHandlers.discarding()).statusCode());
            }
            try (HttpClient distrustful = HttpClient.newHttpClient()) {
                assertThrows(IOException.class, () -> Api.anonymous(distrustful, gateway)
                        .get("/"));
            }
        }
    }
}
