package dev.legato.gateway;

import java.util.HashMap;
import java.util.Map;

/**
 * Something all callers use up together, such as bytes of memory, and of which no network may hold more than its part:
 * one that takes all it can get leaves the rest to the others. For use by any thread.
 */
final class Shares {
    private final long max;
    private final long maxPerNetwork;
    private final Map<String, Long> byNetwork = new HashMap<>();
    private long held;

    Shares(long max, long maxPerNetwork) {
        this.max = max;
        this.maxPerNetwork = maxPerNetwork;
    }

    /** Takes an amount for a network; false, and nothing is taken, if all or the network would have too much. */
    synchronized boolean tryAcquire(String network, long amount) {
        long own = byNetwork.getOrDefault(network, 0L) + amount;
        if (held + amount > max || own > maxPerNetwork) {
            return false;
        }
        held += amount;
        byNetwork.put(network, own);
        return true;
    }

    /** Gives an amount back that was taken before. */
    synchronized void release(String network, long amount) {
        held -= amount;
        byNetwork.computeIfPresent(network, (_, own) -> own == amount ? null : own - amount);
    }

    /** What is held by all together. */
    synchronized long held() {
        return held;
    }
}
