package dev.legato.bench.runner;

import dev.legato.bench.runner.peer.Programs;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** The certificate of a TLS run: ECDSA P-256, signed by itself, made anew and thrown away with the run. */
final class Certificate {
    private Certificate() {}

    static void make(Path folder) throws IOException, RunException {
        Path certificate = folder.resolve("cert.pem");
        Path key = folder.resolve("key.pem");
        String said = Programs.output(
                "openssl",
                "req",
                "-x509",
                "-newkey",
                "ec",
                "-pkeyopt",
                "ec_paramgen_curve:prime256v1",
                "-nodes",
                "-days",
                "2",
                "-subj",
                "/CN=127.0.0.1",
                "-addext",
                "subjectAltName=IP:127.0.0.1",
                "-keyout",
                key.toString(),
                "-out",
                certificate.toString());
        if (!Files.exists(certificate)) {
            throw new RunException(
                    ExitCode.USAGE, "--tls needs the openssl program to make a certificate; it said: " + said);
        }
        // HAProxy wants both in one file.
        Files.writeString(folder.resolve("both.pem"), Files.readString(certificate) + Files.readString(key));
    }
}
