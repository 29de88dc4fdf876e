package dev.legato.testing;

import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.file.DirectoryNotEmptyException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.List;
import java.util.concurrent.TimeUnit;

/**
 * A package with all that it needs, in the exact versions of a {@code package-lock.json}, whose hashes npm verifies. Installed
 * once, into the folder that has what else is unpacked on this machine; no script of a package runs. A test that needs it is
 * passed over where there is no npm, but fails in CI. For one package that needs nothing, {@link NpmPackage} is enough.
 *
 * @param folder with {@code package.json} and {@code package-lock.json}
 */
public record NpmTree(Path folder) {
    private static final int INSTALL_MINUTES = 5;

    /** The folder {@code node_modules}. */
    public Path modules() throws IOException, InterruptedException {
        Path installed = Files.createDirectories(NpmPackage.folder()).resolve("tree-" + hash());
        if (!Files.exists(installed)) {
            Path aside = Files.createTempDirectory(NpmPackage.folder(), "install");
            for (String file : List.of("package.json", "package-lock.json")) {
                var _ = Files.copy(folder.resolve(file), aside.resolve(file));
            }
            boolean done = isInstalled(aside);
            String missing = "%s cannot be installed by npm".formatted(folder);
            if (System.getenv("CI") != null) {
                assertTrue(done, missing);
            }
            assumeTrue(done, missing);
            move(aside, installed);
        }
        return installed.resolve("node_modules");
    }

    private static void move(Path aside, Path installed) throws IOException {
        try {
            var _ = Files.move(aside, installed);
        } catch (FileAlreadyExistsException | DirectoryNotEmptyException _) {
            // Another test has installed the same meanwhile.
        }
    }

    private static boolean isInstalled(Path into) throws InterruptedException {
        try {
            Process npm = new ProcessBuilder("npm", "ci", "--silent", "--ignore-scripts", "--no-audit", "--no-fund")
                    .directory(into.toFile())
                    .redirectErrorStream(true)
                    .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                    .start();
            try {
                return npm.waitFor(INSTALL_MINUTES, TimeUnit.MINUTES) && npm.exitValue() == 0;
            } finally {
                npm.destroyForcibly();
            }
        } catch (IOException _) {
            return false; // there is no npm
        }
    }

    private String hash() throws IOException {
        try {
            byte[] lock = Files.readAllBytes(folder.resolve("package-lock.json"));
            byte[] digest = MessageDigest.getInstance("SHA-256").digest(lock);
            return HexFormat.of().formatHex(digest, 0, 8);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every JDK has SHA-256", e);
        }
    }
}
