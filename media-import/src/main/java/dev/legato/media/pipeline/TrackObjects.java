package dev.legato.media.pipeline;

import dev.legato.contracts.Gapless;
import dev.legato.contracts.ImportedTrack.Loudness;
import dev.legato.contracts.ImportedTrack.Rendition;
import dev.legato.contracts.ObjectKeys;
import dev.legato.contracts.SegmentIndex;
import dev.legato.contracts.TrackId;
import dev.legato.media.audio.AudioAnalysis;
import dev.legato.media.audio.AudioEncoder;
import dev.legato.media.audio.AudioEncoder.Encoded;
import dev.legato.media.audio.AudioInfo;
import dev.legato.media.audio.ContentTypes;
import dev.legato.media.audio.Ladder;
import dev.legato.media.audio.RenditionFormat;
import dev.legato.media.tags.Lyrics;
import dev.legato.media.tags.TagDetails;
import dev.legato.store.ObjectStore;
import dev.legato.store.StoredObject;
import dev.legato.store.Workspace;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * The objects of tracks: originals, renditions, the segment index that names these, and what was measured. The index is
 * written last, so that what it names is there; a rendition it does not name is made again.
 */
public final class TrackObjects {
    /** A file whose header is wrong by more than both of these has been cut. */
    private static final long DOUBTFUL_MS = 250;

    private static final long DOUBTFUL_PART = 100;
    private static final String TAGS = "tags.json";
    private static final String LYRICS = "lyrics.json";
    private static final String MEASURED = "measured.json";

    private final ObjectStore store;
    private final Workspace workspace;
    private final Ladder ladder;
    private final Documents documents;

    public TrackObjects(ObjectStore store, Workspace workspace, Ladder ladder) {
        this.store = store;
        this.workspace = workspace;
        this.ladder = ladder;
        this.documents = new Documents(store, workspace);
    }

    /**
     * What is known of a track when it is complete.
     *
     * @param samples of one channel, at {@code sampleRate}
     */
    record Measured(@Nullable Loudness loudness, long samples, int sampleRate) {
        /** The duration in milliseconds: what the file says, unless that is far from what was heard. */
        long lasting(long says) {
            long heard = samples * 1000 / sampleRate;
            return Math.abs(heard - says) > Math.max(DOUBTFUL_MS, says / DOUBTFUL_PART) ? heard : says;
        }
    }

    private record Waveform(List<Integer> peaks) {}

    /** Whether all of a file's tracks are whole. */
    boolean areWhole(List<TrackId> tracks, Path file) throws IOException {
        for (TrackId track : tracks) {
            if (!isWhole(track, Pieces.extension(file, tracks.size()))) {
                return false;
            }
        }
        return true;
    }

    /** Whether the original, every rendition its index names, and what was measured are there. */
    private boolean isWhole(TrackId id, String extension) throws IOException {
        Set<String> names = store.names(id.toString());
        if (!names.containsAll(
                List.of(SegmentIndex.FILE, ObjectKeys.original(extension), ObjectKeys.WAVEFORM, MEASURED))) {
            return false;
        }
        Optional<SegmentIndex> index = read(id);
        return index.isPresent()
                && index.get().renditions().stream().allMatch(rendition -> names.contains(rendition.file()));
    }

    /** Whether a track has been imported as far as it can be played. */
    boolean isPlayable(TrackId id) throws IOException {
        return store.contains(key(id, SegmentIndex.FILE));
    }

    /** The original, stored if it is not yet. */
    Rendition original(TrackId id, Path file, String extension, AudioInfo info) throws IOException {
        String key = originalKey(id, extension);
        Optional<StoredObject> stored = documents.whole(key);
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
                ObjectKeys.ORIGINAL,
                key,
                ContentTypes.of(extension, info),
                bitrate(object.bytes(), info),
                object.bytes(),
                object.sha256(),
                null);
    }

    /** The renditions that are there, in the order of the ladder. */
    SegmentIndex index(TrackId id) throws IOException {
        Optional<SegmentIndex> index = read(id);
        Set<String> names = store.names(id.toString());
        return new SegmentIndex(index.stream()
                .flatMap(known -> known.renditions().stream())
                .filter(rendition -> names.contains(rendition.file()))
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
        documents.put(key(id, SegmentIndex.FILE), grown);
        return grown;
    }

    /** Stores what was heard in a track. */
    Measured add(TrackId id, AudioAnalysis analysis, AudioInfo info) throws IOException {
        Measured measured = new Measured(analysis.loudness(), analysis.samples(), info.sampleRate());
        documents.put(waveformKey(id), new Waveform(analysis.peaks()));
        documents.put(key(id, MEASURED), measured);
        return measured;
    }

    /** Stores what the catalogue does not hold of a track's tags; what is stored already is left. */
    void add(TrackId id, TagDetails details, Optional<Lyrics> lyrics) throws IOException {
        documents.putIfOther(key(id, TAGS), details.equals(TagDetails.NONE) ? Optional.empty() : Optional.of(details));
        documents.putIfOther(key(id, LYRICS), lyrics);
    }

    /** What an earlier run has measured. */
    Optional<Measured> measured(TrackId id) throws IOException {
        return store.contains(waveformKey(id)) ? documents.read(key(id, MEASURED), Measured.class) : Optional.empty();
    }

    /**
     * Those objects of a track's folder that no import has finished: all if it never could be played, else what its index
     * does not name.
     *
     * @param files the folder's
     */
    public List<String> orphans(TrackId id, Collection<String> files) throws IOException {
        Optional<SegmentIndex> index = read(id);
        if (index.isEmpty()) {
            // One that was complete has lost its index to a fault of the disk, which is no reason to lose the music.
            return files.contains(MEASURED) ? List.of() : List.copyOf(files);
        }
        List<String> named = index.get().renditions().stream()
                .map(SegmentIndex.Rendition::file)
                .toList();
        return files.stream()
                .filter(file -> !named.contains(file)
                        && !file.startsWith(ObjectKeys.original(""))
                        && !List.of(SegmentIndex.FILE, MEASURED, ObjectKeys.WAVEFORM, TAGS, LYRICS)
                                .contains(file))
                .toList();
    }

    static String waveformKey(TrackId id) {
        return key(id, ObjectKeys.WAVEFORM);
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

    private Optional<SegmentIndex> read(TrackId id) throws IOException {
        return documents.read(key(id, SegmentIndex.FILE), SegmentIndex.class);
    }

    private static int bitrate(long bytes, AudioInfo info) {
        return (int) Math.min(Integer.MAX_VALUE, bytes * Byte.SIZE * 1000 / Math.max(1, info.durationMs()));
    }

    private static String originalKey(TrackId id, String extension) {
        return key(id, ObjectKeys.original(extension));
    }

    private static String key(TrackId id, String file) {
        return ObjectKeys.of(id, file);
    }
}
