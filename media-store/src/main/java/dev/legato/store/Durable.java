package dev.legato.store;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.DirectoryNotEmptyException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;

/** Changes to a file system that outlast a loss of power. */
final class Durable {
    private Durable() {}

    /** Waits until a file, or a folder's entries, are on the disk. */
    static void sync(Path path) throws IOException {
        // Linux syncs a folder's entries through a read-only channel too.
        try (FileChannel channel = FileChannel.open(path, StandardOpenOption.READ)) {
            channel.force(true);
        }
    }

    /**
     * Gives a file another name, in one step.
     *
     * @param root of the tree the target lies in; its folders are made, and synced if they are new
     */
    static void move(Path file, Path target, Path root) throws IOException {
        Path folder = target.resolveSibling("");
        boolean known = Files.isDirectory(folder);
        Files.createDirectories(folder);
        Files.move(file, target, StandardCopyOption.ATOMIC_MOVE);
        sync(folder);
        for (Path above = folder.getParent(); !known && above != null && above.startsWith(root); ) {
            sync(above);
            above = above.getParent();
        }
    }

    /** Removes the folders above a removed file as far as they are empty. */
    static void removeEmptyFolders(Path removed, Path root) throws IOException {
        Path folder = removed.getParent();
        try {
            while (folder != null && folder.startsWith(root) && !folder.equals(root)) {
                Files.deleteIfExists(folder);
                folder = folder.getParent();
            }
        } catch (DirectoryNotEmptyException e) {
            // It is still in use, and so are those above it.
            return;
        }
    }
}
