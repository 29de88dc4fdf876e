package dev.legato.edge.address;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import dev.legato.contracts.SignedPath;
import dev.legato.contracts.SignedPath.Granted;
import dev.legato.contracts.SignedPath.Verdict;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Map;

/** Verifies signed links. A token whose signature was right once is not computed again while it is remembered. */
public final class LinkVerifier {
    private static final int REMEMBERED = 20_000;

    private final InstantSource clock;
    private volatile Keys keys;

    /** Secrets by key id, and what was found genuine by them. */
    private record Keys(Map<String, byte[]> secrets, Cache<String, SignedPath> genuine) {
        static Keys of(Map<String, byte[]> secrets) {
            return new Keys(
                    Map.copyOf(secrets),
                    Caffeine.newBuilder()
                            .maximumSize(REMEMBERED)
                            .executor(Runnable::run)
                            .build());
        }
    }

    /** @param secrets by key id */
    public LinkVerifier(Map<String, byte[]> secrets, InstantSource clock) {
        this.keys = Keys.of(secrets);
        this.clock = clock;
    }

    /** Verifies by these from now on, and by no others. */
    public void replace(Map<String, byte[]> secrets) {
        keys = Keys.of(secrets);
    }

    Verdict verify(String token, String key) {
        Instant now = clock.instant();
        Keys current = keys;
        SignedPath known = current.genuine.getIfPresent(token);
        if (known != null) {
            return known.opens(key, now);
        }
        Verdict verdict = SignedPath.verify(token, key, current.secrets, now);
        if (verdict instanceof Granted(SignedPath path)) {
            current.genuine.put(token, path);
        }
        return verdict;
    }
}
