package dev.legato.edge.tls;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.PrivateKey;
import java.security.PublicKey;
import java.security.Signature;
import java.security.cert.CertificateFactory;
import java.security.spec.PKCS8EncodedKeySpec;
import java.util.Base64;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Checks that a certificate and a private key belong together, since two files are not replaced at the same moment. */
final class KeyPair {
    private static final Pattern PKCS8 =
            Pattern.compile("-----BEGIN PRIVATE KEY-----([A-Za-z0-9+/=\\s]+)-----END PRIVATE KEY-----");
    private static final byte[] MESSAGE = "legato".getBytes(StandardCharsets.US_ASCII);

    private KeyPair() {}

    /**
     * Signs with the key and verifies with the certificate.
     *
     * @param certificate PEM, leaf first
     * @param key PEM, PKCS #8
     * @throws IOException if one of them cannot be read, or they do not belong together
     */
    static void check(Path certificate, Path key) throws IOException {
        try {
            PublicKey verifying = CertificateFactory.getInstance("X.509")
                    .generateCertificate(new ByteArrayInputStream(Files.readAllBytes(certificate)))
                    .getPublicKey();
            Matcher pem = PKCS8.matcher(Files.readString(key));
            if (!pem.find()) {
                throw new IOException("%s: no private key (expected: PKCS #8 in PEM)".formatted(key));
            }
            byte[] der = Base64.getMimeDecoder().decode(pem.group(1));
            PrivateKey signing =
                    KeyFactory.getInstance(verifying.getAlgorithm()).generatePrivate(new PKCS8EncodedKeySpec(der));
            Signature signature = Signature.getInstance(algorithm(verifying));
            signature.initSign(signing);
            signature.update(MESSAGE);
            byte[] signed = signature.sign();
            signature.initVerify(verifying);
            signature.update(MESSAGE);
            if (!signature.verify(signed)) {
                throw new IOException("%s: not the key of %s".formatted(key, certificate));
            }
        } catch (GeneralSecurityException | IllegalArgumentException e) {
            throw new IOException("%s and %s: %s".formatted(certificate, key, e.getMessage()), e);
        }
    }

    private static String algorithm(PublicKey key) {
        return switch (key.getAlgorithm().toUpperCase(Locale.ROOT)) {
            case "EC" -> "SHA256withECDSA";
            case "RSA" -> "SHA256withRSA";
            default -> key.getAlgorithm();
        };
    }
}
