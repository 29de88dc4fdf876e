package dev.legato.metadata;

import static dev.legato.testing.Eventually.eventually;
import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.legato.contracts.ImportedTrack;
import dev.legato.embedded.SharedBackends;
import java.net.URI;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.PreparedStatement;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** What is left of a writer that ended between its commit and the eviction. */
@Timeout(180)
final class CatalogueChangesIT {
    @Test
    void event_ofAWriterThatEndedBeforeItEvicted_evicts() throws Exception {
        URI postgres = SharedBackends.postgres();
        ImportedTrack track = Music.track("Cluster", "Zuckerzeit", "Hollywood");
        String path = "/v1/tracks/" + track.id();
        try (CatalogueUnderTest catalogue = new CatalogueUnderTest(
                postgres,
                SharedBackends.redis(),
                Map.of("kafka.bootstrap", SharedBackends.kafka(), "metadata.cache.nearFor", "10m"))) {
            assertEquals(201, catalogue.put(track).status());
            eventually(() -> catalogue.isCached(track.id().value()));
            commit(
                    postgres,
                    "UPDATE metadata.tracks SET name = 'Caramel' WHERE id = ?",
                    track.id().value());
            assertEquals("Hollywood", catalogue.get(path).json().getString("name"));
            commit(
                    postgres,
                    "INSERT INTO metadata.outbox (topic, key, event) VALUES ('catalogue', ?, NULL)",
                    track.id().value());
            eventually(() -> catalogue.get(path).json().getString("name").equals("Caramel"));
        }
    }

    private static void commit(URI postgres, String sql, String id) throws Exception {
        String[] role = postgres.getUserInfo().split(":", 2);
        String url = "jdbc:postgresql://%s:%d%s".formatted(postgres.getHost(), postgres.getPort(), postgres.getPath());
        try (Connection connection = DriverManager.getConnection(url, role[0], role[1]);
                PreparedStatement statement = connection.prepareStatement(sql)) {
            statement.setString(1, id);
            assertEquals(1, statement.executeUpdate());
        }
    }
}
