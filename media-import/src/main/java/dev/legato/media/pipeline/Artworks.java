package dev.legato.media.pipeline;

import dev.legato.contracts.ImportedTrack.Artwork;
import dev.legato.contracts.ObjectKeys;
import dev.legato.media.audio.AudioInfo;
import dev.legato.media.audio.CoverImages;
import dev.legato.media.audio.FfmpegException;
import dev.legato.media.source.FileNames;
import dev.legato.store.ObjectStore;
import dev.legato.store.StoredObject;
import dev.legato.store.Workspace;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * Albums' covers, each stored in three sizes and as it is. The picture in an album's folder comes before those in its files;
 * of several files' the one that was changed last counts, and in one run the first. A cover that goes is kept.
 */
public final class Artworks {
    private static final int[] SIZES = {640, 300, 64};
    private static final List<String> ORIGINALS = List.of("jpg", "png", "webp", "gif");
    private static final long MAX_BYTES = 32 << 20;

    private final ObjectStore store;
    private final CoverImages images;
    private final Consumer<String> notes;
    private final Map<String, ReentrantLock> locks = new ConcurrentHashMap<>();
    private final Map<String, Cover> covers = new ConcurrentHashMap<>();

    /** @param notes receives which covers are not used, and why */
    Artworks(ObjectStore store, CoverImages images, Consumer<String> notes) {
        this.store = store;
        this.notes = notes;
        this.images = images;
    }

    /**
     * An album's cover.
     *
     * @param images largest first; empty if there is no cover, or none that can be read
     * @param colour it is remembered by, as {@code #rrggbb}
     */
    record Cover(List<Artwork> images, @Nullable String colour) {
        static final Cover NONE = new Cover(List.of(), null);

        Cover {
            images = List.copyOf(images);
        }
    }

    /**
     * An album's cover, made anew if there is another picture now than the one it was made from.
     *
     * @param file of music, as the tools see it
     * @param folderCover the picture in its folder, where the user keeps it
     */
    Cover of(String albumId, Path file, AudioInfo info, Optional<Path> folderCover, Workspace workspace)
            throws IOException, InterruptedException {
        ReentrantLock lock = locks.computeIfAbsent(albumId, _ -> new ReentrantLock());
        lock.lockInterruptibly();
        try {
            Cover known = covers.get(albumId);
            if (known != null) {
                return known;
            }
            Optional<Path> image = image(file, info, folderCover, workspace);
            boolean isShown = false;
            if (image.isPresent()) {
                isShown = isMadeOf(albumId, image.get()) || make(albumId, image.get(), workspace);
                Files.deleteIfExists(image.get());
            }
            if (!isStored(albumId)) {
                return Cover.NONE;
            }
            Cover cover = stored(albumId, workspace);
            if (isShown) {
                covers.put(albumId, cover);
            }
            return cover;
        } finally {
            lock.unlock();
        }
    }

    private boolean isStored(String albumId) throws IOException {
        for (int size : SIZES) {
            if (!store.contains(key(albumId, size))) {
                return false;
            }
        }
        return true;
    }

    /** Whether this very picture is the stored original, which is put behind what is made of it. */
    private boolean isMadeOf(String albumId, Path image) throws IOException {
        for (String extension : ORIGINALS) {
            Optional<StoredObject> original = store.describe(originalKey(albumId, extension));
            if (original.isPresent()) {
                return isStored(albumId)
                        && original.get().equals(StoredObject.of(originalKey(albumId, extension), image));
            }
        }
        return false;
    }

    private Cover stored(String albumId, Workspace workspace) throws IOException, InterruptedException {
        List<Artwork> artwork = new ArrayList<>();
        for (String extension : ORIGINALS) {
            String key = originalKey(albumId, extension);
            Optional<CoverImages.Kind> kind = store.contains(key) ? kind(key, workspace) : Optional.empty();
            if (kind.isPresent()) {
                artwork.add(artwork(key, kind.get().size()));
                break;
            }
        }
        String colour = null;
        for (int size : SIZES) {
            String key = key(albumId, size);
            Path image = store.local(key, workspace);
            artwork.add(artwork(key, images.size(image)));
            if (size == SIZES[SIZES.length - 1]) {
                colour = images.colour(image);
            }
            workspace.discard(image);
        }
        return new Cover(artwork, colour);
    }

