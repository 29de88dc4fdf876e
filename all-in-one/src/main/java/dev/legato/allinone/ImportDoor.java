package dev.legato.allinone;

import dev.legato.embedded.StartupException;
import dev.legato.media.cli.ImportSettings;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;

/**
 * {@code DATA/secrets/import.yaml}: how an importer of another process gets into a running {@code ./legato up}, whose
 * services and Kafka have other ports each time. It is there as long as that runs.
 */
final class ImportDoor implements AutoCloseable {
    private final Path file;

    private ImportDoor(Path file) {
        this.file = file;
    }

    static Path file(Path data) {
        return ImportSettings.fileOfUp(data);
    }

    static ImportDoor open(Path data, Secrets secrets, URI account, URI metadata, String kafka) {
        Map<String, String> settings = Map.of(
                "objects", data.resolve("objects").toString(),
                "index", data.resolve("import-index").toString(),
                "account", account.toString(),
                "metadata", metadata.toString(),
                "secret", secrets.importerSecret());
        StringBuilder yaml = new StringBuilder("import:\n");
        settings.forEach((key, value) -> yaml.append("  %s: \"%s\"%n".formatted(key, value.replace("\"", "\\\""))));
        yaml.append("kafka:%n  bootstrap: \"%s\"%n".formatted(kafka));
        Path file = file(data);
        secrets.write(file, yaml.toString());
        return new ImportDoor(file);
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
