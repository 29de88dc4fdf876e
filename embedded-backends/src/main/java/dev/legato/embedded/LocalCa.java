package dev.legato.embedded;

import java.io.IOException;
import java.io.InputStream;
import java.io.StringWriter;
import java.math.BigInteger;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.PrivateKey;
import java.security.PublicKey;
import java.security.SecureRandom;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import java.security.spec.ECGenParameterSpec;
import java.security.spec.PKCS8EncodedKeySpec;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Date;
import java.util.List;
import javax.security.auth.x500.X500Principal;
import org.bouncycastle.asn1.x509.BasicConstraints;
import org.bouncycastle.asn1.x509.ExtendedKeyUsage;
import org.bouncycastle.asn1.x509.Extension;
import org.bouncycastle.asn1.x509.GeneralName;
import org.bouncycastle.asn1.x509.GeneralNames;
import org.bouncycastle.asn1.x509.KeyPurposeId;
import org.bouncycastle.asn1.x509.KeyUsage;
import org.bouncycastle.cert.X509v3CertificateBuilder;
import org.bouncycastle.cert.jcajce.JcaX509CertificateConverter;
import org.bouncycastle.cert.jcajce.JcaX509ExtensionUtils;
import org.bouncycastle.cert.jcajce.JcaX509v3CertificateBuilder;
import org.bouncycastle.operator.OperatorCreationException;
import org.bouncycastle.operator.jcajce.JcaContentSignerBuilder;
import org.bouncycastle.util.io.pem.PemObject;
import org.bouncycastle.util.io.pem.PemReader;
import org.bouncycastle.util.io.pem.PemWriter;

/**
 * A certificate authority of one installation, for a house without a public name: {@code ca.pem}, which people's devices are
 * told to trust, and {@code ca-key.pem}, which only its owner can read. Keys are EC on P-256.
 */
public final class LocalCa {
    private static final Duration CA_LIFE = Duration.ofDays(3_650);

    /** Browsers take certificates of at most 398 days. */
    private static final Duration CERTIFICATE_LIFE = Duration.ofDays(397);

    /** For devices whose clocks are behind. */
    private static final Duration SLACK = Duration.ofHours(1);

    private static final int SERIAL_BITS = 120;
    private static final String SIGNATURE = "SHA256withECDSA";

    private final Path folder;
    private final Clock clock;
    private final SecureRandom random = new SecureRandom();
    private final X509Certificate certificate;
    private final PrivateKey key;

    /**
     * A certificate that was issued.
     *
     * @param certificate in PEM
     * @param key as PKCS #8 in PEM, readable by its owner only
     */
    public record Issued(Path certificate, Path key) {}

    private LocalCa(Path folder, Clock clock) throws IOException, GeneralSecurityException {
        this.folder = PrivateFiles.createDirectories(folder);
        this.clock = clock;
        if (Files.notExists(certificateFile())) {
            create();
        }
        try (InputStream in = Files.newInputStream(certificateFile())) {
            this.certificate =
                    (X509Certificate) CertificateFactory.getInstance("X.509").generateCertificate(in);
        }
        this.key = KeyFactory.getInstance("EC").generatePrivate(new PKCS8EncodedKeySpec(read(keyFile())));
    }

    /**
     * Opens the authority of a folder, or makes it.
     *
     * @throws StartupException if the folder cannot be used
     */
    public static LocalCa open(Path folder, Clock clock) {
        try {
            return new LocalCa(folder, clock);
        } catch (IOException | GeneralSecurityException e) {
            throw new StartupException("The certificates in %s cannot be used: %s".formatted(folder, e), e);
        }
    }

    /** The authority's own certificate, in PEM. */
    public Path certificateFile() {
        return folder.resolve("ca.pem");
    }

