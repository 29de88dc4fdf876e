package dev.legato.edge.store;

import java.io.IOException;
import java.util.ArrayDeque;
import java.util.List;
import java.util.Map;

/** Reads present slices again, one key after another, to find those that the disk has spoiled. It takes its time. */
final class Scrubber {
    private final ObjectIndex index;
    private final Verifier verifier;
    private final ArrayDeque<Slice> next = new ArrayDeque<>();
    private String key = "";
    private long allowance;

    Scrubber(ObjectIndex index, Verifier verifier) {
        this.index = index;
        this.verifier = verifier;
    }

    /**
     * Verifies slices. Waits for the disk.
     *
     * @param bytes to be read; what a slice takes beyond is read less next time
     */
    void scrub(long bytes) throws IOException {
        allowance = Math.min(bytes, allowance + bytes);
        while (allowance > 0) {
            Slice slice = next.poll();
            if (slice != null) {
                if (slice.object().state().table().get(slice.index()) == slice) {
                    allowance -= slice.length();
                    boolean _ = verifier.check(slice);
                }
            } else if (!advance()) {
                return;
            }
        }
    }

    /** Takes the slices of the next key; false after the last, where it begins again. */
    private boolean advance() {
        Map.Entry<String, List<StoredObject>> entry = index.after(key);
        if (entry == null) {
            key = "";
            return false;
        }
        key = entry.getKey();
        for (StoredObject object : entry.getValue()) {
            object.state().slices().stream()
                    .filter(slice -> object.state().table().isPresent(slice.index()))
                    .forEach(next::add);
        }
        return true;
    }
}
