package dev.legato.edge.address;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import dev.legato.contracts.SignedPath;
import dev.legato.contracts.SignedPath.Granted;
import dev.legato.contracts.SignedPath.Verdict;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Map;

/** Verifies signed links. The signature of a token that is remembered as valid is not computed again. */
public final class LinkVerifier {
    private static final int MAX_REMEMBERED = 20_000;

    private final InstantSource clock;
    private volatile Keys keys;

    /** Secrets by key id, and the tokens that they have verified. */
    private record Keys(Map<String, byte[]> secrets, Cache<String, SignedPath> verified) {
        static Keys of(Map<String, byte[]> secrets) {
            return new Keys(
                    Map.copyOf(secrets),
                    Caffeine.newBuilder()
                            .maximumSize(MAX_REMEMBERED)
                            .executor(Runnable::run)
                            .build());
        }
    }

    /** @param secrets by key id */
    public LinkVerifier(Map<String, byte[]> secrets, InstantSource clock) {
        this.keys = Keys.of(secrets);
        this.clock = clock;
    }

    /** Replaces the secrets, and drops the tokens that earlier ones have verified. */
    public void replace(Map<String, byte[]> secrets) {
        keys = Keys.of(secrets);
    }

    /** Verifies that a token is genuine, has not expired and opens a key. */
    Verdict verify(String token, String key) {
        Instant now = clock.instant();
        Keys current = keys;
        SignedPath known = current.verified.getIfPresent(token);
        if (known != null) {
            return known.opens(key, now);
        }
        Verdict verdict = SignedPath.verify(token, key, current.secrets, now);
        if (verdict instanceof Granted(SignedPath path)) {
            current.verified.put(token, path);
        }
        return verdict;
    }
}
