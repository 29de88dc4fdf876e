package dev.legato.edge;

import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.KeyStore;
import java.util.Base64;
import java.util.Map;

/** A self-signed certificate, made by the JDK's keytool. */
public record TestCertificate(Path certificate, Path key) {
    private static final String PASSWORD = "changeit";

    /** One for localhost. */
    public static TestCertificate create(Path folder) throws Exception {
        return create(folder, "dns:localhost,ip:127.0.0.1");
    }

    /** @param names as in keytool's {@code san} extension */
    public static TestCertificate create(Path folder, String names) throws Exception {
        Path store = folder.resolve("store.p12");
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
        KeyStore keys = KeyStore.getInstance("PKCS12");
        try (InputStream in = Files.newInputStream(store)) {
            keys.load(in, PASSWORD.toCharArray());
        }
        Path certificate = folder.resolve("certificate.pem");
        Path key = folder.resolve("key.pem");
        Files.writeString(
                certificate, pem("CERTIFICATE", keys.getCertificate("edge").getEncoded()));
        Files.writeString(
                key,
                pem("PRIVATE KEY", keys.getKey("edge", PASSWORD.toCharArray()).getEncoded()));
        return new TestCertificate(certificate, key);
    }

    Map<String, String> settings() {
        return Map.of("edge.tls.certificate", certificate.toString(), "edge.tls.key", key.toString());
    }

    private static String pem(String what, byte[] der) {
        return "-----BEGIN %s-----\n%s\n-----END %s-----\n"
                .formatted(what, Base64.getMimeEncoder(64, new byte[] {'\n'}).encodeToString(der), what);
    }
}