    private Optional<CoverImages.Kind> kind(String key, Workspace workspace) throws IOException, InterruptedException {
        Path image = store.local(key, workspace);
        try {
            return images.kind(image);
        } finally {
            workspace.discard(image);
        }
    }

    private static Artwork artwork(String key, CoverImages.Size size) {
        return new Artwork(key, size.width(), size.height());
    }

    /** A picture in the workspace, or a link there. */
    private Optional<Path> image(Path file, AudioInfo info, Optional<Path> folderCover, Workspace workspace)
            throws IOException, InterruptedException {
        if (folderCover.isPresent() && Files.isReadable(folderCover.get())) {
            long bytes = Files.size(folderCover.get());
            if (bytes <= MAX_BYTES) {
                return Optional.of(workspace.link(folderCover.get(), FileNames.extension(folderCover.get())));
            }
            notes.accept("cover not used: %s: %d MiB (expected: <= %d)"
                    .formatted(shown(folderCover.get()), bytes >> 20, MAX_BYTES >> 20));
        }
        if (info.coverStream() == null) {
            return Optional.empty();
        }
        Path extracted = workspace.newFile("img");
        try {
            images.extract(file, info.coverStream(), MAX_BYTES, extracted);
            return Optional.of(extracted);
        } catch (FfmpegException e) {
            notes.accept("cover not used: the one in %s cannot be read".formatted(shown(file)));
            Files.deleteIfExists(extracted);
            return Optional.empty();
        }
    }

    /** Whether it could be read. */
    private boolean make(String albumId, Path image, Workspace workspace) throws IOException, InterruptedException {
        List<Path> scaled = new ArrayList<>();
        try {
            for (int size : SIZES) {
                Path file = workspace.newFile("jpg");
                scaled.add(file);
                images.scale(image, size, file);
            }
            Optional<CoverImages.Kind> kind = images.kind(image);
            for (String extension : ORIGINALS) {
                store.remove(originalKey(albumId, extension));
            }
            for (int index = 0; index < SIZES.length; index++) {
                var _ = store.put(key(albumId, SIZES[index]), scaled.get(index));
            }
            if (kind.isPresent() && Files.size(image) < MAX_BYTES) {
                putOriginal(originalKey(albumId, kind.get().extension()), image, workspace);
            }
            return true;
        } catch (FfmpegException e) {
            // A picture nobody can read is no reason to refuse the music.
            notes.accept("cover not used: %s: cannot be read".formatted(shown(image)));
            return false;
        } finally {
            for (Path file : scaled) {
                Files.deleteIfExists(file);
            }
        }
    }

    private void putOriginal(String key, Path image, Workspace workspace) throws IOException {
        Path copy = workspace.newFile("img");
        try (OutputStream out = Files.newOutputStream(copy)) {
            // Not a rename: it may be a link to the user's file.
            Files.copy(image, out);
        }
        var _ = store.put(key, copy);
    }

    /** The file's name, or what it links to, in its folder. */
    private static String shown(Path image) throws IOException {
        Path file = Files.isSymbolicLink(image) ? Files.readSymbolicLink(image) : image;
        Path folder = file.getParent();
        String name = FileNames.forPeople(FileNames.of(file));
        return folder == null ? name : FileNames.forPeople(FileNames.of(folder)) + "/" + name;
    }

    /** What an album's cover lies below, with the slash behind it. */
    public static String folder(String albumId) {
        return ObjectKeys.artworkFolder(albumId);
    }

    private static String originalKey(String albumId, String extension) {
        return folder(albumId) + ObjectKeys.original(extension);
    }

    /** Whether an album's folder of covers has all sizes. */
    public static boolean isWhole(Collection<String> files) {
        return Arrays.stream(SIZES).allMatch(size -> files.contains(file(size)));
    }

    private static String file(int size) {
        return size + ".jpg";
    }

    private static String key(String albumId, int size) {
        return folder(albumId) + file(size);
    }
}
