package dev.legato.edge.stream;

import dev.legato.contracts.SignedPath;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/**
 * What this edge knows of one player of a listener: until when it need not be asked about, until when it is refused, and what
 * is being sent to it. For use by any thread; times are those of {@link System#nanoTime}.
 */
final class PlayerStream {
    private final Id id;
    private final Set<Runnable> deliveries = ConcurrentHashMap.newKeySet();
    private volatile int max;
    private volatile long seenAt;
    private volatile long freshUntil;
    private volatile long refusedUntil;

    /** A player is told apart within its listener only. */
    record Id(String listener, String player) {
        static Id of(SignedPath link) {
            return new Id(link.listener(), link.limits().player());
        }
    }

    PlayerStream(Id id, long now) {
        this.id = id;
        this.seenAt = now;
        this.freshUntil = now;
        this.refusedUntil = now;
    }

    Id id() {
        return id;
    }

    int max() {
        return max;
    }

    /** Takes note of a request, whose link says how many may play. */
    void seen(int allowed, long now) {
        max = allowed;
        seenAt = now;
    }

    /** Whether the cluster's last answer still holds. */
    boolean isFresh(long now) {
        return freshUntil - now > 0;
    }

    void freshUntil(long until) {
        freshUntil = until;
    }

    /** Nanoseconds for which it is refused; 0 or less if it is not. */
    long refusedFor(long now) {
        return refusedUntil - now;
    }

    /** Refuses it, and cuts off what is being sent to it. */
    void refuse(long now, long nanos) {
        refusedUntil = now + nanos;
        freshUntil = now;
        deliveries.forEach(Runnable::run);
    }

    /**
     * Registers something that is being sent to it.
     *
     * @param cut ends it; called at once if the player was refused meanwhile
     * @return to be called when it has ended by itself
     */
    Runnable deliver(Runnable cut, long now) {
        deliveries.add(cut);
        if (refusedFor(now) > 0) {
            cut.run();
        }
        return () -> deliveries.remove(cut);
    }

    boolean isDelivering() {
        return !deliveries.isEmpty();
    }

    /** Whether nothing about it is worth keeping. */
    boolean isForgettable(long now, long nanos) {
        return deliveries.isEmpty() && refusedFor(now) <= 0 && now - seenAt > nanos;
    }
}
