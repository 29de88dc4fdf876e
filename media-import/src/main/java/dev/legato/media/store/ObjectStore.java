package dev.legato.media.store;

import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.Optional;

/**
 * Objects in a folder, each a file under its key:
 *
 * <pre>
 * objects/{trackId}/original.flac
 * objects/{trackId}/aac-160.m4a
 * objects/artwork/{albumId}/640.jpg
 * objects/.incoming/{run}/…          being written; no key reaches it
 * </pre>
 *
 * <p>An object is written aside, synced and renamed: whoever reads, and whatever is killed, it is whole or not there.
 */
public final class ObjectStore {
    private static final int BUFFER = 1 << 20;

    private final Path root;

    public ObjectStore(Path root) throws IOException {
        this.root = Files.createDirectories(root).toRealPath();
    }

    /** A room to write objects in before they are put; also removes what dead runs left behind. */
    public Workspace openWorkspace() throws IOException {
        return Workspace.open(root.resolve(".incoming"));
    }

    /** The file of an object, whether it is there or not. */
    public Path path(String key) {
        return root.resolve(ObjectKeys.require(key));
    }

    /** Whether an object is there. */
    public boolean contains(String key) {
        return Files.isRegularFile(path(key), LinkOption.NOFOLLOW_LINKS);
    }

    /** An object with its digest, by reading it through. */
    public Optional<StoredObject> describe(String key) throws IOException {
        return contains(key) ? Optional.of(described(key, path(key))) : Optional.empty();
    }

    /**
     * Makes a finished file of the workspace an object: synced, then renamed in one step.
     *
     * @param file in this store's {@link Workspace}; gone afterwards
     */
    public StoredObject put(String key, Path file) throws IOException {
        Path target = path(key);
        StoredObject object = described(key, file);
        sync(file);
        Path folder = Files.createDirectories(target.resolveSibling(""));
        Files.move(file, target, StandardCopyOption.ATOMIC_MOVE);
        for (Path synced = folder; synced != null && synced.startsWith(root); synced = synced.getParent()) {
            sync(synced);
        }
        return object;
    }

    private static void sync(Path path) throws IOException {
        // Linux syncs a folder's entries through a read-only channel too.
        try (FileChannel channel = FileChannel.open(path, StandardOpenOption.READ)) {
            channel.force(true);
        }
    }

    private static StoredObject described(String key, Path file) throws IOException {
        MessageDigest digest = sha256();
        long bytes = 0;
        byte[] buffer = new byte[BUFFER];
        try (InputStream in = Files.newInputStream(file)) {
            for (int read = in.read(buffer); read >= 0; read = in.read(buffer)) {
                digest.update(ByteBuffer.wrap(buffer, 0, read));
                bytes += read;
            }
        }
        return new StoredObject(key, bytes, HexFormat.of().formatHex(digest.digest()));
    }

    private static MessageDigest sha256() {
        try {
            return MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java platform has SHA-256", e);
        }
    }
}
