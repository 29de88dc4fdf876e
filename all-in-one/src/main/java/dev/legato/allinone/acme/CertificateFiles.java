package dev.legato.allinone.acme;

import java.io.IOException;
import java.io.InputStream;
import java.io.StringReader;
import java.io.StringWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.KeyPair;
import java.security.PrivateKey;
import java.security.Signature;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import java.security.spec.PKCS8EncodedKeySpec;
import java.time.Duration;
import java.time.Instant;
import java.util.Base64;
import java.util.Optional;
import org.shredzone.acme4j.util.KeyPairUtils;

/**
 * Where certificates by ACME are kept: {@code account-key.pem} of the account at the authority, and for each name {@code NAME.pem}
 * and {@code NAME-key.pem}, and {@code NAME.failures} after orders that failed; readable by their owner only.
 */
final class CertificateFiles {
    private static final Base64.Encoder LINES = Base64.getMimeEncoder(64, new byte[] {'\n'});
    private static final String SIGNATURE = "SHA256withECDSA";

    private final Path folder;
    private final String host;

    /** How long a certificate is valid. */
    record Validity(Instant from, Instant until) {
        /** When two thirds of it are over. */
        Instant renewal() {
            return from.plus(Duration.between(from, until).multipliedBy(2).dividedBy(3));
        }
    }

    CertificateFiles(Path folder, String host) {
        this.folder = folder;
        this.host = host;
    }

    /** The chain, the certificate first. */
    Path certificate() {
        return folder.resolve(host + ".pem");
    }

    /** Its key, as PKCS #8. */
    Path key() {
        return folder.resolve(host + "-key.pem");
    }

    /** The account's key, made if there is none. */
    KeyPair accountKey() throws IOException {
        Path file = folder.resolve("account-key.pem");
        if (Files.exists(file)) {
            return KeyPairUtils.readKeyPair(new StringReader(Files.readString(file)));
        }
        KeyPair made = Authority.newKey();
        StringWriter text = new StringWriter();
        KeyPairUtils.writeKeyPair(made, text);
        write(file, text.toString());
        return made;
    }

    /** How long the stored certificate is valid; empty if there is none, or its key does not fit after a crash. */
    Optional<Validity> validity() throws IOException {
        if (!Files.exists(certificate()) || !Files.exists(key())) {
            return Optional.empty();
        }
        try (InputStream in = Files.newInputStream(certificate())) {
            X509Certificate stored =
                    (X509Certificate) CertificateFactory.getInstance("X.509").generateCertificate(in);
            return fits(stored)
                    ? Optional.of(new Validity(
                            stored.getNotBefore().toInstant(),
                            stored.getNotAfter().toInstant()))
                    : Optional.empty();
        } catch (GeneralSecurityException | IllegalArgumentException _) {
            return Optional.empty(); // written half by another program: a new one is ordered
        }
    }

    /** Puts a certificate in the place of the last one and forgets failures, the key first: whoever watches both reads them again with the second. */
    void write(Authority.Issued issued) throws IOException {
        StringBuilder chain = new StringBuilder();
        try {
            for (X509Certificate certificate : issued.chain()) {
                chain.append(pem("CERTIFICATE", certificate.getEncoded()));
            }
        } catch (GeneralSecurityException e) {
            throw new IOException("a certificate that cannot be encoded", e);
        }
        write(key(), pem("PRIVATE KEY", issued.key().getPrivate().getEncoded()));
        write(certificate(), chain.toString());
        Files.deleteIfExists(failuresFile());
    }

    /** The orders that have failed since the last certificate. */
    Failures failures() throws IOException {
        return Files.exists(failuresFile()) ? Failures.parse(Files.readString(failuresFile())) : Failures.NONE;
    }

    /** Keeps them for the next start, which would otherwise order at once. */
    void write(Failures failures) throws IOException {
        write(failuresFile(), failures.text());
    }

    Path failuresFile() {
        return folder.resolve(host + ".failures");
    }

    private boolean fits(X509Certificate stored) throws GeneralSecurityException, IOException {
        String base64 = Files.readString(key()).replaceAll("-----[A-Z ]+-----|\\s", "");
        PrivateKey key = KeyFactory.getInstance(stored.getPublicKey().getAlgorithm())
                .generatePrivate(new PKCS8EncodedKeySpec(Base64.getDecoder().decode(base64)));
        byte[] text = host.getBytes(StandardCharsets.UTF_8);
        Signature signature = Signature.getInstance(SIGNATURE);
        signature.initSign(key);
        signature.update(text);
        byte[] signed = signature.sign();
        signature.initVerify(stored.getPublicKey());
        signature.update(text);
        return signature.verify(signed);
    }

    /** Writes a file aside and then renames it, so that a kill leaves no half of it. */
    private void write(Path file, String text) throws IOException {
        Path aside = Files.createTempFile(
                folder,
                ".new",
                null,
                PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")));
        Files.writeString(aside, text);
        var _ = Files.move(aside, file, StandardCopyOption.ATOMIC_MOVE);
    }

    private static String pem(String type, byte[] content) {
        return "-----BEGIN %1$s-----\n%2$s\n-----END %1$s-----\n".formatted(type, LINES.encodeToString(content));
    }
}
