package dev.legato.runtime.tls;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.KeyStore;
import java.security.PrivateKey;
import java.security.cert.Certificate;
import java.security.cert.CertificateFactory;
import java.security.spec.InvalidKeySpecException;
import java.security.spec.PKCS8EncodedKeySpec;
import java.util.Base64;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Puts certificates and keys in PEM into Java's key stores. */
final class PemStores {
    private static final List<String> ALGORITHMS = List.of("EC", "RSA", "EdDSA");

    private PemStores() {}

    static KeyStore certificates(Path file) throws GeneralSecurityException, IOException {
        KeyStore store = empty();
        int number = 0;
        for (Certificate certificate : read(file)) {
            store.setCertificateEntry("ca" + number++, certificate);
        }
        return store;
    }

    static KeyStore keys(Path certificate, Path key) throws GeneralSecurityException, IOException {
        KeyStore store = empty();
        store.setKeyEntry("own", privateKey(key), password(), read(certificate));
        return store;
    }

    /** A store in memory needs one, which protects nothing. */
    static char[] password() {
        return new char[0];
    }

    static KeyStore empty() throws GeneralSecurityException, IOException {
        KeyStore store = KeyStore.getInstance("PKCS12");
        store.load(null, null);
        return store;
    }

    private static Certificate[] read(Path file) throws GeneralSecurityException, IOException {
        try (InputStream in = Files.newInputStream(file)) {
            return CertificateFactory.getInstance("X.509")
                    .generateCertificates(in)
                    .toArray(new Certificate[0]);
        }
    }

    private static PrivateKey privateKey(Path file) throws GeneralSecurityException, IOException {
        String base64 = Files.readString(file)
                .replaceAll("-----(BEGIN|END) PRIVATE KEY-----", "")
                .replaceAll("\\s", "");
        PKCS8EncodedKeySpec encoded;
        try {
            encoded = new PKCS8EncodedKeySpec(Base64.getDecoder().decode(base64));
        } catch (IllegalArgumentException _) {
            // The cause would show a part of the key.
            throw new InvalidKeySpecException(file + " is no key as PKCS #8 in PEM");
        }
        @Nullable InvalidKeySpecException last = null;
        for (String algorithm : ALGORITHMS) {
            try {
                return KeyFactory.getInstance(algorithm).generatePrivate(encoded);
            } catch (InvalidKeySpecException e) {
                last = e;
            }
        }
        throw new InvalidKeySpecException(file + " is no key of " + ALGORITHMS, last);
    }
}
