package dev.legato.embedded;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;

/**
 * What is worth making once per machine: executables unpacked from jars, and an empty PostgreSQL cluster.
 *
 * <p>An entry is made beside its place and moved there in one step, so whoever finds it finds it whole; two processes may
 * make the same entry at the same time, and the second discards its own.
 */
final class BinaryCache {
    private static final String PARTIAL = ".partial";

    private final Path root;

    BinaryCache(Path root) {
        this.root = root;
    }

    /** {@code $XDG_CACHE_HOME/legato}, by default {@code ~/.cache/legato} (XDG Base Directory Specification). */
    static BinaryCache ofUser() {
        String configured = System.getenv("XDG_CACHE_HOME");
        Path base = configured == null || configured.isEmpty()
                ? Path.of(System.getProperty("user.home"), ".cache")
                : Path.of(configured);
        return new BinaryCache(base.resolve("legato"));
    }

    /** Fills a new, empty folder. */
    interface Content {
        void fill(Path folder) throws IOException;
    }

    /** Writes an archive's files into a new, empty folder. */
    interface Unpacker {
        void unpack(InputStream archive, Path folder) throws IOException;
    }

    /** The folder of that name, filled now if it is not there yet. */
    Path folder(String name, Content content) {
        Path folder = root.resolve(name);
        if (Files.isDirectory(folder)) {
            return folder;
        }
        try {
            PrivateFiles.createDirectories(root);
            Path partial = OwnedFolder.create(root, PARTIAL, _ -> {});
            try {
                content.fill(partial);
                moveUnlessPresent(partial, folder);
            } finally {
                PrivateFiles.deleteTree(partial);
            }
            return folder;
        } catch (IOException e) {
            throw new StartupException(
                    "The cache folder %s cannot be filled (%s). Free some space there, or set XDG_CACHE_HOME to a folder you own."
                            .formatted(root, e),
                    e);
        }
    }

    private static void moveUnlessPresent(Path from, Path to) throws IOException {
        try {
            Files.move(from, to, StandardCopyOption.ATOMIC_MOVE);
        } catch (FileSystemException e) {
            if (!Files.isDirectory(to)) {
                throw e;
            }
        }
    }

    /** The folder with the unpacked content of a class path resource, named after the resource's SHA-256. */
    Path unpacked(String resource, Unpacker unpacker) {
        byte[] archive = read(resource);
        String name =
                resource.replaceFirst("\\.[a-z]+$", "") + "-" + HexFormat.of().formatHex(sha256(archive), 0, 8);
        return folder(name, folder -> unpacker.unpack(new ByteArrayInputStream(archive), folder));
    }

    private static byte[] read(String resource) {
        try (InputStream stream = BinaryCache.class.getResourceAsStream("/" + resource)) {
            if (stream == null) {
                throw new StartupException(
                        "No %s on the class path: this build carries no such server for %s on %s. Use an external one instead."
                                .formatted(resource, System.getProperty("os.name"), System.getProperty("os.arch")));
            }
            return stream.readAllBytes();
        } catch (IOException e) {
            throw new StartupException("%s cannot be read from the class path (%s).".formatted(resource, e), e);
        }
    }

    private static byte[] sha256(byte[] bytes) {
        try {
            return MessageDigest.getInstance("SHA-256").digest(bytes);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java platform has SHA-256", e);
        }
    }
}
