package dev.legato.testing;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Base64;
import java.util.List;
import java.util.concurrent.TimeUnit;

/**
 * One exact version of a package, as its makers ship it. npm fetches it once, into the folder that has what else is unpacked
 * on this machine, and what came is verified; nothing is installed and no script of a package runs. A test that needs it is
 * passed over where there is neither npm nor what it fetched, but fails in CI.
 *
 * @param sha512 of its archive in base64, the registry's {@code dist.integrity}
 */
public record NpmPackage(String name, String version, String sha512) {
    private static final int FETCH_MINUTES = 3;

    /** A file of the package. */
    public byte[] file(String path) throws IOException, InterruptedException {
        Process tar = tar(verified(), "-xzOf", "package/" + path).start();
        byte[] content = tar.getInputStream().readAllBytes();
        assertEquals(0, tar.waitFor(), path);
        return content;
    }

    /** A file of the package, unpacked for good. */
    public Path unpacked(String path) throws IOException, InterruptedException {
        Path folder = folder().resolve(fileName(""));
        Path unpacked = folder.resolve("package").resolve(path);
        if (!Files.exists(unpacked)) {
            Path archive = verified();
            Path aside = Files.createTempDirectory(folder(), "unpack");
            assertEquals(
                    0, tar(archive, "-xzf").directory(aside.toFile()).start().waitFor());
            Files.move(aside, folder);
        }
        return unpacked;
    }

    private Path verified() throws IOException, InterruptedException {
        Path archive = archive();
        try {
            byte[] digest = MessageDigest.getInstance("SHA-512").digest(Files.readAllBytes(archive));
            assertEquals(sha512, Base64.getEncoder().encodeToString(digest), archive.toString());
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every JDK has SHA-512", e);
        }
        return archive;
    }

    private Path archive() throws IOException, InterruptedException {
        Path archive = folder().resolve(fileName(".tgz"));
        if (!Files.exists(archive)) {
            Path aside = Files.createTempDirectory(folder(), "fetch");
            boolean fetched = isFetched(aside);
            String missing = "%s %s cannot be fetched by npm".formatted(name, version);
            if (System.getenv("CI") != null) {
                assertTrue(fetched, missing);
            }
            assumeTrue(fetched, missing);
            Files.move(aside.resolve(archive.getFileName()), archive);
            Files.delete(aside);
        }
        return archive;
    }

    private boolean isFetched(Path into) throws InterruptedException {
        try {
            Process npm = new ProcessBuilder("npm", "pack", "--silent", name + "@" + version)
                    .directory(into.toFile())
                    .redirectErrorStream(true)
                    .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                    .start();
            try {
                return npm.waitFor(FETCH_MINUTES, TimeUnit.MINUTES) && npm.exitValue() == 0;
            } finally {
                npm.destroyForcibly();
            }
        } catch (IOException _) {
            return false; // there is no npm
        }
    }

    /** {@code @scope/name} 1.0 becomes {@code scope-name-1.0}, as npm names it. */
    private String fileName(String extension) {
        return "%s-%s%s".formatted(name.replaceFirst("^@", "").replace('/', '-'), version, extension);
    }

    static Path folder() throws IOException {
        return Files.createDirectories(Path.of(System.getProperty("user.home"), ".cache", "legato", "npm"));
    }

    private static ProcessBuilder tar(Path archive, String option, String... files) {
        ProcessBuilder tar = new ProcessBuilder("tar", option, archive.toString());
        tar.command().addAll(List.of(files));
        return tar.redirectError(ProcessBuilder.Redirect.INHERIT);
    }
}
