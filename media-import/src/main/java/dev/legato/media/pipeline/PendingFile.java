package dev.legato.media.pipeline;

import dev.legato.contracts.TrackId;
import dev.legato.media.index.ImportIndex;
import java.io.IOException;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/** A file that is being imported; it is entered in the index when all its tracks are complete. */
final class PendingFile {
    private final ImportIndex.Stamp stamp;
    private final List<TrackId> tracks;
    private final ImportIndex index;
    private final Set<TrackId> open;

    /** @param stamp of the file as it was before it was read */
    PendingFile(ImportIndex.Stamp stamp, List<TrackId> tracks, ImportIndex index) {
        this.stamp = stamp;
        this.tracks = List.copyOf(tracks);
        this.index = index;
        this.open = new HashSet<>(tracks);
    }

    synchronized void completed(TrackId track) throws IOException {
        if (open.remove(track) && open.isEmpty()) {
            index.add(stamp, tracks);
        }
    }
}
