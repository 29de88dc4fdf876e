package dev.legato.analytics;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.UUID;

/** This instance's name in its consumer group: made once, kept in the state folder as {@code instance}. */
final class InstanceName {
    private static final String FILE = "instance";

    private final Path stateDir;

    InstanceName(Path stateDir) {
        this.stateDir = stateDir;
    }

    /** Reads it, or creates it if there is none. */
    String get() {
        try {
            Path file = stateDir.resolve(FILE);
            return Files.exists(file) ? Files.readString(file) : renew();
        } catch (IOException e) {
            throw unusable(e);
        }
    }

    /** Makes a new one and keeps it. */
    String renew() {
        try {
            String name = UUID.randomUUID().toString();
            Path partial = Files.writeString(Files.createDirectories(stateDir).resolve(FILE + ".partial"), name);
            var _ = Files.move(
                    partial,
                    stateDir.resolve(FILE),
                    StandardCopyOption.ATOMIC_MOVE,
                    StandardCopyOption.REPLACE_EXISTING);
            return name;
        } catch (IOException e) {
            throw unusable(e);
        }
    }

    private UncheckedIOException unusable(IOException e) {
        return new UncheckedIOException("analytics.stateDir: " + stateDir + " cannot be used", e);
    }
}
