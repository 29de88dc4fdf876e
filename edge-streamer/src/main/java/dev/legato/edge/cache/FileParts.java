package dev.legato.edge.cache;

import dev.legato.edge.file.FileWorkers;
import dev.legato.edge.os.Linux;
import java.time.InstantSource;
import java.util.Optional;
import java.util.function.LongSupplier;

/**
 * What the open files of a cache share.
 *
 * @param linux system calls, where there are any
 * @param workers wait for the disk
 * @param heads writes the heads of answers
 * @param fetches fetches bytes that are not stored
 * @param fetchesForEdges fetches them for another edge, from origins only
 * @param clock tells the age of what is served
 * @param nanoTime the source's ticker
 */
record FileParts(
        Optional<Linux> linux,
        FileWorkers workers,
        ServedHeads heads,
        SliceFetches fetches,
        SliceFetches fetchesForEdges,
        InstantSource clock,
        LongSupplier nanoTime) {
    /** The same for files that are sent to other edges: their heads are those of the origin, and one hop is all. */
    FileParts forEdge() {
        return new FileParts(linux, workers, heads.withoutOwn(), fetchesForEdges, fetchesForEdges, clock, nanoTime);
    }
}
