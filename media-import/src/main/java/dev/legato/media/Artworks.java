package dev.legato.media;

import dev.legato.contracts.ImportedTrack.Artwork;
import dev.legato.media.audio.AudioInfo;
import dev.legato.media.audio.CoverImages;
import dev.legato.media.audio.FfmpegException;
import dev.legato.media.store.ObjectStore;
import dev.legato.media.store.Workspace;
import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.locks.ReentrantLock;
import java.util.regex.Pattern;

/** Albums' covers: the first that is found, embedded or in the folder, is stored in two sizes and kept. */
final class Artworks {
    private static final int[] SIZES = {640, 300};
    private static final long MAX_BYTES = 32 << 20;
    private static final Pattern FOLDER_IMAGE = Pattern.compile("(cover|folder|front)\\.(jpe?g|png|webp)");

    private final ObjectStore store;
    private final CoverImages images;
    private final Map<String, ReentrantLock> locks = new ConcurrentHashMap<>();

    Artworks(ObjectStore store, CoverImages images) {
        this.store = store;
        this.images = images;
    }

    /**
     * An album's cover, made from this file if the album has none yet.
     *
     * @param file as the tools see it
     * @param folder where the user keeps it
     * @return largest first; empty if there is no cover, or none that can be read
     */
    List<Artwork> of(String albumId, Path file, AudioInfo info, Path folder, Workspace workspace)
            throws IOException, InterruptedException {
        ReentrantLock lock = locks.computeIfAbsent(albumId, _ -> new ReentrantLock());
        lock.lockInterruptibly();
        try {
            if (!store.contains(key(albumId, SIZES[0])) || !store.contains(key(albumId, SIZES[1]))) {
                Optional<Path> image = image(file, info, folder, workspace);
                if (image.isEmpty() || !make(albumId, image.get(), workspace)) {
                    return List.of();
                }
            }
            List<Artwork> artwork = new ArrayList<>();
            for (int size : SIZES) {
                String key = key(albumId, size);
                CoverImages.Size stored = images.size(store.path(key));
                artwork.add(new Artwork(key, stored.width(), stored.height()));
            }
            return artwork;
        } finally {
            lock.unlock();
        }
    }

    private Optional<Path> image(Path file, AudioInfo info, Path folder, Workspace workspace)
            throws IOException, InterruptedException {
        if (info.coverStream() != null) {
            Path extracted = workspace.newFile("img");
            try {
                images.extract(file, info.coverStream(), MAX_BYTES, extracted);
                return Optional.of(extracted);
            } catch (FfmpegException e) {
                // A broken embedded picture; the folder may have a whole one.
                Files.deleteIfExists(extracted);
            }
        }
        try (DirectoryStream<Path> files = Files.newDirectoryStream(folder)) {
            for (Path candidate : files) {
                String name = FileNames.of(candidate).toLowerCase(Locale.ROOT);
                if (FOLDER_IMAGE.matcher(name).matches() && Files.size(candidate) <= MAX_BYTES) {
                    return Optional.of(workspace.link(candidate, FileNames.extension(candidate)));
                }
            }
        }
        return Optional.empty();
    }

    private boolean make(String albumId, Path image, Workspace workspace) throws IOException, InterruptedException {
        List<Path> scaled = new ArrayList<>();
        try {
            for (int size : SIZES) {
                Path file = workspace.newFile("jpg");
                scaled.add(file);
                images.scale(image, size, file);
            }
            for (int index = 0; index < SIZES.length; index++) {
                var _ = store.put(key(albumId, SIZES[index]), scaled.get(index));
            }
            return true;
        } catch (FfmpegException e) {
            // A picture nobody can read is no reason to refuse the music.
            return false;
        } finally {
            for (Path file : scaled) {
                Files.deleteIfExists(file);
            }
            Files.deleteIfExists(image);
        }
    }

    private static String key(String albumId, int size) {
        return "artwork/%s/%d.jpg".formatted(albumId, size);
    }
}
