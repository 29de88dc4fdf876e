package dev.legato.edge.store;

import java.io.IOException;
import java.nio.file.NoSuchFileException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.Executor;
import java.util.concurrent.RejectedExecutionException;

/**
 * Frees what was given up: punches holes for slices, deletes the files of objects. Only then are the bytes given back.
 *
 * <p>Slices go through three stations. They wait for a grace period, many for the same; then the journal is synced, so that
 * no crash brings them back without their bytes; then the holes are punched.
 */
final class Reclaimer {
    private final Journal journal;
    private final Grace grace;
    private final Slicing slicing;
    private final Space bytes;
    private final StoreFolder folder;
    private final DataFiles files;
    private final Health health;
    private final Executor executor;
    private final ConcurrentLinkedQueue<Condemned> postponed = new ConcurrentLinkedQueue<>();
    private final ConcurrentLinkedQueue<StoredObject> undeleted = new ConcurrentLinkedQueue<>();
    private List<Condemned> waiting = new ArrayList<>();
    private boolean graceRuns;

    /** A slice that was given up; a reference to its object is held for it. */
    private record Condemned(StoredObject object, int index, long bytes) {}

    /** @param executor runs what waits for the disk */
    Reclaimer(
            Journal journal,
            Grace grace,
            Slicing slicing,
            Space bytes,
            StoreFolder folder,
            DataFiles files,
            Health health,
            Executor executor) {
        this.journal = journal;
        this.grace = grace;
        this.slicing = slicing;
        this.bytes = bytes;
        this.folder = folder;
        this.files = files;
        this.health = health;
        this.executor = executor;
    }

    /**
     * Punches a hole when no event loop can still be sending from it.
     *
     * @param amount of space condemned for it
     */
    void punch(StoredObject object, int index, long amount) {
        if (!object.acquire()) {
            bytes.free(amount); // its file is deleted already
            return;
        }
        synchronized (this) {
            waiting.add(new Condemned(object, index, amount));
        }
        beginGrace();
    }

    private void beginGrace() {
        List<Condemned> batch;
        synchronized (this) {
            if (graceRuns || waiting.isEmpty()) {
                return;
            }
            graceRuns = true;
            batch = waiting;
            waiting = new ArrayList<>();
        }
        grace.afterAllLoops(() -> {
            execute(() -> punchAll(batch));
            synchronized (this) {
                graceRuns = false;
            }
            beginGrace();
        });
    }

    private void punchAll(List<Condemned> batch) {
        try {
            journal.sync();
        } catch (IOException e) {
            health.failed(e);
            postponed.addAll(batch);
            return;
        }
        batch.forEach(this::punchNow);
    }

    private void punchNow(Condemned condemned) {
        StoredObject object = condemned.object();
        try {
            DataFile file = files.open(object);
            try {
                long offset = slicing.start(condemned.index());
                long length = slicing.start(condemned.index() + 1) - offset;
                if (!SparseFiles.punch(file.descriptor(), offset, length)) {
                    object.abandonFile();
                }
            } finally {
                file.release();
            }
        } catch (NoSuchFileException _) {
            object.abandonFile(); // somebody else has deleted the file
        } catch (IOException e) {
            health.failed(e);
            postponed.add(condemned);
            return;
        }
        object.state().reclaimed(condemned.index());
        bytes.free(condemned.bytes());
        object.release();
    }

    /** Deletes the file of an object whose last reference was released. */
    void delete(StoredObject object) {
        execute(() -> deleteNow(object));
    }

    private void deleteNow(StoredObject object) {
        try {
            if (object.isFileExpected()) {
                folder.delete(object.id());
            }
            object.deleted();
        } catch (IOException e) {
            health.failed(e);
            undeleted.add(object);
        }
    }

    /** Tries again what has failed. Waits for the disk. */
    void retry() {
        List<Condemned> again = new ArrayList<>();
        for (Condemned next = postponed.poll(); next != null; next = postponed.poll()) {
            again.add(next);
        }
        if (!again.isEmpty()) {
            punchAll(again);
        }
        List<StoredObject> files = new ArrayList<>();
        for (StoredObject next = undeleted.poll(); next != null; next = undeleted.poll()) {
            files.add(next);
        }
        files.forEach(this::deleteNow);
    }

    /** Frees everything now. Nobody reads any more. */
    void finish() {
        List<Condemned> rest;
        synchronized (this) {
            rest = waiting;
            waiting = new ArrayList<>();
        }
        if (!rest.isEmpty()) {
            punchAll(rest);
        }
        retry();
    }

    private void execute(Runnable task) {
        try {
            executor.execute(task);
        } catch (RejectedExecutionException _) {
            task.run();
        }
    }
}
