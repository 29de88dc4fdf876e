package dev.legato.store;

import dev.legato.contracts.ObjectKeys;
import java.io.IOException;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;

/**
 * Objects in a folder, each a file under its key, which an edge sends from there:
 *
 * <pre>
 * objects/{trackId}/original.flac
 * objects/{trackId}/aac-160.m4a
 * objects/artwork/{albumId}/640.jpg
 * objects/.sha256/{key}              an object's checksum
 * objects/.corrupted/{key}           set aside
 * objects/.incoming/{run}/…          being written
 * </pre>
 *
 * <p>No key reaches what begins with a dot. An object is written aside, synced and renamed, with the attribute that tells
 * an edge its hash.
 */
public final class FolderStore implements ObjectStore {
    private final Path root;
    private final Path incoming;
    private final Path corrupted;
    private final Checksums checksums;

    public FolderStore(Path root) throws IOException {
        this.root = Files.createDirectories(root).toRealPath();
        this.incoming = this.root.resolve(".incoming");
        this.corrupted = this.root.resolve(".corrupted");
        this.checksums = new Checksums(this.root.resolve(".sha256"));
    }

    @Override
    public Workspace openWorkspace() throws IOException {
        return Workspace.open(incoming);
    }

    @Override
    public boolean isBeingWritten() throws IOException {
        return Workspace.isAnyAlive(incoming);
    }

    @Override
    public boolean contains(String key) {
        return Files.isRegularFile(path(key), LinkOption.NOFOLLOW_LINKS);
    }

    @Override
    public Set<String> names(String folder) {
        // Names only: a look at each file would cost more than all else in a run over a library that has not changed.
        String[] names = path(folder).toFile().list();
        return names == null ? Set.of() : Set.of(names);
    }

    @Override
    public Optional<StoredObject> describe(String key) throws IOException {
        if (!contains(key)) {
            return Optional.empty();
        }
        Optional<StoredObject> known = checksums.of(key, Files.size(path(key)));
        return known.isPresent() ? known : Optional.of(StoredObject.of(key, path(key)));
    }

    @Override
    public StoredObject put(String key, Path file) throws IOException {
        Path target = path(key);
        StoredObject object = StoredObject.of(key, file);
        Durable.sync(file);
        List<StoredObject> before = contains(key) ? checksums.of(key) : List.of();
        Path room = file.resolveSibling("");
        checksums.write(key, Stream.concat(Stream.of(object), before.stream()).toList(), room);
        HashAttribute.write(file, object);
        Durable.move(file, target, root);
        HashAttribute.ensure(target, object);
        if (!before.isEmpty()) {
            checksums.write(key, List.of(object), room);
        }
        return object;
    }

    @Override
    public Path local(String key, Workspace workspace) throws IOException {
        if (!contains(key)) {
            throw new NoSuchFileException(key);
        }
        List<StoredObject> known = checksums.of(key);
        StoredObject found = StoredObject.of(key, path(key));
        if (!known.isEmpty() && !known.contains(found)) {
            throw new CorruptObjectException(known.getFirst(), found);
        }
        if (known.size() != 1) {
            // A kill left two; or it was put by a version that kept none, and is taken as it is.
            checksums.write(key, List.of(found), workspace.folder());
        }
        HashAttribute.ensure(path(key), found);
        return path(key);
    }

    @Override
    public void setAside(String key) throws IOException {
        Durable.move(path(key), corrupted.resolve(ObjectKeys.require(key)), root);
        checksums.remove(key);
    }

    @Override
    public void remove(String key) throws IOException {
        Files.deleteIfExists(path(key));
        Durable.removeEmptyFolders(path(key), root);
        checksums.remove(key);
    }

    @Override
    public void forEachKey(KeyVisitor visitor) throws IOException {
        var _ = Files.walkFileTree(root, new SimpleFileVisitor<>() {
            @Override
            public FileVisitResult preVisitDirectory(Path folder, BasicFileAttributes attributes) {
                return !folder.equals(root) && folder.getFileName().toString().startsWith(".")
                        ? FileVisitResult.SKIP_SUBTREE
                        : FileVisitResult.CONTINUE;
            }

            @Override
            public FileVisitResult visitFile(Path file, BasicFileAttributes attributes) throws IOException {
                String key = root.relativize(file).toString();
                if (attributes.isRegularFile() && ObjectKeys.isKey(key)) {
                    visitor.visit(key);
                }
                return FileVisitResult.CONTINUE;
            }
        });
    }

    @Override
    public int removeLeftOvers() throws IOException {
        return Workspace.removeDead(incoming) + checksums.removeOrphans(root);
    }

    @Override
    public void close() {
        // Nothing is held open.
    }

    private Path path(String key) {
        return root.resolve(ObjectKeys.require(key));
    }
}
