package dev.legato.allinone;

import dev.legato.contracts.Sha256;
import dev.legato.embedded.StartupException;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.SecureRandom;
import java.util.Base64;

/**
 * The secrets of an installation, made on its first start and kept in {@code DATA/secrets}, readable by its owner only.
 */
final class Secrets {
    private static final int BYTES = 32;

    private final Path folder;

    Secrets(Path folder) {
        this.folder = folder;
    }

    /** The key that other keys and columns are encrypted under, in the form of the setting {@code account.masterKey}. */
    String masterKey() {
        return load("master-key");
    }

    /** The key that signs edge URLs, in the form of the setting {@code links.keys}. */
    String linkKey() {
        return "k1:" + load("link-key");
    }

    /** What the importer proves itself with at account-api. */
    String importerSecret() {
        return load("importer-secret");
    }

    /** The same in the form of the setting {@code account.clients}. */
    String importerClient() {
        return "importer:%s:catalogue-write"
                .formatted(Sha256.hex(importerSecret().getBytes(StandardCharsets.UTF_8)));
    }

    private String load(String name) {
        Path file = folder.resolve(name);
        try {
            if (!Files.exists(file)) {
                byte[] secret = new byte[BYTES];
                new SecureRandom().nextBytes(secret);
                write(file, Base64.getEncoder().encodeToString(secret) + "\n");
            }
            return Files.readString(file).strip();
        } catch (IOException e) {
            throw unusable(file, e);
        }
    }

    /** Writes a file only its owner may read: aside first and then renamed, so that a kill leaves no half of it. */
    void write(Path file, String text) {
        var ownerOnly = PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------"));
        try {
            Path aside = Files.createTempFile(folder, ".new", null, ownerOnly);
            Files.writeString(aside, text);
            var _ = Files.move(aside, file, StandardCopyOption.ATOMIC_MOVE);
        } catch (IOException e) {
            throw unusable(file, e);
        }
    }

    private static StartupException unusable(Path file, IOException e) {
        return new StartupException("cannot read or write %s: %s".formatted(file, e.getMessage()), e);
    }
}
