package dev.legato.account;

import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.jwk.Curve;
import com.nimbusds.jose.jwk.ECKey;
import com.nimbusds.jose.jwk.KeyUse;
import com.nimbusds.jose.jwk.gen.ECKeyGenerator;
import dev.legato.testing.NpmTree;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.io.BufferedReader;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;

/** npm's oidc-provider in node, as the provider where people of a house sign in. */
final class SsoProviderUnderTest implements AutoCloseable {
    private static final Path SCRIPTS = Path.of("src/test/js/sso");

    final String issuer;

    /** What it signs with. */
    final ECKey key;

    private final Path modules;
    private final Process node;
    private final HttpClient http = HttpClient.newHttpClient();

    /** @param accounts the URL of account-api, which is called back there */
    SsoProviderUnderTest(Path folder, String accounts) throws Exception {
        key = new ECKeyGenerator(Curve.P_256)
                .keyID("house-1")
                .keyUse(KeyUse.SIGNATURE)
                .algorithm(JWSAlgorithm.ES256)
                .generate();
        modules = Files.createSymbolicLink(folder.resolve("node_modules"), new NpmTree(SCRIPTS).modules());
        var _ = Files.copy(SCRIPTS.resolve("provider.mjs"), folder.resolve("provider.mjs"));
        node = new ProcessBuilder("node", "--preserve-symlinks", "provider.mjs", accounts, key.toJSONString())
                .directory(folder.toFile())
                .redirectError(folder.resolve("provider.txt").toFile())
                .start();
        issuer = firstLine(folder);
    }

    private String firstLine(Path folder) throws IOException {
        BufferedReader out = node.inputReader();
        String line = out.readLine();
        while (line != null && !line.startsWith("http://")) {
            line = out.readLine();
        }
        if (line == null) {
            throw new IOException(Files.readString(folder.resolve("provider.txt")));
        }
        return line;
    }

    /** Who signs in there from now on, without being asked. */
    void personIs(String subject, String email, boolean verified, String... groups) throws Exception {
        put(new JsonObject()
                .put("sub", subject)
                .put("name", "Dora of the House")
                .put("email", email)
                .put("email_verified", verified)
                .put("groups", JsonArray.of((Object[]) groups)));
    }

    /** Lets nobody sign in from now on. */
    void denies() throws Exception {
        put(new JsonObject().put("sub", "nobody").put("denied", true));
    }

    private void put(JsonObject person) throws Exception {
        var _ = http.send(
                HttpRequest.newBuilder(URI.create(issuer + "/person"))
                        .PUT(BodyPublishers.ofString(person.encode()))
                        .build(),
                BodyHandlers.discarding());
    }

    @Override
    public void close() throws IOException {
        http.close();
        node.destroy();
        var _ = node.onExit().join();
        Files.delete(modules); // the link alone
    }
}
