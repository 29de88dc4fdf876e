package dev.legato.playlist;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.legato.embedded.EmbeddedPostgres;
import dev.legato.runtime.postgres.Postgres;
import dev.legato.runtime.postgres.PostgresSettings;
import dev.legato.runtime.postgres.UnreachableException;
import dev.legato.runtime.settings.SettingsException;
import io.vertx.core.Vertx;
import io.vertx.sqlclient.Pool;
import java.io.InputStream;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.KeyStore;
import java.util.Base64;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Migrations (JDBC) and queries (Vert.x) over TLS. The server's certificate is its own authority, and names localhost. */
final class PostgresTlsIT {
    private static final String PASSWORD = "changeit";

    @TempDir
    private static Path folder;

    private static Vertx vertx;
    private static EmbeddedPostgres postgres;
    private static Path certificate;
    private static Path anothers;

    @BeforeAll
    static void start() throws Exception {
        vertx = Vertx.vertx();
        postgres = EmbeddedPostgres.temporary();
        certificate = certificate("server");
        anothers = certificate("another");
        Pool pool = open(postgres.uri());
        for (String setting : List.of(
                "ssl_cert_file = '%s'".formatted(certificate),
                "ssl_key_file = '%s'".formatted(folder.resolve("server.key")),
                "ssl = on")) {
            var _ = pool.query("ALTER SYSTEM SET " + setting).execute().await(30, TimeUnit.SECONDS);
        }
        var _ = pool.query("SELECT pg_reload_conf()").execute().await(30, TimeUnit.SECONDS);
        pool.close().await(30, TimeUnit.SECONDS);
        awaitTls();
    }

    @AfterAll
    static void stop() throws Exception {
        vertx.close().await(30, TimeUnit.SECONDS);
        postgres.close();
    }

    @ParameterizedTest
    @CsvSource({
        "disable,127.0.0.1,false",
        "prefer,127.0.0.1,true",
        "require,127.0.0.1,true",
        "verify-ca,127.0.0.1,true",
        "verify-full,localhost,true"
    })
    void open_byMode_isEncryptedOrNot(String mode, String host, boolean encrypted) throws Exception {
        assertEquals(encrypted, isEncrypted(uri(host, mode, certificate)));
    }

    @ParameterizedTest
    @CsvSource({"require", "prefer"})
    void open_unverified_takesAnyCertificate(String mode) throws Exception {
        assertTrue(isEncrypted(uri("localhost", mode, anothers)));
    }

    @Test
    void open_verifyFullAndAnotherHost_isRefused() {
        assertThrows(UnreachableException.class, () -> open(uri("127.0.0.1", "verify-full", certificate)));
    }

    @ParameterizedTest
    @CsvSource({"verify-ca", "verify-full"})
    void open_anotherAuthority_isRefused(String mode) {
        assertThrows(UnreachableException.class, () -> open(uri("localhost", mode, anothers)));
    }

    @Test
    void open_verifyFullWithoutAuthority_trustsWhatJavaTrusts() {
        URI uri = URI.create(
                uri("localhost", "verify-full", certificate).toString().replaceFirst("&.*", ""));
        assertThrows(UnreachableException.class, () -> open(uri));
    }

    @ParameterizedTest
    @CsvSource({"sslmode=on", "sslmode=verify-ca&sslrootcert=/none", "sslcert=/none", "connect_timeout=3"})
    void settings_badParameter_areRefused(String parameters) {
        URI uri = URI.create(postgres.uri() + "?" + parameters);
        assertThrows(SettingsException.class, () -> new PostgresSettings(uri, 1));
    }

    /** Which only the Vert.x client can tell: {@code open} has migrated by JDBC before. */
    private static boolean isEncrypted(URI uri) throws Exception {
        Pool pool = open(uri);
        try {
            return pool.query("SELECT ssl FROM pg_stat_ssl WHERE pid = pg_backend_pid()")
                    .execute()
                    .await(30, TimeUnit.SECONDS)
                    .iterator()
                    .next()
                    .getBoolean(0);
        } finally {
            pool.close().await(30, TimeUnit.SECONDS);
        }
    }

    private static void awaitTls() throws Exception {
        for (int attempt = 0; attempt < 100; attempt++) {
            try {
                open(uri("localhost", "require", certificate)).close().await(30, TimeUnit.SECONDS);
                return;
            } catch (UnreachableException _) {
                vertx.timer(100, TimeUnit.MILLISECONDS).await();
            }
        }
        throw new IllegalStateException("PostgreSQL takes no TLS");
    }

    private static Pool open(URI uri) throws Exception {
        return Postgres.open(vertx, new PostgresSettings(uri, 1), "playlist").await(60, TimeUnit.SECONDS);
    }

    private static URI uri(String host, String mode, Path authority) {
        return URI.create("%s?sslmode=%s&sslrootcert=%s"
                .formatted(postgres.uri().toString().replace("127.0.0.1", host), mode, authority));
    }

    private static Path certificate(String name) throws Exception {
        Path store = folder.resolve(name + ".p12");
        Process keytool = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "keytool")
                                .toString(),
                        "-genkeypair",
                        "-alias",
                        name,
                        "-keyalg",
                        "EC",
                        "-groupname",
                        "secp256r1",
                        "-dname",
                        "CN=" + name,
                        "-ext",
                        "san=dns:localhost",
                        "-ext",
                        "bc:c",
                        "-storetype",
                        "PKCS12",
                        "-keystore",
                        store.toString(),
                        "-storepass",
                        PASSWORD)
                .inheritIO()
                .start();
        assertEquals(0, keytool.waitFor());
        KeyStore keys = KeyStore.getInstance("PKCS12");
        try (InputStream in = Files.newInputStream(store)) {
            keys.load(in, PASSWORD.toCharArray());
        }
        Path key = Files.createFile(
                folder.resolve(name + ".key"),
                PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")));
        Files.writeString(
                key,
                pem("PRIVATE KEY", keys.getKey(name, PASSWORD.toCharArray()).getEncoded()));
        return Files.writeString(
                folder.resolve(name + ".crt"),
                pem("CERTIFICATE", keys.getCertificate(name).getEncoded()));
    }

    private static String pem(String label, byte[] der) {
        return "-----BEGIN %1$s-----%n%2$s%n-----END %1$s-----%n"
                .formatted(label, Base64.getMimeEncoder().encodeToString(der));
    }
}
