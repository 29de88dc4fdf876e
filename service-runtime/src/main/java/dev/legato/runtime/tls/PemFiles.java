package dev.legato.runtime.tls;

import dev.legato.runtime.settings.SettingsException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.time.Duration;
import java.util.List;

/**
 * Files of certificates and keys, looked at again and again: that works on every file system and with symbolic links that are
 * switched, as Kubernetes and certbot do. For one thread.
 */
final class PemFiles {
    /** How often it is worth looking. */
    static final Duration LOOK_EVERY = Duration.ofSeconds(5);

    private final List<Path> files;
    private List<Object> seen;

    PemFiles(List<Path> files) {
        this.files = List.copyOf(files);
        this.seen = stamps();
    }

    /** Whether one has changed since this was asked last. */
    boolean haveChanged() {
        List<Object> now = stamps();
        boolean changed = !now.equals(seen);
        seen = now;
        return changed;
    }

    /** @throws SettingsException naming the setting if the file cannot be read */
    static void requireReadable(String key, Path file) {
        if (!Files.isReadable(file)) {
            throw new SettingsException("%s: %s cannot be read (expected: a PEM file)".formatted(key, file));
        }
    }

    private List<Object> stamps() {
        return files.stream().map(PemFiles::stamp).toList();
    }

    private static Object stamp(Path file) {
        try {
            BasicFileAttributes attributes = Files.readAttributes(file, BasicFileAttributes.class);
            return List.of(attributes.lastModifiedTime(), attributes.size(), String.valueOf(attributes.fileKey()));
        } catch (IOException e) {
            return e.toString();
        }
    }
}
