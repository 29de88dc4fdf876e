package dev.legato.metadata.cache;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.legato.metadata.cache.NearCache.Near;
import java.time.Duration;
import org.junit.jupiter.api.Test;

final class NearCacheTest {
    private static final EntryKey KEY = new EntryKey("track", "a");

    private long now = 1_000;
    private long heardAt = Long.MAX_VALUE / 2;
    private final NearCache near = new NearCache(100_000, () -> now, () -> Math.min(now, heardAt));

    @Test
    void get_atItsTimeToLive_isNothing() {
        near.put(KEY, entry(Duration.ofSeconds(30)), near.changes(KEY));
        pass(Duration.ofSeconds(30).minusNanos(1));
        assertNotNull(near.get(KEY));
        pass(Duration.ofNanos(1));
        assertNull(near.get(KEY));
    }

    @Test
    void put_afterAChangeSinceTheReadingBegan_isRefused() {
        long before = near.changes(KEY);
        near.remove(KEY);
        near.put(KEY, entry(Duration.ofSeconds(30)), before);
        assertNull(near.get(KEY));
        near.put(KEY, entry(Duration.ofSeconds(30)), near.changes(KEY));
        assertNotNull(near.get(KEY));
        near.remove(KEY);
        assertNull(near.get(KEY));
    }

    @Test
    void put_afterEverythingWasDropped_isRefused() {
        long before = near.changes(KEY);
        near.clear();
        near.put(KEY, entry(Duration.ofSeconds(30)), before);
        assertNull(near.get(KEY));
    }

    @Test
    void get_whileChangesAreNotHeard_isTrustedForASecond() {
        heardAt = now;
        near.put(KEY, entry(Duration.ofSeconds(30)), near.changes(KEY));
        pass(NearCache.TRUST);
        assertNotNull(near.get(KEY));
        pass(Duration.ofNanos(1));
        assertNull(near.get(KEY));
        heardAt = now;
        assertNotNull(near.get(KEY), "they are heard again, and none was missed");
    }

    @Test
    void put_beyondTheBound_evictsOthers() {
        for (int i = 0; i < 1_000; i++) {
            EntryKey key = new EntryKey("track", "id-" + i);
            near.put(key, new Near("value", 1_000, now, now, now + 1_000_000), near.changes(key));
        }
        assertTrue(near.bytes() <= 100_000, near.bytes() + " bytes");
        assertTrue(near.bytes() > 50_000, near.bytes() + " bytes");
    }

    @Test
    void key_isReadAsWritten() {
        assertEquals(KEY, EntryKey.parse(KEY.toString()));
    }

    private Near entry(Duration keep) {
        return new Near("value", 100, now, now + keep.toNanos(), now + keep.toNanos());
    }

    private void pass(Duration duration) {
        now += duration.toNanos();
    }
}
