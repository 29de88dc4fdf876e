package dev.legato.media.source;

import dev.legato.media.audio.ContentTypes;
import dev.legato.media.tags.LyricsFile;
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
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;

/** The music files in a folder and below; links are followed, hidden files and folders are not looked at. */
public final class FolderSource implements MusicSource {
    private static final int MAX_DEPTH = 64;
    /** Names that begin with a dot and hide nothing: {@code ...And Justice for All}, {@code .38 Special}. */
    private static final Pattern DOTTED_TITLE = Pattern.compile("\\.(?!_)(?:[.\\d]|.*\\s).*");

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
        List<Path> music = new ArrayList<>();
        Set<Path> lyrics = new HashSet<>();
        Map<Path, List<Path>> sheets = new HashMap<>();
        Map<Path, Path> covers = new HashMap<>();
        List<Item> items = new ArrayList<>();
        Files.walkFileTree(root, EnumSet.of(FileVisitOption.FOLLOW_LINKS), MAX_DEPTH, new SimpleFileVisitor<>() {
            @Override
            public FileVisitResult preVisitDirectory(Path folder, BasicFileAttributes attributes) {
                return isHidden(folder) ? FileVisitResult.SKIP_SUBTREE : FileVisitResult.CONTINUE;
            }

            @Override
            public FileVisitResult visitFile(Path file, BasicFileAttributes attributes) {
                String extension = FileNames.extension(file);
                if (isHidden(file)) {
                    return FileVisitResult.CONTINUE;
                }
                if (attributes.isSymbolicLink()) {
                    // Links are followed: one that is seen as such leads nowhere.
                    items.add(new Unreadable(root.relativize(file).toString(), "a link to nowhere", false));
                } else if (attributes.isRegularFile() && ContentTypes.isMusic(extension)) {
                    music.add(file);
                } else if (attributes.isRegularFile() && extension.equals("lrc")) {
                    lyrics.add(file);
                } else if (attributes.isRegularFile() && extension.equals("cue")) {
                    sheets.computeIfAbsent(file.getParent(), _ -> new ArrayList<>())
                            .add(file);
                } else if (attributes.isRegularFile() && FolderCover.isNamedSo(file)) {
                    covers.merge(file.getParent(), file, FolderCover::better);
                } else if (attributes.isRegularFile() && ContentTypes.isOtherAudio(extension)) {
                    items.add(new PassedOver(
                            root.relativize(file).toString(), ".%s is not imported".formatted(extension)));
                }
                return FileVisitResult.CONTINUE;
            }

            @Override
            public FileVisitResult visitFileFailed(Path file, IOException e) {
                boolean loop = e instanceof FileSystemLoopException;
                items.add(new Unreadable(
                        root.relativize(file).toString(),
                        loop ? "a link that leads back to itself" : "unreadable",
                        !loop));
                return FileVisitResult.CONTINUE;
            }

            @Override
            public FileVisitResult postVisitDirectory(Path folder, @org.jspecify.annotations.Nullable IOException e) {
                if (e != null) {
                    items.add(new Unreadable(root.relativize(folder).toString(), "unreadable", true));
                }
                return FileVisitResult.CONTINUE;
            }
        });
        for (Path file : music) {
            List<Path> beside = new ArrayList<>(sheets.getOrDefault(file.getParent(), List.of()));
            Path words = LyricsFile.of(file);
            if (lyrics.contains(words)) {
                beside.add(words);
            }
            Path cover = covers.get(file.getParent());
            if (cover != null) {
                beside.add(cover);
            }
            items.add(new Music(root.relativize(file).toString(), _ -> file, beside));
        }
        items.sort(Comparator.comparing(Item::name));
        return items;
    }

    @Override
    public Path place() {
        return root;
    }

    private boolean isHidden(Path file) {
        String name = FileNames.of(file);
        return !file.equals(root)
                && name.startsWith(".")
                && !DOTTED_TITLE.matcher(name).matches();
    }
}
