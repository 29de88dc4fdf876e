package dev.legato.allinone;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.util.Base64;
import java.util.Objects;
import java.util.concurrent.TimeUnit;

/**
 * Players made of JavaScript, as their makers ship them. Maven has none of this year's, so npm fetches them once, into
 * the folder that has what else is unpacked on this machine; what came is verified. A test that needs one is passed over
 * where there is neither npm nor what it fetched.
 */
enum PlayerScripts {
    HLS(
            "hls.js",
            "1.6.19",
            "dist/hls.min.js",
            "A//aZeaAgM5rgUCbTURD4gkfyw5Uag2/4Jky7CfDOukL/DN+P5DjbgK2BYteyP3/KnCkPfkGVkbLxQG2T0AbUQ=="),
    SHAKA(
            "shaka-player",
            "4.16.50",
            "dist/shaka-player.compiled.js",
            "jut4iX6JB2MBgadWVNa+pr95Vy81r3F6uF88/mIq9BXxLlK9InEBnNXM7vbOeU7QVzQK7OtgBqdOQONnjeJ+TA==");

    private final String name;
    private final String version;
    private final String file;
    private final String sha512;

    PlayerScripts(String name, String version, String file, String sha512) {
        this.name = name;
        this.version = version;
        this.file = file;
        this.sha512 = sha512;
    }

    /** Our own, {@code legato.play}. */
    static String ours() throws IOException {
        try (InputStream script = Objects.requireNonNull(PlayerScripts.class.getResourceAsStream("players.js"))) {
            return new String(script.readAllBytes(), StandardCharsets.UTF_8);
        }
    }

    String text() throws Exception {
        Path archive = archive();
        byte[] digest = MessageDigest.getInstance("SHA-512").digest(Files.readAllBytes(archive));
        assertEquals(sha512, Base64.getEncoder().encodeToString(digest), archive.toString());
        Process tar = new ProcessBuilder("tar", "-xzOf", archive.toString(), "package/" + file)
                .redirectError(ProcessBuilder.Redirect.INHERIT)
                .start();
        return new String(tar.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    }

    private Path archive() throws Exception {
        Path folder = Files.createDirectories(Path.of(System.getProperty("user.home"), ".cache/legato/npm"));
        Path archive = folder.resolve("%s-%s.tgz".formatted(name, version));
        if (!Files.exists(archive)) {
            Path aside = Files.createTempDirectory(folder, "fetch");
            boolean fetched = Programs.installed("npm")
                    && run(aside, "npm", "pack", "--silent", "%s@%s".formatted(name, version)) == 0;
            assumeTrue(fetched, "%s %s cannot be fetched by npm".formatted(name, version));
            Files.move(aside.resolve(archive.getFileName()), archive);
            Files.delete(aside);
        }
        return archive;
    }

    private static int run(Path folder, String... command) throws Exception {
        Process process = new ProcessBuilder(command)
                .directory(folder.toFile())
                .redirectErrorStream(true)
                .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                .start();
        try {
            return process.waitFor(3, TimeUnit.MINUTES) ? process.exitValue() : -1;
        } finally {
            process.destroyForcibly();
        }
    }
}