    /**
     * Issues a certificate for a server and for a client, with a new key.
     *
     * @param name of its files and its subject
     * @param hosts DNS names and IP addresses
     * @throws StartupException if the files cannot be written
     */
    public Issued issue(String name, List<String> hosts) {
        Issued issued = new Issued(folder.resolve(name + ".pem"), folder.resolve(name + "-key.pem"));
        try {
            KeyPair pair = generate();
            X509v3CertificateBuilder builder = builder(
                    certificate.getSubjectX500Principal(),
                    new X500Principal("CN=" + name + ",O=Legato"),
                    pair.getPublic(),
                    CERTIFICATE_LIFE);
            builder.addExtension(Extension.basicConstraints, true, new BasicConstraints(false));
            builder.addExtension(Extension.keyUsage, true, new KeyUsage(KeyUsage.digitalSignature));
            builder.addExtension(Extension.extendedKeyUsage, false, new ExtendedKeyUsage(new KeyPurposeId[] {
                KeyPurposeId.id_kp_serverAuth, KeyPurposeId.id_kp_clientAuth
            }));
            builder.addExtension(Extension.subjectAlternativeName, false, names(hosts));
            builder.addExtension(
                    Extension.authorityKeyIdentifier,
                    false,
                    new JcaX509ExtensionUtils().createAuthorityKeyIdentifier(certificate.getPublicKey()));
            PrivateFiles.write(
                    issued.key(), pem("PRIVATE KEY", pair.getPrivate().getEncoded()));
            PrivateFiles.write(
                    issued.certificate(), pem("CERTIFICATE", sign(builder, key).getEncoded()));
            return issued;
        } catch (IOException | GeneralSecurityException | OperatorCreationException e) {
            throw new StartupException("No certificate can be issued in %s: %s".formatted(folder, e), e);
        }
    }

    private void create() throws IOException, GeneralSecurityException {
        try {
            KeyPair pair = generate();
            X500Principal subject = new X500Principal("CN=Legato of this house,O=Legato");
            X509v3CertificateBuilder builder = builder(subject, subject, pair.getPublic(), CA_LIFE);
            builder.addExtension(Extension.basicConstraints, true, new BasicConstraints(0));
            builder.addExtension(Extension.keyUsage, true, new KeyUsage(KeyUsage.keyCertSign | KeyUsage.cRLSign));
            builder.addExtension(
                    Extension.subjectKeyIdentifier,
                    false,
                    new JcaX509ExtensionUtils().createSubjectKeyIdentifier(pair.getPublic()));
            // The key first: a certificate whose key was lost could not be told from a good one.
            PrivateFiles.write(keyFile(), pem("PRIVATE KEY", pair.getPrivate().getEncoded()));
            PrivateFiles.write(
                    certificateFile(),
                    pem("CERTIFICATE", sign(builder, pair.getPrivate()).getEncoded()));
        } catch (OperatorCreationException e) {
            throw new GeneralSecurityException(e);
        }
    }

    private X509v3CertificateBuilder builder(
            X500Principal issuer, X500Principal subject, PublicKey subjectKey, Duration life) {
        Instant now = clock.instant();
        return new JcaX509v3CertificateBuilder(
                issuer,
                new BigInteger(SERIAL_BITS, random).setBit(0),
                Date.from(now.minus(SLACK)),
                Date.from(now.plus(life)),
                subject,
                subjectKey);
    }

    private static X509Certificate sign(X509v3CertificateBuilder builder, PrivateKey key)
            throws GeneralSecurityException, OperatorCreationException {
        return new JcaX509CertificateConverter()
                .getCertificate(builder.build(new JcaContentSignerBuilder(SIGNATURE).build(key)));
    }

    private KeyPair generate() throws GeneralSecurityException {
        KeyPairGenerator generator = KeyPairGenerator.getInstance("EC");
        generator.initialize(new ECGenParameterSpec("secp256r1"), random);
        return generator.generateKeyPair();
    }

    private static GeneralNames names(List<String> hosts) {
        return new GeneralNames(hosts.stream()
                .map(host -> new GeneralName(isAddress(host) ? GeneralName.iPAddress : GeneralName.dNSName, host))
                .toArray(GeneralName[]::new));
    }

    private static boolean isAddress(String host) {
        return host.contains(":") || host.matches("[0-9.]+");
    }

    private Path keyFile() {
        return folder.resolve("ca-key.pem");
    }

    private static byte[] read(Path file) throws IOException {
        try (PemReader reader = new PemReader(Files.newBufferedReader(file))) {
            PemObject object = reader.readPemObject();
            if (object == null) {
                throw new IOException(file + " is no PEM file");
            }
            return object.getContent();
        }
    }

    private static String pem(String type, byte[] content) throws IOException {
        StringWriter text = new StringWriter();
        try (PemWriter writer = new PemWriter(text)) {
            writer.writeObject(new PemObject(type, content));
        }
        return text.toString();
    }
}
