package dev.legato.edge;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.util.Base64;
import java.util.Map;

/** A self-signed certificate, made by the JDK's keytool. */
public record TestCertificate(Path certificate, Path key) {
    private static final String PASSWORD = "changeit";
    private static final String LOCALHOST = "dns:localhost,ip:127.0.0.1";

    /** Made once for all test classes of the JVM, since keytool takes a second. */
    private static final class Shared {
        static final byte[] STORE = generate(LOCALHOST);
    }

    /** Writes the certificate for localhost that all tests share. */
    public static TestCertificate create(Path folder) throws IOException, GeneralSecurityException {
        return write(Shared.STORE, folder);
    }

    /** Writes a certificate that is unlike all others. */
    static TestCertificate createAnother(Path folder) throws IOException, GeneralSecurityException {
        return write(generate(LOCALHOST), folder);
    }

    /**
     * Writes a certificate for other names.
     *
     * @param names as in keytool's {@code san} extension
     */
    public static TestCertificate create(Path folder, String names) throws IOException, GeneralSecurityException {
        return write(generate(names), folder);
    }

    /** The key store that holds both, for Java's own TLS. */
    Path store() {
        return key.resolveSibling("store.p12");
    }

    private static TestCertificate write(byte[] store, Path folder) throws IOException, GeneralSecurityException {
        KeyStore keys = KeyStore.getInstance("PKCS12");
        keys.load(new ByteArrayInputStream(store), PASSWORD.toCharArray());
        TestCertificate written = new TestCertificate(folder.resolve("certificate.pem"), folder.resolve("key.pem"));
        Files.write(written.store(), store);
        Files.writeString(
                written.certificate,
                pem("CERTIFICATE", keys.getCertificate("edge").getEncoded()));
        Files.writeString(
                written.key,
                pem("PRIVATE KEY", keys.getKey("edge", PASSWORD.toCharArray()).getEncoded()));
        return written;
    }

    private static byte[] generate(String names) {
        try {
            Path folder = Files.createTempDirectory("legato-certificate");
            Path store = folder.resolve("store.p12");
            try {
                Process keytool = new ProcessBuilder(
                                Path.of(System.getProperty("java.home"), "bin", "keytool")
                                        .toString(),
                                "-genkeypair",
                                "-alias",
                                "edge",
                                "-keyalg",
                                "EC",
                                "-groupname",
                                "secp256r1",
                                "-dname",
                                "CN=localhost",
                                "-ext",
                                "san=" + names,
                                "-validity",
                                "2",
                                "-storetype",
                                "PKCS12",
                                "-keystore",
                                store.toString(),
                                "-storepass",
                                PASSWORD)
                        .inheritIO()
                        .start();
                if (keytool.waitFor() != 0) {
                    throw new IllegalStateException("keytool failed");
                }
                return Files.readAllBytes(store);
            } finally {
                Files.deleteIfExists(store);
                Files.delete(folder);
            }
        } catch (IOException | InterruptedException e) {
            throw new IllegalStateException("no certificate was made", e);
        }
    }

    Map<String, String> settings() {
        return Map.of("edge.tls.certificate", certificate.toString(), "edge.tls.key", key.toString());
    }

    private static String pem(String what, byte[] der) {
        return "-----BEGIN %s-----\n%s\n-----END %s-----\n"
                .formatted(what, Base64.getMimeEncoder(64, new byte[] {'\n'}).encodeToString(der), what);
    }
}
