package dev.legato.edge.store;

/**
 * The figures of a store at one moment.
 *
 * @param bytesUsed disk space of the slices that are present in objects that can be found
 * @param bytesReserved disk space set aside for slices being filled
 * @param bytesCondemned disk space of slices evicted and objects removed that is not free yet, since readers may still
 *     use it
 * @param bytesMax the bound of the three together
 * @param objects that exist, those removed and still in use included
 * @param slices present, unverified ones included
 * @param evictions slices evicted since the start, to make room
 * @param objectEvictions whole objects evicted since the start, to make room
 * @param rejectedBegins fills and objects refused since the start, because there was no room or the disk failed
 * @param checksumErrors slices dropped since the start, because their bytes were wrong or could not be read
 * @param openFiles data files open, two descriptors each
 * @param journalBytes length of the journal
 */
public record StoreStatistics(
        long bytesUsed,
        long bytesReserved,
        long bytesCondemned,
        long bytesMax,
        long objects,
        long slices,
        long evictions,
        long objectEvictions,
        long rejectedBegins,
        long checksumErrors,
        long openFiles,
        long journalBytes) {}
