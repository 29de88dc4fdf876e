package dev.legato.search.feed;

import dev.legato.contracts.ContentId;
import dev.legato.contracts.TrackPlays;

/**
 * How popular tracks are, in steps of a quarter of a doubling: coarse, so that few plays change the index and instances
 * that are some plays apart order alike. Only tracks that were played take room, about 24 bytes each. Confined to one
 * thread.
 *
 * <p>Open addressing by the first 60 bits of an id, which are a hash's and already spread evenly. Two tracks whose ids begin
 * with the same 60 bits would share a place; among a billion tracks that is to be expected of no two.
 */
final class Popularity {
    private static final int STEPS_PER_DOUBLING = 4;
    private static final int HASHED_CHARACTERS = 12;
    private static final int BITS_PER_CHARACTER = 5;
    private static final String ALPHABET = "0123456789abcdefghjkmnpqrstvwxyz";

    private long[] keys = new long[1 << 10];
    private short[] steps = new short[1 << 10];
    private int size;

    /**
     * Takes a track's plays over.
     *
     * @return whether its popularity has changed
     */
    boolean put(TrackPlays plays) {
        short step = (short) Math.clamp(
                Math.round(STEPS_PER_DOUBLING * Math.log1p(plays.knownWeight()) / Math.log(2)), 0, Short.MAX_VALUE);
        if (2 * (size + 1) > keys.length) {
            grow();
        }
        long key = key(plays.trackId());
        int place = place(keys, key);
        if (keys[place] == 0) {
            if (step == 0) {
                return false;
            }
            keys[place] = key;
            size++;
        }
        boolean changed = steps[place] != step;
        steps[place] = step;
        return changed;
    }

    /** A track's plays by weight, rounded to the step; 0 for one without. */
    long of(String track) {
        int step = steps[place(keys, key(track))];
        return step == 0 ? 0 : Math.max(1, Math.round(Math.pow(2, (double) step / STEPS_PER_DOUBLING) - 1));
    }

    private void grow() {
        long[] before = keys;
        short[] stepsBefore = steps;
        keys = new long[2 * before.length];
        steps = new short[2 * before.length];
        for (int i = 0; i < before.length; i++) {
            if (before[i] != 0) {
                int place = place(keys, before[i]);
                keys[place] = before[i];
                steps[place] = stepsBefore[i];
            }
        }
    }

    private static int place(long[] keys, long key) {
        int mask = keys.length - 1;
        int place = (int) key & mask;
        while (keys[place] != 0 && keys[place] != key) {
            place = (place + 1) & mask;
        }
        return place;
    }

    private static long key(String track) {
        ContentId.require("track", track);
        long key = 0;
        for (int i = 0; i < HASHED_CHARACTERS; i++) {
            key = key << BITS_PER_CHARACTER | ALPHABET.indexOf(track.charAt(i));
        }
        // Zero marks a free place.
        return key == 0 ? 1 : key;
    }
}
