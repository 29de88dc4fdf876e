package dev.legato.runtime.auth;

import dev.legato.contracts.Revocation;
import dev.legato.contracts.Revocation.Kind;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** What has been revoked and may still have tokens, in memory. */
final class RevocationList {
    /** Some 20 MB. Tokens live 10 minutes, so this many are 160 log-outs a second. */
    static final int MAX_ENTRIES = 100_000;

    private static final Logger LOG = LoggerFactory.getLogger(RevocationList.class);

    private final Map<Subject, Revocation> entries = new ConcurrentHashMap<>();
    private final int capacity;

    private record Subject(Kind kind, String id) {}

    RevocationList(int capacity) {
        this.capacity = capacity;
    }

    /** Adds some, and forgets those whose tokens have expired. */
    void add(List<Revocation> revoked, Instant now) {
        for (Revocation revocation : revoked) {
            var _ = entries.merge(new Subject(revocation.kind(), revocation.id()), revocation, RevocationList::later);
        }
        var _ = entries.values().removeIf(revocation -> revocation.expiresAt().isBefore(now));
        int excess = entries.size() - capacity;
        if (excess > 0) {
            LOG.error("{} revocations are more than fit; those that expire first are forgotten", entries.size());
            entries.values().stream()
                    .sorted(Comparator.comparing(Revocation::expiresAt))
                    .limit(excess)
                    .toList()
                    .forEach(oldest -> entries.remove(new Subject(oldest.kind(), oldest.id())));
        }
    }

    /** Whether a caller's token, its session, its device or its account has been revoked since it was issued. */
    boolean isRevoked(Caller caller) {
        Instant issued = caller.token().issued();
        return !entries.isEmpty()
                && (entries.containsKey(new Subject(Kind.TOKEN, caller.token().id()))
                        || (caller.session() != null
                                && entries.containsKey(new Subject(Kind.SESSION, caller.session())))
                        || isRevoked(Kind.ACCOUNT, caller.account(), issued)
                        || isRevoked(Kind.DEVICE, caller.device(), issued));
    }

    int size() {
        return entries.size();
    }

    private boolean isRevoked(Kind kind, @Nullable String id, Instant issued) {
        Revocation revocation = id == null ? null : entries.get(new Subject(kind, id));
        return revocation != null && !issued.isAfter(revocation.revokedAt());
    }

    private static Revocation later(Revocation one, Revocation other) {
        return one.revokedAt().isAfter(other.revokedAt()) ? one : other;
    }
}
