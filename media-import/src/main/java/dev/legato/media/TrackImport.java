package dev.legato.media;

import dev.legato.contracts.ImportedTrack.Artwork;
import dev.legato.contracts.ImportedTrack.Rendition;
import dev.legato.contracts.TrackId;
import dev.legato.media.ImportProgress.Phase;
import dev.legato.media.audio.AudioDigest;
import dev.legato.media.audio.AudioEncoder;
import dev.legato.media.audio.AudioInfo;
import dev.legato.media.audio.AudioProbe;
import dev.legato.media.audio.ContentTypes;
import dev.legato.media.audio.CoverImages;
import dev.legato.media.audio.Ffmpeg;
import dev.legato.media.audio.RenditionFormat;
import dev.legato.media.store.ObjectStore;
import dev.legato.media.store.StoredObject;
import dev.legato.media.store.Workspace;
import dev.legato.media.tags.TagReader;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Consumer;

/**
 * One file's way in: identified, stored, encoded, and only then entered into the catalogue. Each step finds what an
 * earlier run has finished and leaves it, so a killed import goes on where it was.
 */
final class TrackImport {
    private static final List<RenditionFormat> FORMATS = List.of(RenditionFormat.AAC_160);

    private final ObjectStore store;
    private final Workspace workspace;
    private final ImportIndex index;
    private final CatalogueClient catalogue;
    private final AudioProbe probe;
    private final AudioDigest digest;
    private final AudioEncoder encoder;
    private final Artworks artworks;
    private final TagReader tagReader = new TagReader();
    /** Which file of this run speaks for a track. */
    private final Map<TrackId, String> claims = new ConcurrentHashMap<>();

    TrackImport(ObjectStore store, Workspace workspace, ImportIndex index, CatalogueClient catalogue, Ffmpeg ffmpeg) {
        this.store = store;
        this.workspace = workspace;
        this.index = index;
        this.catalogue = catalogue;
        this.probe = new AudioProbe(ffmpeg);
        this.digest = new AudioDigest(ffmpeg);
        this.encoder = new AudioEncoder(ffmpeg);
        this.artworks = new Artworks(store, new CoverImages(ffmpeg));
    }

    /**
     * Imports a file.
     *
     * @param name below its source
     * @throws IOException if it cannot be imported; its message is the reason
     */
    FileOutcome run(String name, Path file, Consumer<Phase> phase) throws IOException, InterruptedException {
        String shown = FileNames.forPeople(name);
        ImportIndex.Stamp stamp = ImportIndex.Stamp.of(file);
        String extension = FileNames.extension(file);
        Optional<TrackId> known = index.find(stamp).filter(id -> isStored(id, extension));
        if (known.isPresent()) {
            claims.putIfAbsent(known.get(), shown);
            return new FileOutcome.Unchanged(shown, known.get());
        }
        if (stamp.bytes() == 0) {
            throw new IOException("an empty file");
        }
        phase.accept(Phase.READ);
        Path plain = workspace.link(file, extension);
        try {
            AudioInfo info = probe.read(plain);
            TrackId id = CatalogueIds.track(digest.of(plain));
            String other = claims.putIfAbsent(id, shown);
            if (other != null) {
                return new FileOutcome.Duplicate(shown, id, other);
            }
            TrackDescription description = TrackDescription.of(tagReader.read(plain, info), Path.of(name));
            phase.accept(Phase.STORE);
            Rendition original = original(id, plain, extension, info);
            Path folder = file.toAbsolutePath().resolveSibling("");
            List<Artwork> artwork = artworks.of(description.albumId(), plain, info, folder, workspace);
            phase.accept(Phase.ENCODE);
            List<Rendition> renditions = new ArrayList<>(List.of(original));
            for (RenditionFormat format : FORMATS) {
                renditions.add(encoded(id, plain, info, format));
            }
            phase.accept(Phase.CATALOGUE);
            catalogue.put(description.track(id, info.durationMs(), artwork, renditions));
            index.add(stamp, id);
            return new FileOutcome.Imported(shown, id);
        } finally {
            Files.deleteIfExists(plain);
        }
    }

    private boolean isStored(TrackId id, String extension) {
        return store.contains(originalKey(id, extension))
                && FORMATS.stream().allMatch(format -> store.contains(key(id, format)));
    }

    private Rendition original(TrackId id, Path file, String extension, AudioInfo info) throws IOException {
        String key = originalKey(id, extension);
        Optional<StoredObject> stored = store.describe(key);
        if (stored.isEmpty()) {
            Path copy = workspace.newFile(extension);
            try {
                try (OutputStream out = Files.newOutputStream(copy)) {
                    // Not Files.copy: that keeps the owner's permissions, and another process shall read the object.
                    Files.copy(file, out);
                }
                stored = Optional.of(store.put(key, copy));
            } finally {
                Files.deleteIfExists(copy);
            }
        }
        return rendition("original", ContentTypes.of(extension, info), stored.get(), info);
    }

    private Rendition encoded(TrackId id, Path file, AudioInfo info, RenditionFormat format)
            throws IOException, InterruptedException {
        String key = key(id, format);
        Optional<StoredObject> stored = store.describe(key);
        if (stored.isEmpty()) {
            Path output = workspace.newFile(format.extension());
            try {
                encoder.encode(file, info, format, output);
                stored = Optional.of(store.put(key, output));
            } finally {
                Files.deleteIfExists(output);
            }
        }
        return rendition(format.name(), format.contentType(), stored.get(), info);
    }

    private static Rendition rendition(String name, String contentType, StoredObject object, AudioInfo info) {
        long bitrate = object.bytes() * Byte.SIZE * 1000 / Math.max(1, info.durationMs());
        return new Rendition(
                name,
                object.key(),
                contentType,
                (int) Math.min(Integer.MAX_VALUE, bitrate),
                object.bytes(),
                object.sha256());
    }

    private static String originalKey(TrackId id, String extension) {
        return "%s/original.%s".formatted(id, extension);
    }

    private static String key(TrackId id, RenditionFormat format) {
        return "%s/%s.%s".formatted(id, format.name(), format.extension());
    }
}
