package dev.legato.ingest.journal;

import java.io.Closeable;
import java.io.IOException;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Reads the journal's entries while it grows, over all its segments. For one thread. */
final class JournalReader implements Closeable {
    private static final Logger LOG = LoggerFactory.getLogger(JournalReader.class);

    private final Journal journal;
    private long next;
    private @Nullable Segment segment;
    private @Nullable SegmentReader reader;

    /** @param next the index of the first entry to read */
    JournalReader(Journal journal, long next) {
        this.journal = journal;
        this.next = next;
    }

    /**
     * Reads the next entry. One that the disk has lost is reported and passed over.
     *
     * @param nanos how long to wait for it
     * @return null if there is none yet
     */
    @Nullable
    JournalEntry next(long nanos) throws IOException, InterruptedException {
        while (journal.await(next, nanos)) {
            SegmentReader current = reader();
            if (current == null) {
                return null;
            }
            if (current.advance()) {
                report(current.index() - next);
                next = current.index() + 1;
                return current.entry();
            }
            report(current.giveUp());
            next = current.index() + 1;
        }
        return null;
    }

    /** The index of the next entry. */
    long index() {
        return next;
    }

    @Override
    public void close() throws IOException {
        if (reader != null) {
            reader.close();
            reader = null;
        }
    }

    private @Nullable SegmentReader reader() throws IOException {
        Segment wanted = journal.segment(next);
        if (wanted != segment) {
            close();
            segment = wanted;
            if (wanted != null) {
                report(Math.max(0, wanted.first() - next));
                next = Math.max(next, wanted.first());
                SegmentReader opened = new SegmentReader(wanted);
                reader = opened;
                opened.skipTo(next);
            }
        }
        return reader;
    }

    private static void report(long lost) {
        if (lost > 0) {
            LOG.error("{} events in the journal cannot be read: the disk has lost or changed them", lost);
        }
    }
}
