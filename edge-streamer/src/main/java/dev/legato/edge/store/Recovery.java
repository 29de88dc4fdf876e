package dev.legato.edge.store;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.NoSuchFileException;
import java.nio.file.StandardOpenOption;
import java.util.List;
import java.util.Set;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Restores what an earlier process left in a folder. It waits for the disk. */
final class Recovery {
    private static final Logger LOG = LoggerFactory.getLogger(Recovery.class);

    private final StoreParts parts;
    private final StoreFolder folder;
    private final Journal journal;

    Recovery(StoreParts parts) {
        this.parts = parts;
        this.folder = parts.folder();
        this.journal = parts.journal();
    }

    /**
     * Fills the index, deletes files without records and forgets records without files.
     *
     * @return the highest id of any object, past ones included as far as known
     * @throws IOException if the folder cannot be written to
     */
    long run() throws IOException {
        Set<Long> files = folder.dataFiles();
        Replay replay = new Replay(parts);
        JournalReader.End end = folder.isCurrent() ? read(replay) : null;
        folder.prepare();
        if (end == null) {
            journal.rewrite(List.of());
            delete(files);
            return 0;
        }
        journal.resume(end.position());
        journal.append(JournalEvents::opened);
        List<Long> lost = replay.restore(files, end.torn());
        lost.forEach(id -> journal.append(records -> records.removed(id)));
        if (end.torn()) {
            journal.flush();
        } else {
            LOG.warn(
                    "The cache's journal is damaged after {} bytes; slices are verified before they are used",
                    end.position());
            journal.rewrite(parts.snapshot());
        }
        delete(files);
        return replay.lastId();
    }

    /** Returns null if there is no journal, or none that can be read. */
    private JournalReader.@org.jspecify.annotations.Nullable End read(Replay replay) {
        try (FileChannel channel = FileChannel.open(folder.journal(), StandardOpenOption.READ)) {
            return new JournalReader(channel).read(replay);
        } catch (NoSuchFileException _) {
            return null;
        } catch (IOException e) {
            LOG.warn("The cache's journal cannot be read; the cache begins empty", e);
            return null;
        }
    }

    private void delete(Set<Long> files) throws IOException {
        for (long id : files) {
            folder.delete(id);
        }
    }
}
