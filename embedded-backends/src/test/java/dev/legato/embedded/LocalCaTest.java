package dev.legato.embedded;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.cert.CertPathValidator;
import java.security.cert.CertificateFactory;
import java.security.cert.PKIXParameters;
import java.security.cert.TrustAnchor;
import java.security.cert.X509Certificate;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class LocalCaTest {
    @TempDir
    Path folder;

    @Test
    void issue_forNamesAndAddresses_isSignedByTheAuthorityAndNamesThem() throws Exception {
        LocalCa ca = LocalCa.open(folder.resolve("tls"), Clock.systemUTC());
        LocalCa.Issued issued = ca.issue("gateway", List.of("localhost", "127.0.0.1", "::1"));
        X509Certificate certificate = read(issued.certificate());
        PKIXParameters trust = new PKIXParameters(Set.of(new TrustAnchor(read(ca.certificateFile()), null)));
        trust.setRevocationEnabled(false);
        var path = CertificateFactory.getInstance("X.509").generateCertPath(List.of(certificate));
        var _ = CertPathValidator.getInstance("PKIX").validate(path, trust);

        List<String> names = certificate.getSubjectAlternativeNames().stream()
                .map(name -> name.get(1).toString())
                .toList();
        assertEquals(List.of("localhost", "127.0.0.1", "0:0:0:0:0:0:0:1"), names);
        Duration life = Duration.between(
                certificate.getNotBefore().toInstant(),
                certificate.getNotAfter().toInstant());
        assertTrue(life.compareTo(Duration.ofDays(398)) <= 0, "browsers take no longer life: " + life);
    }

    @Test
    void open_again_keepsTheAuthority() throws Exception {
        LocalCa first = LocalCa.open(folder.resolve("tls"), Clock.systemUTC());
        byte[] before = Files.readAllBytes(first.certificateFile());
        LocalCa.Issued issued =
                LocalCa.open(folder.resolve("tls"), Clock.systemUTC()).issue("edge", List.of("edge"));
        assertEquals(
                new String(before, StandardCharsets.UTF_8),
                Files.readString(folder.resolve("tls/ca.pem")),
                "devices go on trusting it");
        read(issued.certificate()).verify(read(first.certificateFile()).getPublicKey());
    }

    @Test
    void keys_areTheirOwnersAlone() throws Exception {
        LocalCa ca = LocalCa.open(folder.resolve("tls"), Clock.systemUTC());
        for (Path key : List.of(ca.issue("edge", List.of("edge")).key(), folder.resolve("tls/ca-key.pem"))) {
            assertEquals("rw-------", PosixFilePermissions.toString(Files.getPosixFilePermissions(key)));
        }
    }

    private static X509Certificate read(Path file) throws Exception {
        try (InputStream in = Files.newInputStream(file)) {
            return (X509Certificate) CertificateFactory.getInstance("X.509").generateCertificate(in);
        }
    }
}
