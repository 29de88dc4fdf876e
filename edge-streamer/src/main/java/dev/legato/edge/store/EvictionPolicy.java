package dev.legato.edge.store;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import com.github.benmanes.caffeine.cache.Policy;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.Executor;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Consumer;
import java.util.function.ToIntFunction;

/**
 * Decides what is evicted, by W-TinyLFU (Einziger, Friedman, Manes: TinyLFU, 2017): an entry that is rarely used does not
 * displace one that is used often, so a scan of cold entries leaves the hot ones alone. Caffeine does the work; its
 * entries' own hash codes find their frequencies, so an entry that returns has to have the hash code it had before.
 *
 * <p>Caffeine evicts under its own lock. Victims are therefore queued, and the caller is told of them afterwards.
 */
final class EvictionPolicy<E> {
    private final Cache<E, Boolean> cache;
    private final Policy.Eviction<E, Boolean> eviction;
    private final ConcurrentLinkedQueue<E> victims = new ConcurrentLinkedQueue<>();
    private final ReentrantLock shrinking = new ReentrantLock();
    private final ToIntFunction<E> weigher;
    private final Consumer<E> evict;

    /**
     * @param maxWeight of all entries
     * @param evict takes an entry that was evicted; holds no lock when it is called
     * @param executor runs the policy's maintenance
     */
    EvictionPolicy(long maxWeight, ToIntFunction<E> weigher, Consumer<E> evict, Executor executor) {
        this.weigher = weigher;
        this.evict = evict;
        this.cache = Caffeine.newBuilder()
                .maximumWeight(maxWeight)
                .weigher((E entry, Boolean _) -> weigher.applyAsInt(entry))
                .evictionListener((entry, _, _) -> {
                    if (entry != null) {
                        victims.add(entry);
                    }
                })
                .executor(task -> maintain(executor, task))
                .build();
        this.eviction = cache.policy().eviction().orElseThrow();
    }

    /** Adds an entry, and evicts others or this one if there are too many. */
    void admit(E entry) {
        cache.put(entry, Boolean.TRUE);
        cache.cleanUp();
        drain();
    }

    /** Does what is due, evictions above all. */
    void settle() {
        cache.cleanUp();
        drain();
    }

    void remove(E entry) {
        cache.invalidate(entry);
    }

    /** Records a use. It takes no lock; records are lost when they come too fast. */
    void touch(E entry) {
        var _ = cache.getIfPresent(entry);
    }

    /** Evicts the entries whose loss matters least, of this weight together or somewhat more. */
    void evictColdest(long weight) {
        if (!shrinking.tryLock()) {
            return; // somebody does so already
        }
        try {
            List<E> coldest = eviction.coldest(entries -> {
                List<E> chosen = new ArrayList<>();
                long sum = 0;
                for (var each = entries.iterator(); sum < weight && each.hasNext(); ) {
                    E entry = each.next().getKey();
                    chosen.add(entry);
                    sum += weigher.applyAsInt(entry);
                }
                return chosen;
            });
            coldest.forEach(entry -> {
                if (cache.asMap().remove(entry) != null) {
                    victims.add(entry);
                }
            });
        } finally {
            shrinking.unlock();
        }
        drain();
    }

    /** Sets another bound, unless it is almost the same: each change resets what the policy has learned. */
    void bound(long maxWeight) {
        long change = Math.abs(eviction.getMaximum() - maxWeight);
        if (change > maxWeight / 64) {
            eviction.setMaximum(Math.max(0, maxWeight));
            settle();
        }
    }

    private void maintain(Executor executor, Runnable task) {
        Runnable maintenance = () -> {
            task.run();
            drain();
        };
        try {
            executor.execute(maintenance);
        } catch (RejectedExecutionException _) {
            maintenance.run();
        }
    }

    private void drain() {
        for (E victim = victims.poll(); victim != null; victim = victims.poll()) {
            evict.accept(victim);
        }
    }
}
