package dev.legato.runtime.postgres;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.legato.runtime.settings.Settings;
import dev.legato.runtime.settings.SettingsException;
import io.vertx.pgclient.SslMode;
import java.net.URI;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

final class PostgresServerTest {
    private static final String PRIMARY = "postgresql://legato:secret%2B@db1:6000,db2,db3:7000/music";

    @Test
    void of_severalHosts_areServersOfOneDatabase() {
        List<PostgresServer> servers = PostgresServer.of("postgres.uri", URI.create(PRIMARY));
        assertEquals(
                List.of("db1:6000/music", "db2:5432/music", "db3:7000/music"),
                servers.stream().map(PostgresServer::toString).toList());
        assertTrue(servers.stream().allMatch(server -> server.password().equals("secret+")));
    }

    @Test
    void of_anAddressInBrackets_isWithoutThem() {
        PostgresServer server = PostgresServer.of("postgres.uri", URI.create("postgresql://a:b@[::1]:6000/music"))
                .getFirst();
        assertEquals("::1", server.host());
        assertEquals(6000, server.port());
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "postgresql://db1/music",
                "postgresql://legato:secret@/music",
                "postgresql://legato:secret@db1,/music",
                "postgresql://legato:secret@db1:x/music",
                "postgresql://legato:secret@db1",
                "postgresql:///music"
            })
    void of_aPartMissing_isRefusedWithoutTheSecret(String uri) {
        SettingsException refused =
                assertThrows(SettingsException.class, () -> PostgresServer.of("postgres.uri", URI.create(uri)));
        assertTrue(String.valueOf(refused.getMessage()).startsWith("postgres.uri: host, user or database missing"));
        assertFalse(String.valueOf(refused.getMessage()).contains("secret@"));
    }

    @ParameterizedTest
    @CsvSource({
        "read-write,true",
        "primary,true",
        "any,false",
        "standby,false",
    })
    void settings_attributesOfTheSession_areThePrimarysAlone(String attributes, boolean accepted) {
        URI uri = URI.create(PRIMARY + "?target_session_attrs=" + attributes);
        if (accepted) {
            assertEquals(3, new PostgresSettings(uri, 1).servers().size());
        } else {
            assertThrows(SettingsException.class, () -> new PostgresSettings(uri, 1));
        }
    }

    @Test
    void from_replicas_haveWhatTheyDoNotNameFromThePrimary() {
        ReplicaSettings replicas = PostgresSettings.from(Settings.of(Map.of(
                        "postgres.uri",
                        PRIMARY,
                        "postgres.replicas",
                        "postgresql://db3:7000,db4, postgresql://reader:other@db5/copy?sslmode=require")))
                .replicas();
        assertEquals(
                List.of("db3:7000/music", "db4:5432/music", "db5:5432/copy"),
                replicas.servers().stream().map(PostgresServer::toString).toList());
        assertEquals("secret+", replicas.servers().get(1).password());
        assertEquals("reader", replicas.servers().get(2).user());
    }

    @ParameterizedTest
    @CsvSource({
        "'',VERIFY_FULL,true",
        "?target_session_attrs=read-write,VERIFY_FULL,true",
        "?sslmode=verify-ca,VERIFY_CA,true",
        "?sslrootcert=/dev/null,VERIFY_FULL,false",
    })
    void of_parametersThatAReplicaDoesNotName_areThePrimarys(String query, SslMode mode, boolean sameCertificates) {
        Path certificates = Path.of("/dev/zero");
        PostgresServer primary = PostgresServer.of(
                        "postgres.uri", URI.create(PRIMARY + "?sslmode=verify-full&sslrootcert=" + certificates))
                .getFirst();
        PostgresTls tls = PostgresServer.of("postgres.replicas", URI.create("postgresql://db4" + query), primary)
                .getFirst()
                .tls();
        assertEquals(mode, tls.mode());
        assertEquals(sameCertificates, tls.rootCertificates().equals(Optional.of(certificates)));
    }

    @ParameterizedTest
    @ValueSource(strings = {"sslmode=never", "sslrootcert=/no/such/file", "target_session_attrs=any", "port=1"})
    void of_aParameterThatIsBad_isRefusedByTheSettingItStandsIn(String parameter) {
        URI uri = URI.create(PRIMARY + "?" + parameter);
        SettingsException refused =
                assertThrows(SettingsException.class, () -> PostgresServer.of("postgres.replicas", uri));
        assertTrue(String.valueOf(refused.getMessage()).startsWith("postgres.replicas: "), refused.getMessage());
    }

    @Test
    void from_aReplicaThatIsNoUri_isRefusedWithoutQuotingIt() {
        Settings settings = Settings.of(Map.of("postgres.uri", PRIMARY, "postgres.replicas", "mysql://a:hidden@b"));
        SettingsException refused = assertThrows(SettingsException.class, () -> PostgresSettings.from(settings));
        assertFalse(String.valueOf(refused.getMessage()).contains("hidden"));
    }

    @Test
    void from_noReplicas_isTheOneServer() {
        PostgresSettings settings =
                PostgresSettings.from(Settings.of(Map.of("postgres.uri", "postgresql://a:b@db1/music")));
        assertEquals("db1:5432/music", settings.single().orElseThrow().toString());
    }
}
