package dev.legato.account.token;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;

import dev.legato.runtime.settings.SettingsException;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class SigningKeyTest {
    @TempDir
    Path folder;

    @Test
    void loadOrCreate_noFile_makesOneForItsOwnerAlone() throws IOException {
        Path file = folder.resolve("new/key.jwk");
        SigningKey made = SigningKey.loadOrCreate(file);

        assertEquals("rw-------", PosixFilePermissions.toString(Files.getPosixFilePermissions(file)));
        assertEquals(made, SigningKey.loadOrCreate(file));
        try (var files = Files.list(file.getParent())) {
            assertEquals(List.of(file), files.toList(), "nothing else is left behind");
        }
    }

    @Test
    void loadOrCreate_manyAtOnce_agree() throws Exception {
        Path file = folder.resolve("key.jwk");
        try (var threads = Executors.newFixedThreadPool(4)) {
            List<Future<SigningKey>> keys = new ArrayList<>();
            for (int i = 0; i < 8; i++) {
                keys.add(threads.submit(() -> SigningKey.loadOrCreate(file)));
            }
            Set<SigningKey> different = new HashSet<>();
            for (Future<SigningKey> key : keys) {
                different.add(key.get());
            }
            assertEquals(1, different.size());
        }
    }

    @Test
    void publicKeys_ofSeveral_areAllPublishedAndTheFirstSigns() throws IOException {
        JsonObject signs = EcJwk.generate();
        JsonObject retired = EcJwk.generate();
        retired.remove("d");
        Path file = folder.resolve("keys.jwks");
        Files.writeString(
                file,
                new JsonObject()
                        .put("keys", new JsonArray().add(signs).add(retired))
                        .encode());

        SigningKey keys = SigningKey.loadOrCreate(file);
        JsonArray published = keys.publicKeys().getJsonArray("keys");
        assertEquals(2, published.size());
        assertEquals(signs.getString("kid"), published.getJsonObject(0).getString("kid"));
        assertEquals(signs.getString("kid"), keys.first().getString("kid"));
        assertFalse(published.encode().contains(signs.getString("d")));
        assertFalse(keys.toString().contains(signs.getString("d")));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"", "[]", "{}", "{\"keys\":[]}", "{\"keys\":[7]}", "{\"kty\":\"RSA\",\"d\":\"secret\"}", "secret"
            })
    void loadOrCreate_noKeyOfOurs_isRefusedWithoutShowingIt(String content) throws IOException {
        Path file = Files.writeString(folder.resolve("bad.jwk"), content);
        String message = assertThrows(SettingsException.class, () -> SigningKey.loadOrCreate(file))
                .getMessage();
        assertFalse(message.contains("secret"), message);
    }

    @Test
    void generate_coordinates_areFixedWidth() {
        for (int i = 0; i < 300; i++) {
            JsonObject key = EcJwk.generate();
            assertEquals(43, key.getString("x").length());
            assertEquals(43, key.getString("y").length());
            assertEquals(43, key.getString("d").length());
        }
    }
}
