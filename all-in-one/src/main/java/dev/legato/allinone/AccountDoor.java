package dev.legato.allinone;

import dev.legato.embedded.StartupException;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * {@code DATA/secrets/account.yaml}: how {@code ./legato account} gets into the database of a running {@code ./legato up}. It
 * is there as long as that runs, for its owner alone.
 */
final class AccountDoor implements AutoCloseable {
    private final Path file;

    private AccountDoor(Path file) {
        this.file = file;
    }

    static Path file(Path data) {
        return data.resolve("secrets").resolve("account.yaml");
    }

    /** @param masterKey what the services have as {@code account.masterKey} */
    static AccountDoor open(Path data, Secrets secrets, String masterKey, URI postgres, URI publicUrl) {
        Path file = file(data);
        secrets.write(file, """
                account:
                  masterKey: "%s"
                postgres:
                  uri: "%s"
                tokens:
                  issuer: "%s"
                """.formatted(masterKey, postgres, publicUrl));
        return new AccountDoor(file);
    }

    @Override
    public void close() {
        try {
            Files.deleteIfExists(file);
        } catch (IOException e) {
            throw new StartupException("cannot remove " + file, e);
        }
    }
}
