package dev.legato.account.token;

import dev.legato.runtime.settings.SettingsException;
import io.vertx.core.json.DecodeException;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.channels.FileChannel;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * The keys that access tokens are signed with, in a file as RFC 7517 has it: one JWK, or {@code {"keys": […]}}.
 *
 * <p>The first key signs; all are published, so that tokens signed with the others stay good. To rotate: put the new key
 * behind the old one, wait until every verifier has fetched the set, then put it in front, and drop the old one when the
 * last token it signed has expired. A key that signs no more needs no {@code d}.
 *
 * @param keys EC keys on P-256, each with {@code kid} and {@code alg: ES256}; the first has its private part
 */
public record SigningKey(List<JsonObject> keys) {
    private static final List<String> PUBLIC_MEMBERS = List.of("kty", "crv", "x", "y", "kid", "alg");

    public SigningKey {
        keys = keys.stream().map(JsonObject::copy).toList();
    }

    /**
     * Reads the key file, or makes one with a new key that only its owner can read. Of several processes that make it at
     * the same time one does, and the others read it.
     *
     * @throws SettingsException if the file exists but holds no usable key
     */
    public static SigningKey loadOrCreate(Path file) {
        try {
            if (Files.notExists(file)) {
                create(file);
            }
            return parse(file);
        } catch (NoSuchFileException e) {
            throw new SettingsException("account.signingKey: %s cannot be made".formatted(e.getFile()));
        } catch (IOException e) {
            throw new UncheckedIOException("account.signingKey: " + file, e);
        }
    }

    /** The key set for everyone: the public parts alone. */
    public JsonObject publicKeys() {
        List<Map<String, String>> set = new ArrayList<>();
        for (JsonObject key : keys) {
            Map<String, String> shown = new LinkedHashMap<>();
            PUBLIC_MEMBERS.forEach(member -> shown.put(member, key.getString(member)));
            shown.put("use", "sig");
            set.add(shown);
        }
        return new JsonObject(Map.of("keys", set));
    }

    JsonObject first() {
        return keys.getFirst().copy();
    }

    /** The key ids alone. */
    @Override
    public String toString() {
        return "SigningKey" + keys.stream().map(key -> key.getString("kid")).toList();
    }

    private static void create(Path file) throws IOException {
        Path folder = file.toAbsolutePath().getParent();
        if (folder == null) {
            throw new NoSuchFileException(file.toString());
        }
        Path written = Files.createTempFile(
                Files.createDirectories(folder),
                ".signing-key",
                ".new",
                PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")));
        try {
            Files.writeString(written, EcJwk.generate().encodePrettily() + "\n");
            try (FileChannel channel = FileChannel.open(written, StandardOpenOption.WRITE)) {
                channel.force(true);
            }
            // A link, unlike a move, never replaces what another process has just put there.
            var _ = Files.createLink(file, written);
        } catch (FileAlreadyExistsException _) {
            // Another process was faster: its key is ours too.
        } finally {
            Files.delete(written);
        }
    }

    private static SigningKey parse(Path file) throws IOException {
        try {
            JsonObject json = new JsonObject(Files.readString(file));
            JsonArray keys = json.getJsonArray("keys", new JsonArray(List.of(json)));
            List<JsonObject> parsed = keys.stream().map(JsonObject.class::cast).toList();
            if (parsed.isEmpty()
                    || !parsed.getFirst().containsKey("d")
                    || !parsed.stream().allMatch(EcJwk::isOurs)) {
                throw new IllegalArgumentException("not a key of ours");
            }
            return new SigningKey(parsed);
        } catch (DecodeException | ClassCastException | IllegalArgumentException _) {
            // The cause would quote the file, which is a secret.
            throw new SettingsException(
                    ("account.signingKey: %s is no JWK or JWK set of EC keys on P-256 with kid and alg"
                                    + " ES256, the first with d")
                            .formatted(file));
        }
    }
}
