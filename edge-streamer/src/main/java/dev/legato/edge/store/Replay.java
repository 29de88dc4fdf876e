package dev.legato.edge.store;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** Makes the objects that a journal tells of. */
final class Replay implements JournalEvents, JournalReader.Target {
    private final StoreParts parts;
    private final Map<Long, StoredObject> objects = new HashMap<>();
    private final ArrayDeque<Pending> pending = new ArrayDeque<>();
    private long end;
    private long lastId;

    private record Pending(Slice slice, long end) {}

    Replay(StoreParts parts) {
        this.parts = parts;
    }

    /** The highest id of any object that the journal tells of. */
    long lastId() {
        return lastId;
    }

    @Override
    public JournalEvents at(long position) {
        end = position;
        return this;
    }

    @Override
    public void opened() {
        pending.clear();
    }

    @Override
    public void created(long id, String key, long length, boolean refetchable, Description description) {
        lastId = Math.max(lastId, id);
        objects.putIfAbsent(id, new StoredObject(parts, id, key, length, refetchable, description));
    }

    @Override
    public void described(long id, Description description) {
        StoredObject object = objects.get(id);
        if (object != null) {
            object.state().restore(description, StoredObject.UNKNOWN);
        }
    }

    @Override
    public void completed(long id, long length) {
        StoredObject object = objects.get(id);
        if (object != null) {
            object.state().restore(null, length);
        }
    }

    @Override
    public void filled(long id, int index, int checksum, Standing standing) {
        StoredObject object = objects.get(id);
        int length = object == null || index < 0 || index >= StoredObject.MAX_SLICES
                ? 0
                : parts.slicing().length(index, object.length());
        if (object == null || length == 0) {
            return;
        }
        Slice slice = new Slice(object, index, length, checksum);
        object.state().table().put(index, slice, false);
        switch (standing) {
            case PENDING -> pending.add(new Pending(slice, end));
            case SYNCED -> slice.synced();
            case UNVERIFIED -> {} // no mark changes that
        }
    }

    @Override
    public void dropped(long id, int index) {
        StoredObject object = objects.get(id);
        if (object != null && index >= 0 && index < StoredObject.MAX_SLICES) {
            object.state().table().clear(index, null);
        }
    }

    @Override
    public void removed(long id) {
        objects.remove(id);
    }

    @Override
    public void synced(long position) {
        for (Pending next = pending.peek(); next != null && next.end() <= position; next = pending.peek()) {
            next.slice().synced();
            pending.remove();
        }
    }

    /**
     * Puts the objects into the index, but for those that cannot be served.
     *
     * @param files the ids of the data files; those of restored objects are taken out
     * @param trusted whether slices that were synced are right
     * @return the ids of the objects left out
     */
    List<Long> restore(Set<Long> files, boolean trusted) {
        List<Long> lost = new ArrayList<>();
        for (StoredObject object : objects.values()) {
            if (object.restore(files.contains(object.id()), trusted)) {
                files.remove(object.id());
                parts.index().add(object);
            } else {
                lost.add(object.id());
            }
        }
        return lost;
    }
}
