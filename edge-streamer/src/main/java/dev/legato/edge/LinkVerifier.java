package dev.legato.edge;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import dev.legato.contracts.SignedPath;
import dev.legato.contracts.SignedPath.Granted;
import dev.legato.contracts.SignedPath.Verdict;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Map;

/** Verifies signed links. A token whose signature was right once is not computed again while it is remembered. */
final class LinkVerifier {
    private static final int REMEMBERED = 20_000;

    private final Cache<String, SignedPath> genuine = Caffeine.newBuilder()
            .maximumSize(REMEMBERED)
            .executor(Runnable::run)
            .build();
    private final Map<String, byte[]> secrets;
    private final InstantSource clock;

    /** @param secrets by key id */
    LinkVerifier(Map<String, byte[]> secrets, InstantSource clock) {
        this.secrets = Map.copyOf(secrets);
        this.clock = clock;
    }

    Verdict verify(String token, String key) {
        Instant now = clock.instant();
        SignedPath known = genuine.getIfPresent(token);
        if (known != null) {
            return known.opens(key, now);
        }
        Verdict verdict = SignedPath.verify(token, key, secrets, now);
        if (verdict instanceof Granted(SignedPath path)) {
            genuine.put(token, path);
        }
        return verdict;
    }
}
