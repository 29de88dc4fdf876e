package dev.legato.edge.store;

/**
 * One weight for two bounds of objects: their number, and the heap that their descriptions take. An object weighs what it
 * takes, and at least its share if there were as many as there may be.
 *
 * @param maxWeight of all objects
 * @param minWeight of one
 */
record ObjectBounds(long maxWeight, int minWeight) {
    /** So much of either bound is kept free, so that creating an object need not wait until another is gone. */
    private static final int SPARE_PART = 16;

    static ObjectBounds of(StoreSettings settings) {
        long maxWeight = settings.maxDescriptionBytes() - settings.maxDescriptionBytes() / SPARE_PART;
        int objects = Math.max(1, settings.maxObjects() - spareObjects(settings));
        return new ObjectBounds(maxWeight, Math.clamp((maxWeight + objects - 1) / objects, 1, Integer.MAX_VALUE));
    }

    private static int spareObjects(StoreSettings settings) {
        return Math.min(settings.maxObjects() / SPARE_PART + 1, settings.maxObjects() - 1);
    }

    int weight(StoredObject object) {
        return Math.max(minWeight, object.description().weight(object.key()));
    }

    /** What is evicted at once if creating an object finds no room all the same. */
    long spare() {
        return Math.max(minWeight, maxWeight / (4 * SPARE_PART));
    }
}
