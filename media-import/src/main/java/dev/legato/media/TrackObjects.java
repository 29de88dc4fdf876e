package dev.legato.media;

import dev.legato.contracts.Gapless;
import dev.legato.contracts.ImportedTrack.Loudness;
import dev.legato.contracts.ImportedTrack.Rendition;
import dev.legato.contracts.SegmentIndex;
import dev.legato.contracts.TrackId;
import dev.legato.media.audio.AudioAnalysis;
import dev.legato.media.audio.AudioEncoder;
import dev.legato.media.audio.AudioEncoder.Encoded;
import dev.legato.media.audio.AudioInfo;
import dev.legato.media.audio.ContentTypes;
import dev.legato.media.audio.Ladder;
import dev.legato.media.audio.RenditionFormat;
import dev.legato.media.store.ObjectStore;
import dev.legato.media.store.StoredObject;
import dev.legato.media.store.Workspace;
import dev.legato.runtime.json.Json;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * The objects of tracks: originals, renditions, the segment index that names these, and what was measured. The index is
 * written last, so that what it names is there; a rendition it does not name is made again.
 */
final class TrackObjects {
    private static final String MEASURED = "measured.json";

    private final ObjectStore store;
    private final Workspace workspace;
    private final Ladder ladder;

    TrackObjects(ObjectStore store, Workspace workspace, Ladder ladder) {
        this.store = store;
        this.workspace = workspace;
        this.ladder = ladder;
    }

    /**
     * What is known of a track when it is complete.
     *
     * @param samples of one channel, at {@code sampleRate}
     */
    record Measured(@Nullable Loudness loudness, long samples, int sampleRate) {}

    private record Waveform(List<Integer> peaks) {}

    /** Whether the original, every rendition its index names, and what was measured are there. */
    boolean areWhole(TrackId id, String extension) throws IOException {
        Optional<SegmentIndex> index = read(id);
        return index.isPresent()
                && store.contains(originalKey(id, extension))
                && store.contains(waveformKey(id))
                && store.contains(key(id, MEASURED))
                && index.get().renditions().stream().allMatch(rendition -> isThere(id, rendition));
    }

    /** The original, stored if it is not yet. */
    Rendition original(TrackId id, Path file, String extension, AudioInfo info) throws IOException {
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
        StoredObject object = stored.get();
        return new Rendition(
                "original",
                key,
                ContentTypes.of(extension, info),
                bitrate(object.bytes(), info),
                object.bytes(),
                object.sha256(),
                null);
    }

    /** The renditions that are there, in the order of the ladder. */
    SegmentIndex index(TrackId id) throws IOException {
        return new SegmentIndex(read(id).stream()
                .flatMap(index -> index.renditions().stream())
                .filter(rendition -> isThere(id, rendition))
                .toList());
    }

    /** Those a track still needs. */
    List<RenditionFormat> missing(SegmentIndex index, AudioInfo info) {
        return ladder.of(info).stream()
                .filter(format -> index.renditions().stream()
                        .noneMatch(rendition -> rendition.name().equals(format.name())))
                .toList();
    }

    /** Stores renditions, then the index that names them beside the others. */
    SegmentIndex add(TrackId id, SegmentIndex index, List<Encoded> encoded, AudioInfo info) throws IOException {
        List<SegmentIndex.Rendition> renditions = new ArrayList<>(index.renditions());
        for (Encoded one : encoded) {
            StoredObject object = store.put(key(id, one.format().file()), one.file());
            renditions.add(described(one, object, info));
        }
        SegmentIndex grown = new SegmentIndex(renditions.stream()
                .sorted(Comparator.comparingInt(rendition -> ladder.place(rendition.name())))
                .toList());
        put(key(id, SegmentIndex.FILE), grown);
        return grown;
    }

    /** Stores what was heard in a track. */
    Measured add(TrackId id, AudioAnalysis analysis, AudioInfo info) throws IOException {
        Measured measured = new Measured(analysis.loudness(), analysis.samples(), info.sampleRate());
        put(waveformKey(id), new Waveform(analysis.peaks()));
        put(key(id, MEASURED), measured);
        return measured;
    }

    /** What an earlier run has measured. */
    Optional<Measured> measured(TrackId id) throws IOException {
        return store.contains(waveformKey(id)) ? read(id, MEASURED, Measured.class) : Optional.empty();
    }

    static String waveformKey(TrackId id) {
        return key(id, "waveform.json");
    }

    /** The renditions as the catalogue has them. */
    static List<Rendition> renditions(TrackId id, SegmentIndex index, AudioInfo info) {
        return index.renditions().stream()
                .map(rendition -> new Rendition(
                        rendition.name(),
                        key(id, rendition.file()),
                        RenditionFormat.contentType(rendition.codecs()),
                        bitrate(rendition.bytes(), info),
                        rendition.bytes(),
                        rendition.sha256(),
                        rendition.gapless()))
                .toList();
    }

    /** A lossless original, which holds the music and nothing else. */
    static Rendition gapless(Rendition original, Measured measured) {
        return new Rendition(
                original.rendition(),
                original.key(),
                original.contentType(),
                original.bitrate(),
                original.bytes(),
                original.sha256(),
                new Gapless(0, 0, measured.samples(), measured.sampleRate()));
    }

    private static SegmentIndex.Rendition described(Encoded encoded, StoredObject object, AudioInfo info) {
        RenditionFormat format = encoded.format();
        return new SegmentIndex.Rendition(
                format.name(),
                format.file(),
                format.codecs(),
                format.lossless() ? info.channels() : Math.min(info.channels(), AudioEncoder.MAX_CHANNELS),
                encoded.packaged().gapless(),
                object.sha256(),
                encoded.packaged().initBytes(),
                encoded.packaged().indexBytes(),
                encoded.packaged().segmentBytes(),
                encoded.packaged().segmentSamples());
    }

    private void put(String key, Object document) throws IOException {
        Path file = workspace.newFile("json");
        try {
            Files.write(file, Json.write(document));
            var _ = store.put(key, file);
        } finally {
            Files.deleteIfExists(file);
        }
    }

    private Optional<SegmentIndex> read(TrackId id) throws IOException {
        return read(id, SegmentIndex.FILE, SegmentIndex.class);
    }

    private <T> Optional<T> read(TrackId id, String file, Class<T> type) throws IOException {
        String key = key(id, file);
        return store.contains(key)
                ? Optional.of(Json.read(Files.readAllBytes(store.path(key)), type))
                : Optional.empty();
    }

    private boolean isThere(TrackId id, SegmentIndex.Rendition rendition) {
        return store.contains(key(id, rendition.file()));
    }

    private static int bitrate(long bytes, AudioInfo info) {
        return (int) Math.min(Integer.MAX_VALUE, bytes * Byte.SIZE * 1000 / Math.max(1, info.durationMs()));
    }

    private static String originalKey(TrackId id, String extension) {
        return key(id, "original." + extension);
    }

    private static String key(TrackId id, String file) {
        return id + "/" + file;
    }
}
