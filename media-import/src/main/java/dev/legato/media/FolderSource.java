package dev.legato.media;

import dev.legato.media.audio.ContentTypes;
import java.io.IOException;
import java.nio.file.FileSystemLoopException;
import java.nio.file.FileVisitOption;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.NotDirectoryException;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.EnumSet;
import java.util.List;

/** The music files in a folder and below; links are followed, hidden files and folders are not looked at. */
public final class FolderSource implements MusicSource {
    private static final int MAX_DEPTH = 64;

    private final Path root;

    public FolderSource(Path root) {
        this.root = root.toAbsolutePath().normalize();
    }

    @Override
    public List<Item> scan() throws IOException {
        if (!Files.exists(root)) {
            throw new NoSuchFileException(root.toString(), null, "no such music folder");
        }
        if (!Files.isDirectory(root)) {
            throw new NotDirectoryException(root.toString());
        }
        List<Item> items = new ArrayList<>();
        Files.walkFileTree(root, EnumSet.of(FileVisitOption.FOLLOW_LINKS), MAX_DEPTH, new SimpleFileVisitor<>() {
            @Override
            public FileVisitResult preVisitDirectory(Path folder, BasicFileAttributes attributes) {
                return isHidden(folder) ? FileVisitResult.SKIP_SUBTREE : FileVisitResult.CONTINUE;
            }

            @Override
            public FileVisitResult visitFile(Path file, BasicFileAttributes attributes) {
                if (attributes.isRegularFile() && !isHidden(file) && ContentTypes.isMusic(FileNames.extension(file))) {
                    items.add(new Music(root.relativize(file).toString(), _ -> file));
                } else if (attributes.isSymbolicLink() && !isHidden(file)) {
                    // Links are followed: one that is seen as such leads nowhere.
                    items.add(new Unreadable(root.relativize(file).toString(), "a link to nowhere"));
                }
                return FileVisitResult.CONTINUE;
            }

            @Override
            public FileVisitResult visitFileFailed(Path file, IOException e) {
                String reason =
                        e instanceof FileSystemLoopException ? "a link that leads back to itself" : "unreadable";
                items.add(new Unreadable(root.relativize(file).toString(), reason));
                return FileVisitResult.CONTINUE;
            }

            @Override
            public FileVisitResult postVisitDirectory(Path folder, @org.jspecify.annotations.Nullable IOException e) {
                if (e != null) {
                    items.add(new Unreadable(root.relativize(folder).toString(), "unreadable"));
                }
                return FileVisitResult.CONTINUE;
            }
        });
        items.sort(Comparator.comparing(Item::name));
        return items;
    }

    @Override
    public Path place() {
        return root;
    }

    private boolean isHidden(Path file) {
        return !file.equals(root) && FileNames.of(file).startsWith(".");
    }
}
