package dev.legato.runtime.kafka;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;

import dev.legato.runtime.settings.Settings;
import dev.legato.runtime.settings.SettingsException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class KafkaSettingsTest {
    @TempDir
    private Path folder;

    @Test
    void from_secretsInEnvironmentAndFile_reachTheClientsAndNoLog() throws IOException {
        Path file = Files.writeString(
                folder.resolve("client.properties"), "security.protocol=SASL_SSL\nsasl.jaas.config=file\n");
        KafkaSettings kafka = KafkaSettings.from(Settings.load(
                null,
                Map.of(
                        "LEGATO_KAFKA_BOOTSTRAP", "kafka:9092",
                        "LEGATO_KAFKA_PROPERTIES_FILE", file.toString(),
                        "LEGATO_KAFKA_CLIENT_SASL_JAAS_CONFIG", "Module required password=\"hunter2\";")));
        assertEquals(
                Map.of(
                        "bootstrap.servers", "kafka:9092",
                        "security.protocol", "SASL_SSL",
                        "sasl.jaas.config", "Module required password=\"hunter2\";"),
                kafka.properties());
        assertFalse(kafka.toString().contains("hunter2"));
    }

    @Test
    void from_fileThatIsMissing_saysWhich() {
        Settings settings = Settings.of(
                Map.of("kafka.propertiesFile", folder.resolve("none").toString()));
        assertThrows(SettingsException.class, () -> KafkaSettings.from(settings));
    }
}
