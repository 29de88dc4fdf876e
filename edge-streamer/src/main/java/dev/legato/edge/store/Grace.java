package dev.legato.edge.store;

/** Waits until no event loop can still be sending bytes that it found present before the call. */
@FunctionalInterface
public interface Grace {
    /**
     * Runs a callback, on any thread, after every event loop has run a task that began after this call. The callback
     * does not wait. It has to be called once, also while the loops shut down: until then no space is freed.
     */
    void afterAllLoops(Runnable callback);
}
