package dev.legato.search.api;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import dev.legato.contracts.LoudnessLevel;
import java.time.Duration;
import java.util.Collection;
import java.util.Map;
import java.util.Optional;

/** The loudness of albums that were shown of late, empty for those without. It is forgotten when an album changes. */
public final class AlbumLevels {
    private static final int MAX_ALBUMS = 50_000;

    /** One that was read just before its change would stay otherwise. */
    private static final Duration REMEMBERED = Duration.ofMinutes(1);

    private final Cache<String, Optional<LoudnessLevel>> levels = Caffeine.newBuilder()
            .maximumSize(MAX_ALBUMS)
            .expireAfterWrite(REMEMBERED)
            .build();

    /** Forgets what is known of these; ids of other kinds are passed over. */
    public void changed(Collection<String> ids) {
        levels.invalidateAll(ids);
    }

    /** What is known of these. */
    Map<String, Optional<LoudnessLevel>> known(Collection<String> albums) {
        return levels.getAllPresent(albums);
    }

    void put(String album, Optional<LoudnessLevel> level) {
        levels.put(album, level);
    }
}
