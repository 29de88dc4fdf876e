package dev.legato.allinone;

import static dev.legato.allinone.Api.expect;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.vertx.core.json.JsonObject;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What a whole run says: its log at its most talkative, its metrics, its problems. */
final class SecretsInLogsIT {
    private static final String EMAIL = "discreet.person@example.org";
    private static final String PASSWORD = "a secret nobody may read";
    private static final String WRONG = "a wrong one nobody may read";

    @TempDir
    Path folder;

    @Test
    void run_withPeopleAndMistakes_namesNoAddressAndNoSecret() throws Exception {
        Path data = folder.resolve("data");
        Map<String, String> hidden =
                new LinkedHashMap<>(Map.of("address", EMAIL, "password", PASSWORD, "wrong", WRONG));
        List<String> said = new ArrayList<>();
        try (HttpClient client = HttpClient.newHttpClient();
                LegatoProcess legato = LegatoProcess.up(
                        data, Tones.create(folder.resolve("music")), Map.of("LEGATO_LOG_LEVEL", "debug"))) {
            String health = legato.awaitLine(line -> line.contains("/health/ready"))
                    .replaceAll(".*(http://\\S+)/health/ready.*", "$1");
            Api anonymous = Api.anonymous(client, legato.gateway());
            JsonObject signUp = new JsonObject()
                    .put("email", EMAIL)
                    .put("password", PASSWORD)
                    .put("name", "D");
            expect(201, anonymous.post("/v1/accounts", signUp));
            said.add(answer(409, anonymous.post("/v1/accounts", signUp)));
            JsonObject logIn = new JsonObject().put("email", EMAIL).put("password", WRONG);
            said.add(answer(401, anonymous.post("/v1/sessions", logIn)));
            said.add(answer(
                    400,
                    anonymous.post(
                            "/v1/sessions",
                            new JsonObject().put("email", EMAIL + "@").put("password", WRONG))));
            JsonObject session = expect(200, anonymous.post("/v1/sessions", logIn.put("password", PASSWORD)));
            hidden.put("access token", session.getString("accessToken"));
            hidden.put("refresh token", session.getString("refreshToken"));
            Api person = anonymous.with(session.getString("accessToken"));
            expect(200, person.get("/v1/me"));
            said.add(answer(
                    401, anonymous.with(session.getString("accessToken") + "x").get("/v1/me")));
            expect(202, person.post("/v1/me/export", new JsonObject()));
            said.add(client.send(
                            HttpRequest.newBuilder(URI.create(health + "/metrics"))
                                    .build(),
                            BodyHandlers.ofString())
                    .body());
            int _ = legato.stop();
            said.addAll(legato.lines());
        }
        hidden.putAll(secrets(data.resolve("secrets")));
        assertTrue(hidden.containsKey("master-key"), hidden.keySet()::toString);
        assertTrue(said.size() > 20, "the log was read");
        List<String> told = new ArrayList<>();
        hidden.forEach((what, secret) -> said.stream()
                .filter(line -> line.contains(secret))
                .map(line -> what + ": " + line)
                .forEach(told::add));
        assertEquals(List.of(), told);
    }

    private static String answer(int status, HttpResponse<String> answer) {
        assertEquals(status, answer.statusCode(), answer.body());
        return answer.body();
    }

    /** The secrets of one line; the signing key is JSON, of which the private member is the secret. */
    private static Map<String, String> secrets(Path folder) throws IOException {
        Map<String, String> secrets = new LinkedHashMap<>();
        try (Stream<Path> files = Files.list(folder)) {
            for (Path file : files.toList()) {
                String text = Files.readString(file).strip();
                if (text.startsWith("{")) {
                    secrets.put(file.getFileName().toString(), new JsonObject(text).getString("d"));
                } else if (!text.contains("\n")) {
                    secrets.put(file.getFileName().toString(), text);
                }
            }
        }
        return secrets;
    }
}
