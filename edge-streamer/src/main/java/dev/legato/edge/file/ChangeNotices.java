package dev.legato.edge.file;

import dev.legato.edge.os.Inotify;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;

/**
 * Passes on to open files what the kernel says of changes to them, so that a request need not look at its file. The files
 * are told when somebody {@linkplain #pollChanges polls}, once for all requests that an event loop's round brings.
 */
final class ChangeNotices implements AutoCloseable {
    private static final int NONE = -1;

    private final Optional<Inotify> inotify;
    private final ConcurrentHashMap<Integer, List<NotifiedWitness>> watched = new ConcurrentHashMap<>();
    private volatile boolean closed;

    /** @param inotify empty where each request has to look at its file */
    ChangeNotices(Optional<Inotify> inotify) {
        this.inotify = inotify;
    }

    /** Watches a file that has not changed until now; what is returned asks the file itself as seldom as it can. */
    synchronized Witness watch(Witness.ByDescriptor file) {
        int watch = closed
                ? NONE
                : inotify.map(calls -> calls.watch(file.descriptor())).orElse(NONE);
        if (watch == NONE) {
            return file;
        }
        NotifiedWitness witness = new NotifiedWitness(file, this, watch);
        watched.computeIfAbsent(watch, _ -> new CopyOnWriteArrayList<>()).add(witness);
        return witness;
    }

    /** Tells the files what has happened to them until now. Never waits. */
    void pollChanges() {
        if (inotify.isPresent() && !closed) {
            inotify.get().read(this::tell);
        }
    }

    private void tell(int watch, boolean written) {
        if (watch == Inotify.ALL) {
            watched.values().forEach(files -> files.forEach(file -> file.changed(true)));
        } else {
            watched.getOrDefault(watch, List.of()).forEach(file -> file.changed(written));
        }
    }

    /** Two open files may be one on the disk, watched once: by two names, or one still being sent and one opened anew. */
    synchronized void forget(int watch, NotifiedWitness witness) {
        List<NotifiedWitness> files = watched.get(watch);
        if (files != null && files.remove(witness) && files.isEmpty()) {
            watched.remove(watch);
            if (!closed) {
                inotify.ifPresent(calls -> calls.forget(watch));
            }
        }
    }

    @Override
    public synchronized void close() {
        if (!closed) {
            closed = true;
            inotify.ifPresent(Inotify::close);
        }
    }
}
