package dev.legato.edge.file;

import dev.legato.edge.os.Inotify;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;

/**
 * Passes the kernel's reports of changes on to open files, so that a request need not check its file. Reports are read
 * when somebody {@linkplain #pollChanges polls}, once for all requests of an event loop's round.
 */
final class ChangeNotices implements AutoCloseable {
    private static final int NONE = -1;

    private final Optional<Inotify> inotify;
    private final ConcurrentHashMap<Integer, List<WatchedHandle>> watched = new ConcurrentHashMap<>();
    private volatile boolean closed;

    /** @param inotify empty where each request has to check its file */
    ChangeNotices(Optional<Inotify> inotify) {
        this.inotify = inotify;
    }

    /** Watches a file that has not changed so far. Returns its handle, which asks the file itself only if it has to. */
    synchronized FileHandle watch(FileHandle.ByDescriptor file) {
        int watch = closed
                ? NONE
                : inotify.map(calls -> calls.watch(file.descriptor())).orElse(NONE);
        if (watch == NONE) {
            return file;
        }
        WatchedHandle handle = new WatchedHandle(file, this, watch);
        watched.computeIfAbsent(watch, _ -> new CopyOnWriteArrayList<>()).add(handle);
        return handle;
    }

    /** Passes on what the kernel has reported until now. Never waits. */
    void pollChanges() {
        if (inotify.isPresent() && !closed) {
            inotify.get().read(this::passOn);
        }
    }

    private void passOn(int watch, boolean written) {
        if (watch == Inotify.ALL) {
            watched.values().forEach(files -> files.forEach(file -> file.changed(true)));
        } else {
            watched.getOrDefault(watch, List.of()).forEach(file -> file.changed(written));
        }
    }

    /**
     * Stops watching a file. Two open files may be the same one on the disk, which is watched once: under two names, or
     * one that is still being sent and one that was opened again.
     */
    synchronized void unwatch(int watch, WatchedHandle handle) {
        List<WatchedHandle> files = watched.get(watch);
        if (files != null && files.remove(handle) && files.isEmpty()) {
            watched.remove(watch);
            if (!closed) {
                inotify.ifPresent(calls -> calls.removeWatch(watch));
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
