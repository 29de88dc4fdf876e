package dev.legato.edge.store;

import java.util.concurrent.atomic.LongAdder;

/** What has happened since the start. */
final class Counters {
    final LongAdder slices = new LongAdder();

    /** Disk space of slices that are never evicted. */
    final LongAdder pinnedBytes = new LongAdder();

    final LongAdder evictions = new LongAdder();
    final LongAdder objectEvictions = new LongAdder();
    final LongAdder rejectedBegins = new LongAdder();
    final LongAdder checksumErrors = new LongAdder();

    /** Bytes that a journal without garbage would have. */
    final LongAdder liveJournalBytes = new LongAdder();
}
